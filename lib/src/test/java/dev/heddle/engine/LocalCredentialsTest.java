package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Credentials;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.Token;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each signature scheme, both ways, against {@link Signature} of the JDK. */
class LocalCredentialsTest {

  private static final byte[] MESSAGE = "warp and weft".getBytes();
  private static final Crypto CRYPTO = Crypto.shared();

  record Case(KeyType kind, boolean isTls13, int scheme) {
    @Override
    public String toString() {
      return kind + (isTls13 ? " 1.3 " : " 1.2 ") + SignatureScheme.getName(scheme);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
            KeyType.EC_P256,
            KeyType.EC_P384,
            KeyType.EC_P521,
            KeyType.ED25519,
            KeyType.ED448,
            KeyType.RSA_2048,
            KeyType.RSA_PSS_2048)
        .flatMap(
            kind ->
                Stream.of(false, true)
                    .flatMap(
                        isTls13 ->
                            credentials(kind).algorithms(isTls13).stream()
                                .map(a -> new Case(kind, isTls13, SignatureScheme.from(a)))));
  }

  @Test
  void everyKindHasItsSchemes() {
    assertSchemes(KeyType.EC_P256, true, SignatureScheme.ecdsa_secp256r1_sha256);
    assertSchemes(
        KeyType.EC_P384,
        false,
        SignatureScheme.ecdsa_secp384r1_sha384,
        SignatureScheme.ecdsa_secp256r1_sha256,
        SignatureScheme.ecdsa_secp521r1_sha512);
    assertSchemes(KeyType.ED448, false, SignatureScheme.ed448);
    assertSchemes(
        KeyType.RSA_2048,
        true,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pss_rsae_sha384,
        SignatureScheme.rsa_pss_rsae_sha512);
    assertSchemes(
        KeyType.RSA_PSS_2048,
        false,
        SignatureScheme.rsa_pss_pss_sha256,
        SignatureScheme.rsa_pss_pss_sha384,
        SignatureScheme.rsa_pss_pss_sha512);
    assertEquals(6, credentials(KeyType.RSA_2048).algorithms(false).size());
    assertTrue(credentials(KeyType.RSA_2048).hasRsaEncryption());
    assertFalse(credentials(KeyType.RSA_PSS_2048).hasRsaEncryption());
  }

  private static void assertSchemes(KeyType kind, boolean isTls13, Integer... schemes) {
    assertEquals(
        List.of(schemes),
        credentials(kind).algorithms(isTls13).stream().map(SignatureScheme::from).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatWeSignTheJdkVerifies(Case each) throws Exception {
    byte[] value = sign(credentials(each.kind()), each);
    Signature jdk = jdk(each.scheme());
    jdk.initVerify(TestCerts.localhost(each.kind()).certificate());
    jdk.update(MESSAGE);
    assertTrue(jdk.verify(value));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheJdkSignsWeVerify(Case each) throws Exception {
    Signature jdk = jdk(each.scheme());
    jdk.initSign(TestCerts.localhost(each.kind()).key());
    jdk.update(MESSAGE);
    byte[] value = jdk.sign();
    assertTrue(verify(each, value));
    value[value.length - 1] ^= 1;
    assertFalse(verify(each, value));
    assertFalse(verify(each, new byte[] {1, 2, 3}));
  }

  private static boolean verify(Case each, byte[] value) throws Exception {
    TlsCertificate certificate =
        CRYPTO.createCertificate(TestCerts.localhost(each.kind()).certificate().getEncoded());
    SignatureAndHashAlgorithm algorithm =
        SignatureScheme.getSignatureAndHashAlgorithm(each.scheme());
    assertTrue(certificate.supportsSignatureAlgorithm(algorithm.getSignature()));
    if (each.isTls13()) {
      var verifier = certificate.createVerifier(each.scheme());
      verifier.getOutputStream().write(MESSAGE);
      return verifier.verifySignature(value);
    }
    var verifier = certificate.createVerifier(algorithm.getSignature());
    var signed = new DigitallySigned(algorithm, value);
    var stream = verifier.getStreamVerifier(signed);
    if (stream != null) {
      stream.getOutputStream().write(MESSAGE);
      return stream.isVerified();
    }
    return verifier.verifyRawSignature(signed, digest(each.scheme()).digest(MESSAGE));
  }

  /** RFC 8446, 4.2.3: a scheme of 1.3 names its curve. */
  @Test
  void schemeOfAnotherCurveIsRefusedInTls13() throws Exception {
    TlsCertificate p384 =
        CRYPTO.createCertificate(TestCerts.localhost(KeyType.EC_P384).certificate().getEncoded());
    var alert =
        assertThrows(
            TlsFatalAlert.class, () -> p384.createVerifier(SignatureScheme.ecdsa_secp256r1_sha256));
    assertEquals(AlertDescription.illegal_parameter, alert.getAlertDescription());
  }

  @Test
  void schemeOfAnotherKeyIsRefused() throws Exception {
    TlsCertificate rsa =
        CRYPTO.createCertificate(TestCerts.localhost(KeyType.RSA_2048).certificate().getEncoded());
    for (int scheme : List.of(SignatureScheme.ed25519, SignatureScheme.ecdsa_secp256r1_sha256)) {
      assertThrows(TlsFatalAlert.class, () -> rsa.createVerifier(scheme));
    }
  }

  @Test
  void keyWithoutEncodingSignsThroughItsOwnProvider() throws Exception {
    try (Token token = Token.install()) {
      for (KeyType kind : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
        var real = TestCerts.localhost(kind);
        var sealed = token.seal(real.key());
        var credentials = LocalCredentials.of(CRYPTO, Credentials.of(sealed, real.chain()));
        for (var algorithm : credentials.algorithms(true)) {
          int before = token.signed();
          var each = new Case(kind, true, SignatureScheme.from(algorithm));
          assertTrue(verify(each, sign(credentials, each)), each.toString());
          assertEquals(before + 1, token.signed());
        }
      }
    }
  }

  private static byte[] sign(LocalCredentials credentials, Case each) throws Exception {
    var parameters =
        new TlsCryptoParameters(null) {
          @Override
          public ProtocolVersion getServerVersion() {
            return each.isTls13() ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
          }
        };
    TlsCredentialedSigner signer =
        credentials.signer(parameters, SignatureScheme.getSignatureAndHashAlgorithm(each.scheme()));
    assertEquals(each.isTls13(), signer.getCertificate().getCertificateRequestContext() != null);
    TlsStreamSigner stream = signer.getStreamSigner();
    if (stream == null) {
      return signer.generateRawSignature(digest(each.scheme()).digest(MESSAGE));
    }
    stream.getOutputStream().write(MESSAGE);
    return stream.getSignature();
  }

  private static MessageDigest digest(int scheme) throws Exception {
    return MessageDigest.getInstance("SHA-" + bits(scheme));
  }

  private static int bits(int scheme) {
    return Integer.parseInt(SignatureScheme.getName(scheme).replaceAll(".*sha", ""));
  }

  private static Signature jdk(int scheme) throws Exception {
    String name = SignatureScheme.getName(scheme);
    if (name.startsWith("ed")) {
      return Signature.getInstance(name);
    }
    if (name.startsWith("rsa_pss")) {
      var pss = Signature.getInstance("RSASSA-PSS");
      String digest = "SHA-" + bits(scheme);
      pss.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), bits(scheme) / 8, 1));
      return pss;
    }
    return Signature.getInstance(
        "SHA" + bits(scheme) + (name.startsWith("rsa") ? "withRSA" : "withECDSA"));
  }

  private static LocalCredentials credentials(KeyType kind) {
    var identity = TestCerts.localhost(kind);
    return LocalCredentials.of(CRYPTO, Credentials.of(identity.key(), identity.chain()));
  }
}
