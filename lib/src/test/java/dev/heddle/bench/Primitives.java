package dev.heddle.bench;

import dev.heddle.bench.Race.Task;
import dev.heddle.config.Credentials;
import dev.heddle.engine.Crypto;
import dev.heddle.engine.LocalCredentials;
import dev.heddle.engine.Loopback;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.TlsKemConfig;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** What a handshake and a record are made of, as tasks over any of bctls' cryptos. */
final class Primitives {

  /** As long as what TLS 1.3 signs with SHA-256. */
  private static final byte[] SIGNED = new byte[130];

  private static final int RECORD = 16384;

  private Primitives() {}

  /** Our half of an exchange with one peer value that never changes. */
  static Task curve(TlsCrypto crypto, int group) throws IOException {
    byte[] peer =
        Crypto.shared().createECDomain(new TlsECConfig(group)).createECDH().generateEphemeral();
    return Race.whole(
        () -> {
          TlsAgreement ours = crypto.createECDomain(new TlsECConfig(group)).createECDH();
          ours.generateEphemeral();
          ours.receivePeerValue(peer);
          ours.calculateSecret();
        });
  }

  /** The client's half; what the server answers is not counted. */
  static Task mlKem768(TlsCrypto crypto) {
    if (!crypto.hasNamedGroup(NamedGroup.MLKEM768)) {
      return null;
    }
    return (watch, tries) -> {
      for (int i = 0; i < tries; i++) {
        watch.start();
        TlsAgreement client = kem(crypto, false);
        byte[] share = client.generateEphemeral();
        watch.stop();
        TlsAgreement server = kem(Crypto.shared(), true);
        server.receivePeerValue(share);
        byte[] answer = server.generateEphemeral();
        watch.start();
        client.receivePeerValue(answer);
        client.calculateSecret();
        watch.stop();
      }
    };
  }

  private static TlsAgreement kem(TlsCrypto crypto, boolean isServer) {
    return crypto.createKemDomain(new TlsKemConfig(NamedGroup.MLKEM768, isServer)).createKem();
  }

  /**
   * From the certificate's bytes to a verified signature, as in every handshake; so many peers take
   * turns.
   */
  static Task verify(TlsCrypto crypto, KeyType type, int scheme, int peers) throws Exception {
    byte[][] certificates = new byte[peers][];
    byte[][] values = new byte[peers][];
    for (int i = 0; i < peers; i++) {
      var identity =
          peers == 1 ? TestCerts.localhost(type) : TestCerts.make("peer " + i).key(type).build();
      certificates[i] = identity.certificate().getEncoded();
      values[i] = signature(identity.key(), scheme);
    }
    var next = new AtomicInteger();
    return can(
        Race.whole(
            () -> {
              int peer = next.getAndIncrement() % peers;
              TlsCertificate certificate = crypto.createCertificate(certificates[peer]);
              var verifier = certificate.createVerifier(scheme);
              verifier.getOutputStream().write(SIGNED, 0, SIGNED.length);
              if (!verifier.verifySignature(values[peer])) {
                throw new IllegalStateException("does not verify");
              }
            }));
  }

  private static byte[] signature(PrivateKey key, int scheme) throws Exception {
    var jdk =
        Signature.getInstance(
            switch (scheme) {
              case SignatureScheme.ed25519 -> "Ed25519";
              case SignatureScheme.ecdsa_secp256r1_sha256 -> "SHA256withECDSA";
              default -> SignatureScheme.isRSAPSS(scheme) ? "RSASSA-PSS" : "SHA256withRSA";
            });
    if (SignatureScheme.isRSAPSS(scheme)) {
      jdk.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    jdk.initSign(key);
    jdk.update(SIGNED);
    return jdk.sign();
  }

  /** One signature with a key that has been loaded. */
  static Task sign(TlsCrypto crypto, KeyType type, int scheme) throws Exception {
    var identity = TestCerts.localhost(type);
    var algorithm = SignatureScheme.getSignatureAndHashAlgorithm(scheme);
    var parameters =
        new TlsCryptoParameters(null) {
          @Override
          public ProtocolVersion getServerVersion() {
            return ProtocolVersion.TLSv13;
          }
        };
    var chain =
        new Certificate(
            new byte[0],
            new CertificateEntry[] {
              new CertificateEntry(
                  crypto.createCertificate(identity.certificate().getEncoded()), null)
            });
    AsymmetricKeyParameter light = PrivateKeyFactory.createKey(identity.key().getEncoded());
    LocalCredentials credentials =
        LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain()));
    return can(
        Race.whole(
            () ->
                sign(
                    crypto,
                    switch (crypto) {
                      case Crypto ours -> credentials.signer(parameters, algorithm);
                      case JcaTlsCrypto jca ->
                          new JcaDefaultTlsCredentialedSigner(
                              parameters, jca, identity.key(), chain, algorithm);
                      case BcTlsCrypto bc ->
                          new BcDefaultTlsCredentialedSigner(
                              parameters, bc, light, chain, algorithm);
                      default -> throw new IllegalArgumentException();
                    },
                    algorithm)));
  }

  private static void sign(
      TlsCrypto crypto, TlsCredentialedSigner signer, SignatureAndHashAlgorithm algorithm)
      throws IOException {
    var stream = signer.getStreamSigner();
    if (stream == null) {
      var hash = crypto.createHash(SignatureScheme.getCryptoHashAlgorithm(algorithm));
      hash.update(SIGNED, 0, SIGNED.length);
      signer.generateRawSignature(hash.calculateHash());
    } else {
      stream.getOutputStream().write(SIGNED, 0, SIGNED.length);
      stream.getSignature();
    }
  }

  /** The task, or null if it fails: some cryptos lack some algorithms. */
  private static Task can(Task task) {
    try {
      task.run(new Stopwatch(), 1);
      return task;
    } catch (Exception e) {
      return null;
    }
  }

  static Task sha256(TlsCrypto crypto) {
    byte[] data = new byte[1024];
    return Race.whole(
        () -> {
          var hash = crypto.createHash(CryptoHashAlgorithm.sha256);
          hash.update(data, 0, data.length);
          hash.calculateHash();
        });
  }

  static Task hkdfExpand(TlsCrypto crypto) {
    byte[] info = new byte[50];
    TlsSecret secret = crypto.createSecret(new byte[32]);
    return Race.whole(() -> secret.hkdfExpand(CryptoHashAlgorithm.sha256, info, 32));
  }

  static Task random32(TlsCrypto crypto) {
    byte[] bytes = new byte[32];
    return Race.whole(() -> crypto.getSecureRandom().nextBytes(bytes));
  }

  static Task seal(TlsCrypto crypto, int suite) throws IOException {
    Ciphers ciphers = ciphers(crypto, suite);
    if (ciphers == null) {
      return null;
    }
    byte[] data = new byte[RECORD];
    return Race.whole(() -> ciphers.seal(data));
  }

  static Task open(TlsCrypto crypto, int suite) throws IOException {
    Ciphers ciphers = ciphers(crypto, suite);
    if (ciphers == null) {
      return null;
    }
    byte[] data = new byte[RECORD];
    List<TlsEncodeResult> sealed = new ArrayList<>();
    return (watch, tries) -> {
      for (int done = 0; done < tries; done += sealed.size()) {
        sealed.clear();
        long first = ciphers.sequence + 1;
        for (int i = 0; i < Math.min(32, tries - done); i++) {
          sealed.add(ciphers.seal(data));
        }
        watch.start();
        for (int i = 0; i < sealed.size(); i++) {
          ciphers.open(first + i, sealed.get(i));
        }
        watch.stop();
      }
    };
  }

  /** The client's and the server's cipher of one connection, caught as they were made. */
  private static final class Ciphers {
    private static final int HEADER = 5;

    TlsCipher client;
    TlsCipher server;
    long sequence = 1000;

    TlsEncodeResult seal(byte[] data) throws IOException {
      return client.encodePlaintext(
          ++sequence,
          ContentType.application_data,
          ProtocolVersion.TLSv12,
          HEADER,
          data,
          0,
          data.length);
    }

    void open(long number, TlsEncodeResult record) throws IOException {
      server.decodeCiphertext(
          number,
          record.recordType,
          ProtocolVersion.TLSv12,
          record.buf,
          record.off + HEADER,
          record.len - HEADER);
    }
  }

  private static Ciphers ciphers(TlsCrypto crypto, int suite) throws IOException {
    var ciphers = new Ciphers();
    var terms = new Loopback.Terms(ProtocolVersion.TLSv13, suite, List.of(NamedGroup.x25519));
    var identity = TestCerts.localhost(KeyType.EC_P256);
    var credentials =
        LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain()));
    try {
      var server =
          Loopback.accept(
              new Loopback.Server(
                  watching(crypto, cipher -> ciphers.server = cipher), terms, credentials, false));
      var client =
          Loopback.connect(
              new Loopback.Client(
                  watching(crypto, cipher -> ciphers.client = cipher), terms, null));
      Loopback.pump(client, server);
      return client.isConnected() ? ciphers : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The protocols ask their crypto for a cipher through the interface. */
  private static TlsCrypto watching(TlsCrypto crypto, Consumer<TlsCipher> watcher) {
    return (TlsCrypto)
        Proxy.newProxyInstance(
            Primitives.class.getClassLoader(),
            new Class<?>[] {TlsCrypto.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(crypto, arguments);
                if (result instanceof TlsCipher cipher) {
                  watcher.accept(cipher);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
