package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contexts of this provider and of the JDK's with each other. */
class ContextHandshakeTest {

  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Identity SERVER = TestCerts.localhost(TestCerts.KeyType.EC_P256);
  private static final Identity CLIENT = TestCerts.client(TestCerts.KeyType.EC_P256);
  private static final Provider HEDDLE = new HeddleProvider();
  private static final Provider JDK = Security.getProvider("SunJSSE");

  private static KeyManager[] keys(Identity identity) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(identity.keyStore(PASSWORD), PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(Provider provider) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
    factory.init(TestCerts.root().trustStore());
    return factory.getTrustManagers();
  }

  private static SSLContext context(Provider provider, KeyManager[] keys, TrustManager[] trust)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", provider);
    context.init(keys, trust, null);
    return context;
  }

  /** What the two ends came to. */
  private record Outcome(SSLSession client, SSLSession server) {}

  private static Outcome connect(SSLContext client, SSLContext server) throws Exception {
    return connect(client, server, "localhost", p -> {}, p -> {});
  }

  /** One byte each way; what fails at the client is thrown, else what fails at the server. */
  private static Outcome connect(
      SSLContext client,
      SSLContext server,
      String host,
      Consumer<SSLParameters> clients,
      Consumer<SSLParameters> servers)
      throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SSLParameters set = listening.getSSLParameters();
      servers.accept(set);
      listening.setSSLParameters(set);
      FutureTask<SSLSession> served =
          new FutureTask<>(
              () -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                  accepted.setSoTimeout(20_000);
                  int read = accepted.getInputStream().read();
                  accepted.getOutputStream().write(read + 1);
                  return accepted.getSession();
                }
              });
      Thread.ofVirtual().start(served);
      SSLSession session;
      try (Socket below = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
          SSLSocket socket =
              (SSLSocket)
                  client
                      .getSocketFactory()
                      .createSocket(below, host, listening.getLocalPort(), true)) {
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        clients.accept(parameters);
        socket.setSSLParameters(parameters);
        socket.getOutputStream().write(7);
        assertEquals(8, socket.getInputStream().read());
        session = socket.getSession();
      } catch (IOException e) {
        assertThrows(ExecutionException.class, served::get);
        throw e;
      }
      return new Outcome(session, served.get());
    }
  }

  private static SSLContext server(Provider provider) throws Exception {
    return context(provider, keys(SERVER), trust(provider));
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(HEDDLE, HEDDLE), Arguments.of(HEDDLE, JDK), Arguments.of(JDK, HEDDLE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void bothEndsAgree(Provider client, Provider server) throws Exception {
    SSLContext from = context(client, null, trust(client));
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      Outcome both =
          connect(
              from,
              server(server),
              "localhost",
              p -> p.setProtocols(new String[] {protocol}),
              p -> {});
      assertEquals(protocol, both.client.getProtocol());
      assertEquals(both.client.getCipherSuite(), both.server.getCipherSuite());
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void trustManagersOfTheOtherProviderJudgeAsWell(Provider client, Provider server)
      throws Exception {
    Provider other = client == JDK ? HEDDLE : JDK;
    connect(context(client, null, trust(other)), server(server));
    SSLContext mutual = context(client, keys(CLIENT), trust(other));
    Outcome both =
        connect(mutual, server(server), "localhost", p -> {}, p -> p.setNeedClientAuth(true));
    assertEquals(CLIENT.certificate(), both.server.getPeerCertificates()[0]);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theWrongNameIsRefused(Provider client, Provider server) throws Exception {
    for (Provider judge : List.of(HEDDLE, JDK)) {
      SSLContext from = context(client, null, trust(judge));
      SSLHandshakeException refused =
          assertThrows(
              SSLHandshakeException.class,
              () -> connect(from, server(server), "other.example", p -> {}, p -> {}));
      assertInstanceOf(CertificateException.class, refused.getCause(), refused::toString);
      connect(
          from,
          server(server),
          "other.example",
          p -> p.setEndpointIdentificationAlgorithm(""),
          p -> {});
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void nobodyIsTrustedByNoTrustManager(Provider client, Provider server) throws Exception {
    SSLContext from = context(client, null, new TrustManager[0]);
    SSLHandshakeException refused =
        assertThrows(SSLHandshakeException.class, () -> connect(from, server(server)));
    assertInstanceOf(CertificateException.class, refused.getCause(), refused::toString);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aServerMayWantOrNeedACertificate(Provider client, Provider server) throws Exception {
    SSLContext anonymous = context(client, null, trust(client));
    Outcome both =
        connect(anonymous, server(server), "localhost", p -> {}, p -> p.setWantClientAuth(true));
    assertThrows(SSLPeerUnverifiedException.class, both.server::getPeerCertificates);
    assertThrows(
        IOException.class,
        () ->
            connect(
                anonymous, server(server), "localhost", p -> {}, p -> p.setNeedClientAuth(true)));
    SSLContext known = context(client, keys(CLIENT), trust(client));
    both = connect(known, server(server), "localhost", p -> {}, p -> p.setWantClientAuth(true));
    assertEquals(CLIENT.certificate(), both.server.getPeerCertificates()[0]);
  }

  @Test
  void withoutAKeyNoServerShakesHands() throws Exception {
    SSLContext bare = context(HEDDLE, null, trust(HEDDLE));
    assertThrows(SSLException.class, () -> connect(context(HEDDLE, null, trust(HEDDLE)), bare));
  }

  @Test
  void nothingLeftToAgreeOnIsSaidInWords() throws Exception {
    SSLContext from = context(HEDDLE, null, trust(HEDDLE));
    List<Consumer<SSLParameters>> all =
        List.of(
            p -> p.setProtocols(new String[0]),
            p -> p.setCipherSuites(new String[0]),
            p -> {
              p.setProtocols(new String[] {"TLSv1.2"});
              p.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
            },
            p -> p.setNamedGroups(new String[] {"unheard"}),
            p -> p.setSignatureSchemes(new String[0]),
            p -> p.setEndpointIdentificationAlgorithm("MAGIC"));
    for (Consumer<SSLParameters> set : all) {
      SSLHandshakeException refused =
          assertThrows(
              SSLHandshakeException.class,
              () -> connect(from, server(HEDDLE), "localhost", set, p -> {}));
      assertTrue(refused.getMessage().length() > 30, refused.getMessage());
    }
  }

  @Test
  void aConfigurationServesBothRoles() throws Exception {
    HeddleProvider provider = new HeddleProvider(Options.defaults());
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .credentials(Credentials.of(SERVER.key(), SERVER.chain()))
            .build();
    SSLContext context = provider.context(config);
    connect(
        context, context, "localhost", p -> p.setEndpointIdentificationAlgorithm(null), p -> {});
    assertThrows(
        SSLHandshakeException.class,
        () ->
            connect(
                context,
                context,
                "other.example",
                p -> p.setEndpointIdentificationAlgorithm(null),
                p -> {}));
  }
}
