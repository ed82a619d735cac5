package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.math.BigInteger;
import java.net.Socket;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trust manager by itself, beside the JDK's. */
class HeddleTrustManagerTest {

  private static final Provider HEDDLE = new HeddleProvider();
  private static final Identity ROOT = TestCerts.root();
  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);

  private static X509ExtendedTrustManager manager(Provider provider) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
    factory.init(ROOT.trustStore());
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static X509Certificate[] chain(Identity identity) {
    return identity.chain().toArray(X509Certificate[]::new);
  }

  private static TestCerts.Maker host() {
    return TestCerts.make("localhost").dns("localhost").by(ROOT);
  }

  static Stream<Identity> refused() {
    return Stream.of(
        TestCerts.make("stranger").dns("localhost").build(),
        host().expired().build(),
        host().notYetValid().build(),
        host().purpose(KeyPurposeId.id_kp_clientAuth).build(),
        TestCerts.make("below a leaf").dns("localhost").by(SERVER).build());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatTheJdkRefusesIsRefusedInWords(Identity identity) throws Exception {
    for (Provider provider : new Provider[] {HEDDLE, Security.getProvider("SunJSSE")}) {
      X509ExtendedTrustManager manager = manager(provider);
      CertificateException refused =
          assertThrows(
              CertificateException.class,
              () -> manager.checkServerTrusted(chain(identity), "ECDHE_ECDSA"));
      if (provider == HEDDLE) {
        assertTrue(refused.getMessage().contains("X509_V_ERR_"), refused.getMessage());
        assertInstanceOf(CertPathValidatorException.class, refused.getCause());
      }
    }
  }

  @Test
  void theReasonIsThereForOtherProviders() throws Exception {
    CertificateException expired =
        assertThrows(
            CertificateException.class,
            () ->
                manager(HEDDLE).checkServerTrusted(chain(host().expired().build()), "ECDHE_ECDSA"));
    CertPathValidatorException cause =
        assertInstanceOf(CertPathValidatorException.class, expired.getCause());
    assertEquals(BasicReason.EXPIRED, cause.getReason());
  }

  @Test
  void whatIsGoodPassesInEveryWayOfAsking() throws Exception {
    X509ExtendedTrustManager manager = manager(HEDDLE);
    manager.checkServerTrusted(chain(SERVER), "ECDHE_ECDSA");
    manager.checkServerTrusted(chain(SERVER), "UNKNOWN", (Socket) null);
    manager.checkServerTrusted(chain(SERVER), "UNKNOWN", (SSLEngine) null);
    try (Socket plain = new Socket()) {
      manager.checkServerTrusted(chain(SERVER), "UNKNOWN", plain);
    }
    manager.checkClientTrusted(chain(TestCerts.client(KeyType.EC_P256)), "EC");
    assertArrayEquals(new X509Certificate[] {ROOT.certificate()}, manager.getAcceptedIssuers());
    assertThrows(CertificateException.class, () -> manager.checkClientTrusted(chain(SERVER), "EC"));
  }

  @Test
  void nullsAreRefusedAsByTheJdk() throws Exception {
    for (Provider provider : new Provider[] {HEDDLE, Security.getProvider("SunJSSE")}) {
      X509ExtendedTrustManager manager = manager(provider);
      assertThrows(IllegalArgumentException.class, () -> manager.checkServerTrusted(null, "RSA"));
      assertThrows(
          IllegalArgumentException.class,
          () -> manager.checkServerTrusted(new X509Certificate[0], "RSA"));
      assertThrows(
          IllegalArgumentException.class, () -> manager.checkServerTrusted(chain(SERVER), null));
      assertThrows(
          IllegalArgumentException.class, () -> manager.checkClientTrusted(chain(SERVER), ""));
    }
  }

  private static TrustManagerFactory factory(String name, Consumer<PKIXBuilderParameters> set)
      throws Exception {
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(
            Set.of(new TrustAnchor(ROOT.certificate(), null)), new X509CertSelector());
    parameters.setRevocationEnabled(false);
    set.accept(parameters);
    TrustManagerFactory factory = TrustManagerFactory.getInstance(name, HEDDLE);
    factory.init(new CertPathTrustManagerParameters(parameters));
    return factory;
  }

  @Test
  void anchorsDatesAndLengthsAreTakenFromParameters() throws Exception {
    X509ExtendedTrustManager manager =
        (X509ExtendedTrustManager) factory("Heddle", p -> {}).getTrustManagers()[0];
    manager.checkServerTrusted(chain(SERVER), "UNKNOWN");
    X509ExtendedTrustManager later =
        (X509ExtendedTrustManager)
            factory("Heddle", p -> p.setDate(Date.from(Instant.parse("2099-01-01T00:00:00Z"))))
                .getTrustManagers()[0];
    assertThrows(
        CertificateException.class, () -> later.checkServerTrusted(chain(SERVER), "UNKNOWN"));
    Identity middle = TestCerts.make("middle").ca().by(ROOT).build();
    Identity below = TestCerts.make("localhost").dns("localhost").by(middle).build();
    manager.checkServerTrusted(chain(below), "UNKNOWN");
    X509ExtendedTrustManager flat =
        (X509ExtendedTrustManager)
            factory("Heddle", p -> p.setMaxPathLength(0)).getTrustManagers()[0];
    flat.checkServerTrusted(chain(SERVER), "UNKNOWN");
    assertThrows(
        CertificateException.class, () -> flat.checkServerTrusted(chain(below), "UNKNOWN"));
  }

  static Stream<Consumer<PKIXBuilderParameters>> beyondUs() {
    return Stream.of(
        p -> p.setRevocationEnabled(true),
        p -> p.setExplicitPolicyRequired(true),
        p -> p.setInitialPolicies(Set.of("1.2.3")),
        p -> p.setSigProvider("SunRsaSign"),
        p -> {
          X509CertSelector one = new X509CertSelector();
          one.setSerialNumber(BigInteger.ONE);
          p.setTargetCertConstraints(one);
        });
  }

  /** By its own name it is refused, and by the common one another provider does it. */
  @ParameterizedTest
  @MethodSource("beyondUs")
  void whatIsBeyondUsIsNeverPassedOver(Consumer<PKIXBuilderParameters> set) throws Exception {
    String text =
        assertThrows(InvalidAlgorithmParameterException.class, () -> factory("Heddle", set))
            .getMessage();
    assertTrue(text.contains("not supported"), text);
    assertEquals(
        "sun.security.ssl.X509TrustManagerImpl",
        factory("PKIX", set).getTrustManagers()[0].getClass().getName());
  }

  @Test
  void aKeysOwnCertificateIsTrustedAsByTheJdk() throws Exception {
    Identity self = TestCerts.make("localhost").dns("localhost").build();
    KeyStore store = self.keyStore("secret".toCharArray());
    for (Provider provider : new Provider[] {HEDDLE, Security.getProvider("SunJSSE")}) {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
      factory.init(store);
      X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
      assertDoesNotThrow(() -> manager.checkServerTrusted(chain(self), "UNKNOWN"));
    }
  }
}
