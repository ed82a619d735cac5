package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsKemConfig;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JceTlsSecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routing, against BouncyCastle's own crypto and against the JDK. */
class CryptoTest {

  private static final Crypto OURS = Crypto.shared();
  private static final TlsCrypto THEIRS = new BcTlsCrypto(new SecureRandom());

  static Stream<Integer> groups() {
    return IntStream.of(
            NamedGroup.x25519,
            NamedGroup.x448,
            NamedGroup.secp256r1,
            NamedGroup.secp384r1,
            NamedGroup.secp521r1,
            NamedGroup.ffdhe2048,
            NamedGroup.ffdhe3072,
            NamedGroup.MLKEM512,
            NamedGroup.MLKEM768,
            NamedGroup.MLKEM1024)
        .boxed();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void groupAgreesWithTheLightApiInBothRoles(int group) throws IOException {
    assertTrue(OURS.hasNamedGroup(group));
    assertAgreement(agreement(OURS, group, false), agreement(THEIRS, group, true));
    assertAgreement(agreement(THEIRS, group, false), agreement(OURS, group, true));
  }

  private static void assertAgreement(TlsAgreement client, TlsAgreement server) throws IOException {
    server.receivePeerValue(client.generateEphemeral());
    client.receivePeerValue(server.generateEphemeral());
    assertArrayEquals(server.calculateSecret().extract(), client.calculateSecret().extract());
  }

  private static TlsAgreement agreement(TlsCrypto crypto, int group, boolean isServer) {
    if (NamedGroup.refersToASpecificKem(group)) {
      return crypto.createKemDomain(new TlsKemConfig(group, isServer)).createKem();
    }
    return NamedGroup.refersToASpecificFiniteField(group)
        ? crypto.createDHDomain(new TlsDHConfig(group, true)).createDH()
        : crypto.createECDomain(new TlsECConfig(group)).createECDH();
  }

  @Test
  void x25519AgreesWithTheJdk() throws Exception {
    KeyPair jdk = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    byte[] spki = jdk.getPublic().getEncoded();
    TlsAgreement ours = agreement(OURS, NamedGroup.x25519, false);
    byte[] share = ours.generateEphemeral();
    ours.receivePeerValue(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    byte[] peer = spki.clone();
    System.arraycopy(share, 0, peer, spki.length - 32, 32);
    assertArrayEquals(jdkSecret(jdk, "X25519", peer), ours.calculateSecret().extract());
  }

  @ParameterizedTest
  @ValueSource(ints = {NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1})
  void curveAgreesWithTheJdk(int group) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(NamedGroup.getCurveName(group)));
    KeyPair jdk = generator.generateKeyPair();
    byte[] spki = jdk.getPublic().getEncoded();
    TlsAgreement ours = agreement(OURS, group, true);
    byte[] share = ours.generateEphemeral();
    ours.receivePeerValue(Arrays.copyOfRange(spki, spki.length - share.length, spki.length));
    byte[] peer = spki.clone();
    System.arraycopy(share, 0, peer, spki.length - share.length, share.length);
    assertArrayEquals(jdkSecret(jdk, "ECDH", peer), ours.calculateSecret().extract());
  }

  private static byte[] jdkSecret(KeyPair own, String agreement, byte[] peerSpki) throws Exception {
    var factory = KeyFactory.getInstance(agreement.equals("ECDH") ? "EC" : agreement);
    var jdk = KeyAgreement.getInstance(agreement);
    jdk.init(own.getPrivate());
    jdk.doPhase(factory.generatePublic(new X509EncodedKeySpec(peerSpki)), true);
    return jdk.generateSecret();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        NamedGroup.X25519MLKEM768,
        NamedGroup.SecP256r1MLKEM768,
        NamedGroup.SecP384r1MLKEM1024
      })
  void hybridsAreThereOnEveryJdk(int group) {
    assertTrue(TlsUtils.isSupportedNamedGroup(OURS, group));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void malformedShareIsThePeersFault(int group) {
    TlsAgreement server = agreement(OURS, group, true);
    var alert =
        assertThrows(TlsFatalAlert.class, () -> server.receivePeerValue(new byte[] {4, 2, 1}));
    assertEquals(AlertDescription.illegal_parameter, alert.getAlertDescription());
  }

  @Test
  void agreedSecretIsOfTheJdksSide() throws IOException {
    TlsAgreement a = agreement(OURS, NamedGroup.x25519, false);
    TlsAgreement b = agreement(OURS, NamedGroup.x25519, true);
    b.receivePeerValue(a.generateEphemeral());
    a.receivePeerValue(b.generateEphemeral());
    assertSame(JceTlsSecret.class, a.calculateSecret().getClass());
  }

  @Test
  void hybridSecretIsBothAndTheHalvesAreWiped() {
    byte[] first = {1, 2};
    byte[] second = {3, 4, 5};
    TlsSecret both =
        OURS.createHybridSecret(new JceTlsSecret(OURS, first), new JceTlsSecret(OURS, second));
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, both.extract());
    assertArrayEquals(new byte[2], first);
    assertArrayEquals(new byte[3], second);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {CryptoHashAlgorithm.sha256, CryptoHashAlgorithm.sha384, CryptoHashAlgorithm.sha512})
  void hashAndHkdfAgreeWithTheLightApi(int hash) {
    byte[] data = "four threads through one eye".getBytes();
    var ours = OURS.createHash(hash);
    var theirs = THEIRS.createHash(hash);
    ours.update(data, 0, data.length);
    theirs.update(data, 0, data.length);
    assertArrayEquals(theirs.calculateHash(), ours.calculateHash());
    assertArrayEquals(expanded(THEIRS, hash, data), expanded(OURS, hash, data));
  }

  private static byte[] expanded(TlsCrypto crypto, int hash, byte[] info) {
    TlsSecret early = crypto.hkdfInit(hash).hkdfExtract(hash, crypto.createSecret(info));
    return early.hkdfExpand(hash, info, 77).extract();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_AES_128_CCM_SHA256,
        CipherSuite.TLS_AES_128_CCM_8_SHA256
      })
  void suiteIsOffered(int suite) {
    assertTrue(TlsUtils.isSupportedCipherSuite(OURS, suite));
  }

  @Test
  void noncesHaveTheLengthAskedForAndDiffer() {
    var nonces = OURS.createNonceGenerator(new byte[16]);
    byte[] first = nonces.generateNonce(32);
    assertEquals(32, first.length);
    assertFalse(Arrays.equals(first, nonces.generateNonce(32)));
  }

  /** A fixed source of randomness makes everything that is drawn repeatable. */
  @Test
  void sourceOfRandomnessIsTheOneGiven() throws IOException {
    byte[] first =
        agreement(Crypto.create(new Counting()), NamedGroup.x25519, false).generateEphemeral();
    byte[] second =
        agreement(Crypto.create(new Counting()), NamedGroup.x25519, false).generateEphemeral();
    assertArrayEquals(first, second);
    assertArrayEquals(
        Crypto.create(new Counting()).createNonceGenerator(new byte[1]).generateNonce(8),
        Crypto.create(new Counting()).createNonceGenerator(new byte[2]).generateNonce(8));
  }

  private static final class Counting extends SecureRandom {
    private static final long serialVersionUID = 1;
    private byte next;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = next++;
      }
    }
  }

  @Test
  void certificateIsParsedOnceByTheJdk() throws Exception {
    byte[] der = TestCerts.localhost(KeyType.EC_P256).certificate().getEncoded();
    var once = new Certificate(new TlsCertificate[] {OURS.createCertificate(der)});
    var again =
        new Certificate(
            new TlsCertificate[] {OURS.createCertificate(CertificateType.X509, der.clone())});
    assertSame(Crypto.x509Chain(once).getFirst(), Crypto.x509Chain(again).getFirst());
    assertArrayEquals(der, Crypto.x509Chain(once).getFirst().getEncoded());
  }

  @Test
  void chainOfAnotherCryptoIsConverted() throws Exception {
    var certificate = TestCerts.localhost(KeyType.ED25519).certificate();
    var chain =
        new Certificate(new TlsCertificate[] {THEIRS.createCertificate(certificate.getEncoded())});
    assertEquals(List.of(certificate), Crypto.x509Chain(chain));
  }

  @Test
  void onlyDerIsACertificate() throws Exception {
    byte[] der = TestCerts.localhost(KeyType.EC_P256).certificate().getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE-----\n";
    for (byte[] bad :
        List.of(
            pem.getBytes(),
            Base64.getEncoder().encode(der),
            Arrays.copyOf(der, der.length + 1),
            Arrays.copyOf(der, der.length - 1),
            new byte[] {0x30, 0x00},
            new byte[] {0x30, (byte) 0x80, 0, 0},
            HexFormat.of().parseHex("308480000000"),
            new byte[0])) {
      var alert = assertThrows(TlsFatalAlert.class, () -> OURS.createCertificate(bad));
      assertEquals(AlertDescription.bad_certificate, alert.getAlertDescription());
    }
    var raw =
        assertThrows(
            TlsFatalAlert.class, () -> OURS.createCertificate(CertificateType.RawPublicKey, der));
    assertEquals(AlertDescription.unsupported_certificate, raw.getAlertDescription());
  }

  /** An application that puts BouncyCastle first must not slow our records or split the cache. */
  @Test
  void jdkIsUsedWhateverIsRegisteredFirst() throws Exception {
    var provider = new BouncyCastleProvider();
    Security.insertProviderAt(provider, 1);
    try {
      var jdk = new JdkFirst();
      assertEquals("SunJCE", jdk.createCipher("AES/GCM/NoPadding").getProvider().getName());
      assertEquals("SunJCE", jdk.createMac("HmacSHA256").getProvider().getName());
      assertEquals("SUN", jdk.createMessageDigest("SHA-256").getProvider().getName());
      assertEquals("SUN", jdk.createCertificateFactory("X.509").getProvider().getName());
      assertEquals("SunRsaSign", jdk.createRsaSignature("SHA256WITHRSA").getProvider().getName());
      assertEquals("BC", jdk.createCipher("Camellia/CBC/NoPadding").getProvider().getName());
    } finally {
      Security.removeProvider(provider.getName());
    }
  }
}
