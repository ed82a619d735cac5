package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.ConfigException;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.security.CryptoPrimitive;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Security properties, and what they take away. */
class DisabledAlgorithmsTest {

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private static DisabledAlgorithms tls(String text) {
    return DisabledAlgorithms.of(text, "", "");
  }

  private static Constrained constrained(DisabledAlgorithms disabled) {
    return new Constrained(disabled, null);
  }

  @Test
  void theJdksOwnTakeNothingOfTheDefaultsAway() {
    DisabledAlgorithms jdk = DisabledAlgorithms.now();
    Constrained now = constrained(jdk);
    for (TlsVersion version : TlsVersion.values()) {
      assertTrue(now.permitsProtocol(version.openSslName()));
    }
    for (CipherSuite suite : CipherSuite.values()) {
      assertEquals(!suite.ianaName().startsWith("TLS_RSA_"), now.permits(suite), suite::toString);
    }
    for (NamedGroup group : NamedGroup.values()) {
      assertTrue(now.permits(group), group::toString);
    }
    for (SignatureScheme scheme : SignatureScheme.values()) {
      assertTrue(now.permits(scheme), scheme::toString);
    }
    assertNull(ChainConstraints.of(jdk, jdk, true, NOW), "no second look at paths");
    assertSame(jdk, DisabledAlgorithms.now());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLSv1.2                 | TLSv1.2
          TLS_AES_128_GCM_SHA256  | TLS_AES_128_GCM_SHA256
          tls_aes_128_gcm_sha256  | TLS_AES_128_GCM_SHA256
          AES_128_GCM             | TLS_AES_128_GCM_SHA256
          AES                     | TLS_AES_256_GCM_SHA384
          GCM                     | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          ChaCha20-Poly1305       | TLS_CHACHA20_POLY1305_SHA256
          CBC                     | TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
          HmacSHA1                | TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
          SHA1                    | TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
          SHA-384                 | TLS_AES_256_GCM_SHA384
          ECDHE                   | TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
          ECDHE_RSA               | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          ECDSA                   | TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
          DiffieHellman           | TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
          DHE                     | TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
          TLS_ECDHE_*             | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          TLS_*_CBC_*             | TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
          x25519                  | x25519
          X25519                  | X25519MLKEM768
          ML-KEM                  | X25519MLKEM768
          XDH                     | x448
          EC                      | secp521r1
          NIST P-256              | secp256r1
          1.2.840.10045.3.1.7     | secp256r1
          EC keySize < 300        | secp256r1
          DH keySize <= 2048      | ffdhe2048
          rsa_pkcs1_sha256        | rsa_pkcs1_sha256
          SHA256withRSA           | rsa_pkcs1_sha256
          SHA256                  | ecdsa_secp256r1_sha256
          RSASSA-PSS              | rsa_pss_rsae_sha256
          RSA                     | rsa_pss_rsae_sha512
          EdDSA                   | ed25519
          Ed448                   | ed448
          ed25519 usage HandshakeSignature | ed25519
          rsa_pkcs1_sha256 usage Whatever  | rsa_pkcs1_sha256
          secp256r1 someday moon  | secp256r1
          include jdk.disabled.namedCurves | secp384r1
          Include  jdk.disabled.namedCurves | secp384r1
          """)
  void anEntryTakesAway(String entry, String taken) {
    DisabledAlgorithms disabled = DisabledAlgorithms.of(entry, "", "secp384r1");
    assertFalse(permits(disabled, taken));
    assertTrue(permits(DisabledAlgorithms.of("", "", "secp384r1"), taken));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RSA keySize < 4096      | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          ECDH                    | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          EC keySize < 256        | secp256r1
          DH keySize < 2048       | ffdhe2048
          EC                      | x25519
          SHA1                    | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
          SHA256 usage SignedJAR  | ecdsa_secp256r1_sha256
          rsa_pkcs1_sha256 usage CertificateSignature | rsa_pkcs1_sha256
          SHA256 jdkCA            | TLS_AES_128_GCM_SHA256
          SHA256 denyAfter 2019-01-01 | TLS_AES_128_GCM_SHA256
          """)
  void anEntryLeaves(String entry, String left) {
    assertTrue(permits(tls(entry), left));
  }

  @Test
  void ofASuiteChainsHaveOnlyTheKeyExchange() {
    CipherSuite suite = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA;
    for (String name : List.of("AES", "SHA1", "CBC")) {
      assertTrue(constrained(DisabledAlgorithms.of("", name, "")).permits(suite), name);
    }
    assertFalse(constrained(DisabledAlgorithms.of("", "RSA", "")).permits(suite));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA keySize 1024",
        "RSA keySize < many",
        "RSA keySize <",
        "SHA1 usage",
        "SHA1 jdkCA & usage",
        "include",
        "include jdk.other.namedCurves",
        "SHA1 denyAfter yesterday",
        "SHA1 denyAfter 2026-02-31"
      })
  void whatCannotBeReadIsAnErrorThatNamesIt(String entry) {
    String text =
        assertThrows(ConfigException.class, () -> DisabledAlgorithms.of("", "MD5, " + entry, ""))
            .getMessage();
    assertTrue(text.contains(entry) && text.contains("jdk.certpath.disabledAlgorithms"), text);
  }

  /** Entries for paths of P-256 leaf and root, RSA leaf under the same root. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EC keySize < 384                  | EC_P256  | true
          EC keySize < 256                  | EC_P256  | false
          RSA keySize < 3072                | RSA_2048 | true
          RSA keySize < 3072                | EC_P256  | false
          RSA keySize == 2048               | RSA_2048 | true
          RSA keySize != 2048               | RSA_2048 | false
          RSA keySize >= 2048               | RSA_2048 | true
          RSA keySize > 2048                | RSA_2048 | false
          SHA256                            | EC_P256  | true
          SHA-256                           | EC_P256  | true
          SHA512                            | EC_P256  | false
          SHA256withECDSA                   | EC_P256  | true
          secp256r1                         | EC_P256  | true
          ecdsa_secp256r1_sha256 usage CertificateSignature | EC_P256 | true
          ecdsa_secp256r1_sha256 usage HandshakeSignature   | EC_P256 | false
          SHA256 usage TLSServer            | EC_P256  | true
          SHA256 usage TLSClient            | EC_P256  | false
          SHA256 usage SignedJAR            | EC_P256  | false
          SHA256 usage Unheard              | EC_P256  | true
          SHA256 unheard                    | EC_P256  | true
          SHA256 denyAfter 2025-12-31       | EC_P256  | true
          SHA256 denyAfter 2026-01-02       | EC_P256  | false
          SHA256 jdkCA                      | EC_P256  | false
          SHA256 jdkCA & usage TLSServer    | EC_P256  | false
          SHA256 usage TLSServer & denyAfter 2026-01-02 | EC_P256 | false
          SHA256 usage TLSServer & denyAfter 2026-01-01 | EC_P256 | true
          """)
  void pathsAreJudged(String entry, KeyType type, boolean refused) {
    Identity leaf = TestCerts.localhost(type);
    List<X509Certificate> path = new ArrayList<>(leaf.chain());
    if (!path.contains(TestCerts.root().certificate())) {
      path.add(TestCerts.root().certificate());
    }
    for (DisabledAlgorithms disabled :
        List.of(DisabledAlgorithms.of(entry, "", ""), DisabledAlgorithms.of("", entry, ""))) {
      ChainConstraints constraints = ChainConstraints.of(disabled, null, true, NOW);
      if (refused) {
        String text =
            assertThrows(CertificateException.class, () -> constraints.check(path)).getMessage();
        assertTrue(text.contains("disabled"), text);
      } else if (constraints != null) {
        assertDoesNotThrow(() -> constraints.check(path));
      }
    }
  }

  @Test
  void anAuthorityOfTheJdkIsOne() throws Exception {
    X509Certificate shipped = Trust.system().anchors().stream().findFirst().orElseThrow();
    ChainConstraints constraints = ChainConstraints.of(tls("RSA jdkCA, EC jdkCA"), null, true, NOW);
    assertNotNull(constraints);
    assertThrows(CertificateException.class, () -> constraints.check(List.of(shipped)));
  }

  @Test
  void keysAreJudged() {
    DisabledAlgorithms disabled = tls("RSA keySize < 3072, secp256r1");
    EnumSet<CryptoPrimitive> use = EnumSet.of(CryptoPrimitive.SIGNATURE);
    assertFalse(disabled.permits(use, TestCerts.localhost(KeyType.RSA_2048).key()));
    assertFalse(disabled.permits(use, TestCerts.localhost(KeyType.EC_P256).key()));
    assertTrue(disabled.permits(use, TestCerts.localhost(KeyType.EC_P384).key()));
    assertTrue(disabled.permits(use, TestCerts.localhost(KeyType.ED25519).key()));
  }

  private static boolean permits(DisabledAlgorithms disabled, String name) {
    return disabled.permits(Set.of(CryptoPrimitive.KEY_AGREEMENT), name, null);
  }
}
