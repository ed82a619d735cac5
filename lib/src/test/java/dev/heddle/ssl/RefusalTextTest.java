package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts of failures that real peers cause: {@code openssl}, and the JDK. */
class RefusalTextTest {

  @TempDir private Path directory;

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);
  private static final Identity STRANGER = TestCerts.make("stranger").ca().build();

  @Test
  void theServerHasNoneOfOurVersions() throws Exception {
    try (OpenSsl server = OpenSsl.server(SERVER, "-tls1_2")) {
      assertClientFails(
          server,
          Ends.client(TlsVersion.TLS_1_3),
          "the peer refused with the fatal alert protocol_version(70): no protocol version in"
              + " common: offered [TLS 1.3]");
    }
  }

  /** A client that offers TLS 1.2 alone names it without the extension that lists versions. */
  @Test
  void theServerSelectsAnOldVersion() throws Exception {
    try (OpenSsl server = OpenSsl.server(SERVER, "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")) {
      assertClientFails(
          server,
          Ends.client(TlsVersion.TLS_1_2).cipherList("ECDHE-ECDSA-AES128-SHA"),
          "no protocol version in common: offered [TLS 1.2], the server selected TLS 1.1; answered"
              + " protocol_version(70)");
    }
  }

  @Test
  void theServerHasNoneOfOurSuites() throws Exception {
    try (OpenSsl server = OpenSsl.server(SERVER, "-ciphersuites", "TLS_AES_256_GCM_SHA384")) {
      assertClientFails(
          server,
          Ends.client(TlsVersion.TLS_1_3)
              .ciphersuites("TLS_AES_128_GCM_SHA256")
              .groupsList("X25519:P-256")
              .sigalgsList("ecdsa_secp256r1_sha256"),
          "the peer refused with the fatal alert handshake_failure(40): we offered [TLS 1.3],"
              + " suites [TLS_AES_128_GCM_SHA256], groups [x25519, secp256r1], signatures"
              + " [ecdsa_secp256r1_sha256], and asked for localhost (");
    }
  }

  @Test
  void theServerHasNoneOfOurProtocols() throws Exception {
    try (OpenSsl server = OpenSsl.server(SERVER, "-alpn", "h2")) {
      assertClientFails(
          server,
          Ends.client(TlsVersion.TLS_1_3).alpnProtos("x/1"),
          "fatal alert no_application_protocol(120): no application protocol in common: offered"
              + " [x/1]");
    }
  }

  @Test
  void theServerDoesNotKnowTheName() throws Exception {
    String certificate =
        Files.writeString(directory.resolve("cert.pem"), SERVER.certificatePem()).toString();
    String key = Files.writeString(directory.resolve("key.pem"), SERVER.keyPem()).toString();
    try (OpenSsl server =
        OpenSsl.server(
            SERVER,
            "-servername",
            "a.test",
            "-servername_fatal",
            "-cert2",
            certificate,
            "-key2",
            key)) {
      assertClientFails(
          server,
          Ends.client(TlsVersion.TLS_1_3),
          "fatal alert unrecognized_name(112): the server does not know localhost");
    }
  }

  /** In TLS 1.3 the client has finished by then: the first read tells. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theServerWantsACertificateAndNoneWasGiven(TlsVersion version) throws Exception {
    String alert =
        version == TlsVersion.TLS_1_3 ? "certificate_required(116)" : "handshake_failure(40)";
    try (OpenSsl server = OpenSsl.server(SERVER, "-Verify", "1")) {
      assertClientFails(
          server,
          Ends.client(version),
          alert + ": the server asks for a client certificate and none was given (");
    }
  }

  @Test
  void theServerTakesNoSignatureOfOurKey() throws Exception {
    SslContext.Builder client =
        Ends.client(TlsVersion.TLS_1_3)
            .credentials(Ends.credentials(TestCerts.client(KeyType.ED25519)));
    try (OpenSsl server =
        OpenSsl.server(SERVER, "-Verify", "1", "-client_sigalgs", "ecdsa_secp256r1_sha256")) {
      assertClientFails(
          server,
          client,
          "certificate_required(116): the server asks for a client certificate and ours was not"
              + " given: the server accepts [ecdsa_secp256r1_sha256], our key makes [ed25519] (");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theServerDoesNotTrustOurIssuer(TlsVersion version) throws Exception {
    Identity own = TestCerts.make("own").by(STRANGER).build();
    try (OpenSsl server = OpenSsl.server(SERVER, "-Verify", "1", "-verify_return_error")) {
      assertClientFails(
          server,
          Ends.client(version).credentials(Ends.credentials(own)),
          "fatal alert unknown_ca(48): the peer refuses our certificate 'CN=own': it does not trust"
              + " the issuer 'CN=stranger', at which the chain we sent ends (");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theServerFindsOurCertificateExpired(TlsVersion version) throws Exception {
    Identity own = TestCerts.make("own").by(TestCerts.root()).expired().build();
    try (OpenSsl server = OpenSsl.server(SERVER, "-Verify", "1", "-verify_return_error")) {
      assertClientFails(
          server,
          Ends.client(version).credentials(Ends.credentials(own)),
          "fatal alert certificate_expired(45): the peer refuses our certificate 'CN=own' as"
              + " expired; it is valid until "
              + own.certificate().getNotAfter().toInstant()
              + " (");
    }
  }

  @Test
  void theClientHasNoneOfOurVersions() throws Exception {
    assertServerFails(
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3),
        "no protocol version in common: the client offers [TLS 1.2] or older, we accept [TLS 1.3];"
            + " answered protocol_version(70)",
        "-tls1_2");
    assertServerFails(
        SslContext.server().credentials(Ends.credentials(SERVER)),
        "no protocol version in common: the client offers [TLS 1.1] or older, we accept [TLS 1.3,"
            + " TLS 1.2]; answered protocol_version(70)",
        "-tls1_1",
        "-cipher",
        "DEFAULT:@SECLEVEL=0");
  }

  @Test
  void theClientHasNoneOfOurSuites() throws Exception {
    assertServerFails(
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).ciphersuites("TLS_AES_128_GCM_SHA256"),
        "no cipher suite in common: the client offers [TLS_CHACHA20_POLY1305_SHA256], we accept"
            + " [TLS_AES_128_GCM_SHA256]; answered handshake_failure(40)",
        "-tls1_3",
        "-ciphersuites",
        "TLS_CHACHA20_POLY1305_SHA256");
    assertServerFails(
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2)
            .cipherList("ECDHE-ECDSA-AES128-GCM-SHA256"),
        "no cipher suite in common: the client offers [0x006b, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384], we accept"
            + " [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]; answered handshake_failure(40)",
        "-tls1_2",
        "-cipher",
        "DHE-RSA-AES256-SHA256:ECDHE-RSA-AES256-GCM-SHA384");
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theClientHasNoneOfOurGroups(TlsVersion version) throws Exception {
    assertServerFails(
        Ends.server(KeyType.EC_P256, version).groupsList("X25519:P-384"),
        "no group in common: the client offers [secp521r1], we accept [x25519, secp384r1];"
            + " answered handshake_failure(40)",
        "-groups",
        "P-521");
  }

  @Test
  void theClientTakesNoSignatureOfOurKey() throws Exception {
    assertServerFails(
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3),
        "no signature scheme in common: the client accepts [rsa_pss_rsae_sha256], our key makes"
            + " [ecdsa_secp256r1_sha256]; answered handshake_failure(40)",
        "-sigalgs",
        "rsa_pss_rsae_sha256");
    assertServerFails(
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2),
        "no cipher suite that our key fits in common: the client offers"
            + " [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256] with [ed25519], our key makes"
            + " [ecdsa_secp256r1_sha256",
        "-tls1_2",
        "-cipher",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "-sigalgs",
        "ed25519");
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theClientDoesNotTrustOurIssuer(TlsVersion version) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client = OpenSsl.client(listener.getLocalPort(), STRANGER, "-verify_return_error");
        Socket socket = listener.accept();
        Ssl ssl = Ends.server(KeyType.EC_P256, version).build().newSsl()) {
      ssl.setSocket(socket);
      assertFails(
          ssl,
          ssl.accept(),
          "fatal alert unknown_ca(48): the peer refuses our certificate 'CN=localhost': it does not"
              + " trust the issuer 'CN=Heddle test root', at which the chain we sent ends (");
      assertEquals(1, client.exitCode());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theClientGivesNoCertificate(TlsVersion version) throws Exception {
    assertServerFails(
        Ends.server(KeyType.EC_P256, version)
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .verifyPeerFailIfNoPeerCert(),
        "certificate refused: the client sent none though one is required; answered ");
  }

  /** The JDK's server: bad_certificate in TLS 1.2, and the alert that is for it in TLS 1.3. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theJdksServerWantsACertificateAndNoneWasGiven(TlsVersion version) throws Exception {
    char[] password = "heddle".toCharArray();
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(SERVER.keyStore(password), password);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestCerts.root().trustStore());
    SSLContext jdk = SSLContext.getInstance("TLS");
    jdk.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (var listener =
            (SSLServerSocket)
                jdk.getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Ssl ssl = Ends.localhost(Ends.client(version).build())) {
      listener.setNeedClientAuth(true);
      FutureTask<String> refused =
          Ends.virtually(
              () -> {
                try (SSLSocket server = (SSLSocket) listener.accept()) {
                  server.startHandshake();
                  return "shook hands";
                } catch (SSLException e) {
                  return e.getMessage();
                }
              });
      ssl.setSocket(socket);
      int result = ssl.connect();
      assertFails(
          ssl,
          result > 0 ? ssl.read(new byte[1]) : result,
          ": the server asks for a client certificate and none was given (");
      assertTrue(Ends.await(refused).contains("mpty client certificate chain"));
    }
  }

  private static void assertClientFails(OpenSsl server, SslContext.Builder context, String words)
      throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(context.build())) {
      ssl.setSocket(socket);
      int result = ssl.connect();
      assertFails(ssl, result > 0 ? ssl.read(new byte[1]) : result, words);
    }
  }

  @SuppressWarnings("try") // the client only has to be there
  private static void assertServerFails(SslContext.Builder context, String words, String... options)
      throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client = OpenSsl.client(listener.getLocalPort(), TestCerts.root(), options);
        Socket socket = listener.accept();
        Ssl ssl = context.build().newSsl()) {
      ssl.setSocket(socket);
      assertFails(ssl, ssl.accept(), words);
    }
  }

  private static void assertFails(Ssl ssl, int result, String words) {
    assertEquals(-1, result);
    String message = ssl.errors().getError().report().message();
    assertTrue(message.contains(words), message);
  }
}
