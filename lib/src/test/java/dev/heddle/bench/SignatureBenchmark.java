package dev.heddle.bench;

import dev.heddle.config.Credentials;
import dev.heddle.engine.Crypto;
import dev.heddle.engine.LocalCredentials;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The signature of a handshake. Verifying begins with the certificate's bytes, as a handshake does;
 * the JDK parses one once that it has seen.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SignatureBenchmark {

  /** A kind of key and how it signs. */
  public enum Kind {
    ECDSA_P256(KeyType.EC_P256, SignatureScheme.ecdsa_secp256r1_sha256),
    ED25519(KeyType.ED25519, SignatureScheme.ed25519),
    RSA_2048_PKCS1(KeyType.RSA_2048, SignatureScheme.rsa_pkcs1_sha256),
    RSA_2048_PSS(KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha256);

    private final KeyType key;
    private final int scheme;

    Kind(KeyType key, int scheme) {
      this.key = key;
      this.scheme = scheme;
    }
  }

  /** As long as what TLS 1.3 signs with SHA-256. */
  private static final byte[] SIGNED = new byte[130];

  @Param Candidate candidate;
  @Param Kind kind;

  private TlsCrypto crypto;
  private Identity identity;
  private byte[] certificate;
  private Certificate chain;
  private AsymmetricKeyParameter lightKey;
  private LocalCredentials credentials;
  private SignatureAndHashAlgorithm algorithm;
  private TlsCryptoParameters parameters;
  private byte[] signature;

  @Setup
  public void prepare() throws Exception {
    crypto = candidate.crypto();
    identity = TestCerts.localhost(kind.key);
    certificate = identity.certificate().getEncoded();
    CertificateEntry entry = new CertificateEntry(crypto.createCertificate(certificate), null);
    chain = new Certificate(new byte[0], new CertificateEntry[] {entry});
    lightKey = PrivateKeyFactory.createKey(identity.key().getEncoded());
    credentials =
        LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain()));
    algorithm = SignatureScheme.getSignatureAndHashAlgorithm(kind.scheme);
    parameters =
        new TlsCryptoParameters(null) {
          @Override
          public ProtocolVersion getServerVersion() {
            return ProtocolVersion.TLSv13;
          }
        };
    signature = sign();
    if (!verify()) {
      throw new IllegalStateException("does not verify");
    }
  }

  @Benchmark
  public byte[] sign() throws IOException {
    TlsCredentialedSigner signer = signer();
    var stream = signer.getStreamSigner();
    if (stream != null) {
      stream.getOutputStream().write(SIGNED, 0, SIGNED.length);
      return stream.getSignature();
    }
    var hash = crypto.createHash(SignatureScheme.getCryptoHashAlgorithm(algorithm));
    hash.update(SIGNED, 0, SIGNED.length);
    return signer.generateRawSignature(hash.calculateHash());
  }

  private TlsCredentialedSigner signer() throws IOException {
    return switch (crypto) {
      case Crypto ours -> credentials.signer(parameters, algorithm);
      case JcaTlsCrypto jdk ->
          new JcaDefaultTlsCredentialedSigner(parameters, jdk, identity.key(), chain, algorithm);
      case BcTlsCrypto light ->
          new BcDefaultTlsCredentialedSigner(parameters, light, lightKey, chain, algorithm);
      default -> throw new IllegalStateException();
    };
  }

  @Benchmark
  public boolean verify() throws IOException {
    var verifier = crypto.createCertificate(certificate).createVerifier(kind.scheme);
    verifier.getOutputStream().write(SIGNED, 0, SIGNED.length);
    return verifier.verifySignature(signature);
  }
}
