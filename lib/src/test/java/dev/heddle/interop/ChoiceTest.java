package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Several credentials at one end: which of them the openssl program and SunJSSE get to see. */
class ChoiceTest {

  private static final Pattern SUBJECT = Pattern.compile("(?m)^subject=CN = (.*)$");
  private static final Pattern NO_CERTIFICATE = Pattern.compile("no peer certificate available");

  private static final Identity FIRST = named("first", KeyType.EC_P256, "first.test");
  private static final Identity FIRST_RSA = named("first rsa", KeyType.RSA_2048, "first.test");
  private static final Identity OTHER = named("other", KeyType.RSA_2048, "other.test");
  private static final Identity STAR = named("star", KeyType.ED25519, "*.star.test");

  private static final Identity ONE_CA = TestCerts.make("one ca").ca().build();
  private static final Identity TWO_CA = TestCerts.make("two ca").ca().build();
  private static final Identity ONE = client("one", KeyType.EC_P256, ONE_CA);
  private static final Identity TWO = client("two", KeyType.RSA_2048, TWO_CA);
  private static final Identity BELOW_TWO =
      client("below two", KeyType.EC_P256, TestCerts.make("below").ca().by(TWO_CA).build());

  // ------------------------------------------------------------ our server

  static Stream<Arguments> clients() {
    return Stream.of(
        arguments("tls1_3", "first.test", "", "first"),
        arguments("tls1_3", "other.test", "", "other"),
        arguments("tls1_3", "a.star.test", "", "star"),
        arguments("tls1_3", "unknown.test", "", "first"),
        arguments("tls1_3", null, "", "first"),
        arguments("tls1_3", "first.test", "rsa_pss_rsae_sha256", "first rsa"),
        arguments("tls1_3", "other.test", "ECDSA+SHA256", "first"),
        arguments("tls1_3", "first.test", "ed448", null),
        arguments("tls1_2", "first.test", "", "first"),
        arguments("tls1_2", "other.test", "", "other"),
        arguments("tls1_2", "a.star.test", "", "star"),
        arguments("tls1_2", null, "", "first"),
        arguments("tls1_2", "first.test", "RSA+SHA256", "first rsa"),
        arguments("tls1_2", "a.star.test", "ECDSA+SHA256", "first"));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @MethodSource("clients")
  void openSslSees(String version, String name, String sigalgs, String expected) throws Exception {
    List<String> options = new ArrayList<>(List.of("-" + version));
    options.addAll(name == null ? List.of("-noservername") : List.of("-servername", name));
    options.addAll(sigalgs.isEmpty() ? List.of() : List.of("-sigalgs", sigalgs));
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client =
            OpenSsl.client(
                listener.getLocalPort(), TestCerts.root(), options.toArray(String[]::new));
        Socket socket = listener.accept();
        Ssl ssl = server().newSsl()) {
      ssl.setSocket(socket);
      int result = ssl.accept();
      if (expected == null) {
        assertTrue(result < 0);
        client.await(NO_CERTIFICATE);
      } else {
        assertEquals(1, result, () -> ssl.errors().getError().report().message());
        Matcher subject = client.await(SUBJECT);
        assertEquals(expected, subject.group(1));
      }
    }
  }

  /** In TLS 1.2 the suite decides between keys of several kinds for one name. */
  @ParameterizedTest
  @EnumSource
  void theSuiteDecidesBetweenKeysForOneName(Suite suite) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client =
            OpenSsl.client(
                listener.getLocalPort(),
                TestCerts.root(),
                "-tls1_2",
                "-servername",
                "first.test",
                "-cipher",
                suite.list);
        Socket socket = listener.accept();
        Ssl ssl = server().newSsl()) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.accept());
      assertEquals(suite.expected, client.await(SUBJECT).group(1));
    }
  }

  enum Suite {
    ECDSA_FIRST("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256", "first"),
    RSA_FIRST("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256", "first rsa"),
    ONLY_RSA("ECDHE-RSA-AES128-GCM-SHA256", "first rsa");

    final String list;
    final String expected;

    Suite(String list, String expected) {
      this.list = list;
      this.expected = expected;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theJdkSees(TlsVersion version) throws Exception {
    for (String name : List.of("first", "other", "unknown")) {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Ssl ssl = server().newSsl()) {
        FutureTask<String> seen =
            Ends.virtually(() -> jdkClient(version, listener.getLocalPort(), name + ".test"));
        try (Socket socket = listener.accept()) {
          ssl.setSocket(socket);
          assertEquals(1, ssl.accept());
          assertEquals("CN=" + (name.equals("unknown") ? "first" : name), Ends.await(seen));
        }
      }
    }
  }

  private static String jdkClient(TlsVersion version, int port, String name) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestCerts.root().trustStore());
    SSLContext jdk = SSLContext.getInstance("TLS");
    jdk.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) jdk.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setProtocols(new String[] {version.openSslName()});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return leaf.getSubjectX500Principal().getName();
    }
  }

  private static SslContext server() {
    return SslContext.server()
        .credentials(
            Ends.credentials(FIRST),
            Ends.credentials(OTHER),
            Ends.credentials(FIRST_RSA),
            Ends.credentials(STAR))
        .build();
  }

  // ------------------------------------------------------------ our client

  static Stream<Arguments> servers() {
    return Stream.of(TlsVersion.values())
        .flatMap(
            version ->
                Stream.of(
                    arguments(version, ONE_CA, "", List.of(TWO, ONE), "one"),
                    arguments(version, TWO_CA, "", List.of(ONE, TWO), "two"),
                    arguments(version, TWO_CA, "", List.of(ONE, BELOW_TWO, TWO), "below two"),
                    arguments(
                        version,
                        TWO_CA,
                        "RSA+SHA256:rsa_pss_rsae_sha256",
                        List.of(ONE, BELOW_TWO, TWO),
                        "two"),
                    arguments(version, TestCerts.root(), "", List.of(ONE, TWO), null),
                    arguments(version, ONE_CA, "ed25519", List.of(ONE), null)));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: {4}")
  @MethodSource("servers")
  void openSslIsShown(
      TlsVersion version, Identity trusted, String sigalgs, List<Identity> own, String expected)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("-verify", "5"));
    options.addAll(sigalgs.isEmpty() ? List.of() : List.of("-client_sigalgs", sigalgs));
    SslContext context = client(version, own);
    try (OpenSsl server =
            OpenSsl.server(
                TestCerts.localhost(KeyType.EC_P256), trusted, options.toArray(String[]::new));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(context)) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.connect(), () -> ssl.errors().getError().report().message());
      server.await(Pattern.compile("CIPHER is"));
      Matcher subject = SUBJECT.matcher(server.output());
      assertEquals(expected, subject.find() ? subject.group(1) : null, server.output());
    }
  }

  @Test
  void whyNoneOfSeveralWasGivenIsSaid() throws Exception {
    try (OpenSsl server =
            OpenSsl.server(
                TestCerts.localhost(KeyType.EC_P256),
                TestCerts.root(),
                "-Verify",
                "5",
                "-verify_return_error");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(client(TlsVersion.TLS_1_3, List.of(ONE, TWO)))) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.connect());
      assertEquals(-1, ssl.read(new byte[1]));
      String message = ssl.errors().getError().report().message();
      assertTrue(
          message.contains(
              "certificate_required(116): the server asks for a client certificate and none of"
                  + " our 2 fits: the server accepts issuers ['CN=Heddle test root'], the chains"
                  + " are of ['CN=one ca', 'CN=two ca'] ("),
          message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theJdkIsShown(TlsVersion version) throws Exception {
    SSLContext jdk = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = TestCerts.localhost(KeyType.EC_P256).keyStore("secret".toCharArray());
    keys.init(own, "secret".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TWO_CA.trustStore());
    jdk.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (SSLServerSocket listener =
            (SSLServerSocket)
                jdk.getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Ssl ssl = Ends.localhost(client(version, List.of(ONE, TWO)))) {
      listener.setNeedClientAuth(true);
      FutureTask<String> seen =
          Ends.virtually(
              () -> {
                try (SSLSocket server = (SSLSocket) listener.accept()) {
                  server.startHandshake();
                  return server.getSession().getPeerPrincipal().getName();
                }
              });
      try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
        ssl.setSocket(socket);
        assertEquals(1, ssl.connect());
        assertEquals("CN=two", Ends.await(seen));
        assertNull(ssl.errors().getError());
      }
    }
  }

  private static SslContext client(TlsVersion version, List<Identity> own) {
    return Ends.client(version)
        .credentials(own.stream().map(Ends::credentials).toArray(Credentials[]::new))
        .build();
  }

  private static Identity named(String commonName, KeyType type, String dns) {
    return TestCerts.make(commonName).key(type).dns(dns).by(TestCerts.root()).build();
  }

  private static Identity client(String commonName, KeyType type, Identity authority) {
    return TestCerts.make(commonName).key(type).by(authority).build();
  }
}
