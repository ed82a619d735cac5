package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.jsse.Talk.Face;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestOcsp;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust managers see what SunJSSE shows them, and their word counts. */
class TrustBridgeTest {

  private static Consumer<SSLSocket> speaking(String protocol) {
    return socket -> socket.setEnabledProtocols(new String[] {protocol});
  }

  private static Consumer<SSLSocket> set(Consumer<SSLParameters> change) {
    return socket -> {
      SSLParameters parameters = socket.getSSLParameters();
      change.accept(parameters);
      socket.setSSLParameters(parameters);
    };
  }

  private static Consumer<SSLSocket> identifying(String algorithm) {
    return set(parameters -> parameters.setEndpointIdentificationAlgorithm(algorithm));
  }

  private static SSLContext server(Identity identity) {
    return Face.SUN.context(Talk.keys("SunX509", identity), new Recorder().trust());
  }

  static Stream<Arguments> serversKeys() {
    return Stream.of(
        Arguments.of(KeyType.EC_P256, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        Arguments.of(KeyType.ED25519, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        Arguments.of(KeyType.RSA_2048, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        Arguments.of(KeyType.RSA_PSS_2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        Arguments.of(KeyType.RSA_2048, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
        Arguments.of(KeyType.EC_P256, "TLS_AES_128_GCM_SHA256"),
        Arguments.of(KeyType.RSA_2048, "TLS_AES_256_GCM_SHA384"));
  }

  @ParameterizedTest
  @MethodSource("serversKeys")
  void serversAreShownAsTheJdkShowsThem(KeyType key, String suite) throws Exception {
    List<String> suns = seenOfServer(Face.SUN, key, suite);
    assertEquals(1, suns.size());
    assertEquals(suns, seenOfServer(Face.HEDDLE, key, suite));
  }

  private static List<String> seenOfServer(Face face, KeyType key, String suite) throws Exception {
    Recorder seen = new Recorder();
    Consumer<SSLSocket> setUp =
        socket -> {
          String protocol = suite.contains("_WITH_") ? "TLSv1.2" : "TLSv1.3";
          socket.setEnabledProtocols(new String[] {protocol});
          socket.setEnabledCipherSuites(new String[] {suite});
        };
    // The JDK asks for no name without a dot by itself.
    Consumer<SSLSocket> asking =
        set(
            p -> {
              p.setServerNames(List.of(new SNIHostName("a.test")));
              p.setNamedGroups(new String[] {"x25519", "secp256r1", "ffdhe2048"});
            });
    SSLContext client = face.context(null, seen.trust());
    Talk talk =
        Talk.between(client, setUp.andThen(asking), server(TestCerts.localhost(key)), setUp).well();
    assertEquals(TestCerts.localhost(key).certificate(), Talk.peer(talk.client));
    assertNotNull(seen.session);
    assertEquals(suite, seen.session.getCipherSuite());
    assertEquals(talk.client.getProtocol(), seen.session.getProtocol());
    assertEquals("localhost", seen.session.getPeerHost());
    assertEquals(talk.client.getPeerPort(), seen.session.getPeerPort());
    assertEquals(List.of(new SNIHostName("a.test")), seen.session.getRequestedServerNames());
    return seen.asked;
  }

  @ParameterizedTest
  @EnumSource
  void managerSeesTheServersStaple(TlsVersion version) throws Exception {
    Identity own = TestCerts.localhost(KeyType.EC_P256);
    byte[] staple = TestOcsp.about(own.certificate(), TestCerts.root()).build();
    Recorder seen = new Recorder();
    SSLContext context = Face.HEDDLE.context(null, seen.trust());
    SslContext serving =
        Ends.server(KeyType.EC_P256, version)
            .credentials(Ends.credentials(own).withOcspResponse(staple))
            .build();
    try (Sockets sockets = Sockets.open();
        Ssl server = serving.newSsl();
        SSLSocket client =
            (SSLSocket)
                context.getSocketFactory().createSocket(sockets.one(), "localhost", 1, false)) {
      server.setSocket(sockets.other());
      FutureTask<Integer> accepting = Ends.virtually(server::accept);
      client.startHandshake();
      assertEquals(1, Ends.await(accepting));
    }
    assertEquals(1, seen.session.getStatusResponses().size());
    assertArrayEquals(staple, seen.session.getStatusResponses().getFirst());
  }

  static Stream<Arguments> clientsKeys() {
    return Stream.of(KeyType.EC_P256, KeyType.RSA_2048, KeyType.RSA_PSS_2048, KeyType.ED25519)
        .flatMap(
            key -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(key, protocol)));
  }

  @ParameterizedTest
  @MethodSource("clientsKeys")
  void clientsAreShownAsTheJdkShowsThem(KeyType key, String protocol) throws Exception {
    List<String> suns = seenOfClient(Face.SUN, key, protocol);
    assertEquals(1, suns.size());
    assertEquals(suns, seenOfClient(Face.HEDDLE, key, protocol));
  }

  private static List<String> seenOfClient(Face face, KeyType key, String protocol)
      throws Exception {
    Recorder seen = new Recorder();
    SSLContext server =
        face.context(
            Talk.keys("SunX509", TestCerts.localhost(KeyType.RSA_2048)),
            seen.trust(TestCerts.root().certificate()));
    SSLContext client =
        Face.SUN.context(Talk.keys("SunX509", TestCerts.client(key)), new Recorder().trust());
    Talk talk =
        Talk.between(
                client,
                speaking(protocol),
                server,
                speaking(protocol).andThen(socket -> socket.setNeedClientAuth(true)))
            .well();
    assertEquals(TestCerts.client(key).certificate(), Talk.peer(talk.server));
    assertNotNull(seen.session);
    return seen.asked;
  }

  /** The same failure, and the same alert, for the same reason. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refusalIsAHandshakeExceptionWithTheReasonInside(String protocol) throws Exception {
    Identity expired =
        TestCerts.make("localhost").dns("localhost").expired().by(TestCerts.root()).build();
    for (Identity shown : List.of(expired, TestCerts.make("localhost").dns("localhost").build())) {
      String alert = null;
      for (Face face : Face.values()) {
        SSLContext client = face.context(null, pkix());
        Talk talk = Talk.between(client, speaking(protocol), server(shown), speaking(protocol));
        SSLHandshakeException failed =
            assertInstanceOf(SSLHandshakeException.class, talk.clientFailed);
        assertTrue(
            Stream.<Throwable>iterate(failed, t -> t != null, Throwable::getCause)
                .anyMatch(t -> t instanceof CertificateException),
            failed::toString);
        String told = talk.serverFailed.getMessage();
        assertTrue(told.startsWith("(certificate_") || told.contains("certificate_"), told);
        assertEquals(alert == null ? told : alert, told);
        alert = told;
      }
    }
  }

  private static TrustManager pkix() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(TestCerts.root().trustStore());
    return factory.getTrustManagers()[0];
  }

  /** The JDK's own manager reads algorithm, host and names from the connection. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void extendedManagerIdentifiesTheHostItself(String protocol) throws Exception {
    Identity elsewhere =
        TestCerts.make("elsewhere").dns("elsewhere.test").by(TestCerts.root()).build();
    SSLContext client = Face.HEDDLE.context(null, pkix());
    Talk.between(client, speaking(protocol), server(elsewhere), speaking(protocol)).well();
    Talk refused =
        Talk.between(
            client,
            speaking(protocol).andThen(identifying("HTTPS")),
            server(elsewhere),
            speaking(protocol));
    assertTrue(
        refused.clientFailed.getMessage().contains("localhost"), refused.clientFailed::toString);
    Talk.between(
            client,
            speaking(protocol).andThen(identifying("HTTPS")),
            server(TestCerts.localhost(KeyType.EC_P256)),
            speaking(protocol))
        .well();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS", "LDAPS"})
  void hostIsIdentifiedBesideAPlainManager(String algorithm) throws Exception {
    Identity elsewhere = TestCerts.make("elsewhere").dns("elsewhere.test").build();
    X509TrustManager plain = new Recorder().plain();
    SSLContext client = Face.HEDDLE.context(null, plain);
    Talk.between(client, socket -> {}, server(elsewhere), socket -> {}).well();
    Talk refused = Talk.between(client, identifying(algorithm), server(elsewhere), socket -> {});
    assertInstanceOf(SSLHandshakeException.class, refused.clientFailed);
    assertInstanceOf(CertificateException.class, refused.clientFailed.getCause());
    assertTrue(
        refused.clientFailed.getMessage().contains("[DNS:elsewhere.test]"),
        refused.clientFailed::toString);
    assertTrue(
        refused.serverFailed.getMessage().contains("certificate_unknown"),
        refused.serverFailed::toString);
    Identity here = TestCerts.localhost(KeyType.EC_P256);
    Talk.between(client, identifying(algorithm), server(here), socket -> {}).well();
  }

  /** A session that was made without looking at the name is not resumed where it is looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumedSessionDoesNotSkipWhatTheTermsAsk(String protocol) throws Exception {
    Identity elsewhere = TestCerts.make("elsewhere").dns("elsewhere.test").build();
    Recorder seen = new Recorder();
    SSLContext client = Face.HEDDLE.context(null, seen.plain());
    SSLContext server = server(elsewhere);
    for (int i = 0; i < 2; i++) {
      Talk.between(client, speaking(protocol), server, speaking(protocol)).well();
    }
    assertEquals(1, seen.asked.size(), "the second connection resumes, and nobody is asked");
    Talk refused =
        Talk.between(
            client, speaking(protocol).andThen(identifying("HTTPS")), server, speaking(protocol));
    assertInstanceOf(SSLHandshakeException.class, refused.clientFailed);
    assertEquals(2, seen.asked.size());
    Talk.between(
        client,
        speaking(protocol).andThen(set(p -> p.setAlgorithmConstraints(forbidding("none")))),
        server,
        speaking(protocol));
    assertEquals(3, seen.asked.size());
  }

  @Test
  void constraintsHoldBesideAPlainManager() throws Exception {
    X509Certificate root = TestCerts.root().certificate();
    SSLContext server = server(TestCerts.localhost(KeyType.RSA_2048));
    for (Face face : Face.values()) {
      SSLContext client = face.context(null, new Recorder().plain());
      Talk refused =
          Talk.between(
              client,
              set(p -> p.setAlgorithmConstraints(forbidding("SHA256withECDSA"))),
              server,
              socket -> {});
      assertInstanceOf(SSLHandshakeException.class, refused.clientFailed, face.name());
      assertTrue(
          refused.serverFailed.getMessage().contains("unsupported_certificate"),
          face + ": " + refused.serverFailed);
    }
    // The signature of a trusted certificate proves nothing.
    Identity anchor = TestCerts.make("localhost").dns("localhost").key(KeyType.RSA_2048).build();
    assertEquals("SHA256withRSA", anchor.certificate().getSigAlgName());
    SSLContext trusting = Face.HEDDLE.context(null, new Recorder().plain(anchor.certificate()));
    Talk.between(
            trusting,
            set(p -> p.setAlgorithmConstraints(forbidding("SHA256withRSA"))),
            server(anchor),
            socket -> {})
        .well();
    assertEquals("SHA256withECDSA", root.getSigAlgName());
  }

  private static AlgorithmConstraints forbidding(String name) {
    return new AlgorithmConstraints() {
      @Override
      public boolean permits(
          Set<CryptoPrimitive> use, String algorithm, AlgorithmParameters parameters) {
        return !algorithm.equals(name);
      }

      @Override
      public boolean permits(Set<CryptoPrimitive> use, Key key) {
        return true;
      }

      @Override
      public boolean permits(
          Set<CryptoPrimitive> use, String algorithm, Key key, AlgorithmParameters parameters) {
        return !algorithm.equals(name);
      }
    };
  }

  @Test
  void bridgeIsTheSameForTheSameTerms() {
    TrustBridge bridge = TrustBridge.of(new Recorder().plain());
    Parameters plain = parameters(Face.HEDDLE);
    assertSame(bridge.under(plain), bridge.under(plain.withSelector(true)));
    assertSame(bridge.under(plain), bridge.under(plain).under(plain));
    SSLParameters https = new SSLParameters();
    https.setEndpointIdentificationAlgorithm("https");
    SSLParameters other = new SSLParameters();
    other.setEndpointIdentificationAlgorithm("HTTPS");
    assertSame(bridge.under(plain.with(https)), bridge.under(plain.with(other)));
    assertTrue(bridge.under(plain) != bridge.under(plain.with(https)));
  }

  private static Parameters parameters(Face face) {
    assertEquals(Face.HEDDLE, face);
    return Context.of(
            null, null, null, Options.defaults(), Context.BothSessions.of(Options.defaults()))
        .defaults(true);
  }
}
