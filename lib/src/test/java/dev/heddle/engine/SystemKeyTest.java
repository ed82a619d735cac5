package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.libcrypto.Libcrypto;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of the system's libcrypto, as the JDK sees them, and when there are none. */
class SystemKeyTest {

  private static final byte[] MESSAGE = "shuttle".getBytes();
  private static final BcTlsCrypto LIGHT = Crypto.shared().light();

  /** Signs when libcrypto does not; here it is to be noticed. */
  private static final TlsSigner USUAL =
      new TlsSigner() {
        @Override
        public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) {
          return new byte[1];
        }

        @Override
        public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) {
          return null;
        }
      };

  record Case(KeyType kind, int scheme, String digest) {
    @Override
    public String toString() {
      return kind + " " + SignatureScheme.getName(scheme);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(KeyType.EC_P256, SignatureScheme.ecdsa_secp256r1_sha256, "SHA-256"),
        new Case(KeyType.EC_P256, SignatureScheme.ecdsa_secp521r1_sha512, "SHA-512"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pkcs1_sha256, "SHA-256"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pkcs1_sha384, "SHA-384"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pkcs1_sha512, "SHA-512"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha256, "SHA-256"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha384, "SHA-384"),
        new Case(KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha512, "SHA-512"),
        new Case(KeyType.RSA_2052, SignatureScheme.rsa_pss_rsae_sha256, "SHA-256"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatItSignsTheJdkVerifies(Case each) throws Exception {
    SystemKey key = key(each.kind());
    TlsSigner signer = key.signer(LIGHT, each.scheme(), USUAL);
    assertNotSame(USUAL, signer);
    assertNull(signer.getStreamSigner(algorithm(each.scheme())));
    for (int i = 0; i < 20; i++) {
      assertTrue(verifies(each, sign(signer, each)));
    }
    byte[] bent = sign(signer, each);
    bent[bent.length - 1] ^= 1;
    assertFalse(verifies(each, bent));
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    for (Case each :
        List.of(
            new Case(KeyType.EC_P256, SignatureScheme.ecdsa_secp256r1_sha256, "SHA-256"),
            new Case(KeyType.RSA_2048, SignatureScheme.rsa_pss_rsae_sha256, "SHA-256"))) {
      TlsSigner signer = key(each.kind()).signer(LIGHT, each.scheme(), USUAL);
      List<Future<Boolean>> results = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 100; i++) { // more than workspaces are kept
          results.add(threads.submit(() -> verifies(each, sign(signer, each))));
        }
      }
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
    }
  }

  /** What libcrypto refuses the light API signs: here a hash that is none of its digest. */
  @Test
  void whatItDoesNotSignIsSignedWithoutIt() throws Exception {
    int scheme = SignatureScheme.rsa_pkcs1_sha256;
    TlsSigner signer = key(KeyType.RSA_2048).signer(LIGHT, scheme, USUAL);
    assertEquals(256, signer.generateRawSignature(algorithm(scheme), new byte[31]).length);
  }

  @Test
  void keyThatDoesNotSignForItsCertificateIsDoneWithout() throws Exception {
    for (KeyType kind : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
      PublicKey other = identity("other", kind).certificate().getPublicKey();
      SystemKey key = SystemKey.of(light(identity("system", kind)), other, 0);
      assertSame(USUAL, key.signer(LIGHT, SignatureScheme.ecdsa_secp256r1_sha256, USUAL));
    }
  }

  @Test
  void isDoneWithoutBeforeItPays() throws Exception {
    library();
    Identity identity = identity("system", KeyType.EC_P256);
    SystemKey key = SystemKey.of(light(identity), identity.certificate().getPublicKey(), 2);
    int scheme = SignatureScheme.ecdsa_secp256r1_sha256;
    assertSame(USUAL, key.signer(LIGHT, scheme, USUAL));
    assertSame(USUAL, key.signer(LIGHT, scheme, USUAL));
    assertNotSame(USUAL, key.signer(LIGHT, scheme, USUAL));
  }

  /** It is slower with these, has no bits of them, or is not let loose on them. */
  @Test
  void otherKeysAreNotForIt() throws Exception {
    for (KeyType kind :
        List.of(KeyType.EC_P384, KeyType.EC_P521, KeyType.ED25519, KeyType.RSA_PSS_2048)) {
      Identity identity = identity("system", kind);
      assertNull(SystemKey.of(light(identity), identity.certificate().getPublicKey(), 0));
    }
    PublicKey any = identity("system", KeyType.EC_P256).certificate().getPublicKey();
    assertNull(SystemKey.of(null, any, 0));
  }

  private static void library() {
    assumeTrue(
        Libcrypto.shared().isPresent(),
        "libcrypto.so.3 cannot be called: it takes Java 22, Linux and --enable-native-access");
  }

  private static SystemKey key(KeyType kind) throws IOException {
    library();
    Identity identity = identity("system", kind);
    SystemKey key = SystemKey.of(light(identity), identity.certificate().getPublicKey(), 0);
    assertNotNull(key);
    return key;
  }

  private static Identity identity(String name, KeyType kind) {
    return TestCerts.make(name).key(kind).build();
  }

  private static AsymmetricKeyParameter light(Identity identity) throws IOException {
    return PrivateKeyFactory.createKey(identity.key().getEncoded());
  }

  private static SignatureAndHashAlgorithm algorithm(int scheme) {
    return SignatureScheme.getSignatureAndHashAlgorithm(scheme);
  }

  private static byte[] sign(TlsSigner signer, Case each) throws Exception {
    byte[] hash = MessageDigest.getInstance(each.digest()).digest(MESSAGE);
    return signer.generateRawSignature(algorithm(each.scheme()), hash);
  }

  private static boolean verifies(Case each, byte[] value) throws Exception {
    boolean pss = SignatureScheme.isRSAPSS(each.scheme());
    String digest = each.digest().replace("-", "");
    String algorithm = each.kind() == KeyType.EC_P256 ? "ECDSA" : "RSA";
    Signature jdk = Signature.getInstance(pss ? "RSASSA-PSS" : digest + "with" + algorithm);
    if (pss) {
      int salt = Integer.parseInt(digest.substring("SHA".length())) / 8;
      var mask = new MGF1ParameterSpec(each.digest());
      jdk.setParameter(new PSSParameterSpec(each.digest(), "MGF1", mask, salt, 1));
    }
    jdk.initVerify(identity("system", each.kind()).certificate());
    jdk.update(MESSAGE);
    return jdk.verify(value);
  }
}
