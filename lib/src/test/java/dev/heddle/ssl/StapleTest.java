package dev.heddle.ssl;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Crls;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.StapleStatus.State;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.X509V;
import dev.heddle.fault.Alert;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.Maker;
import dev.heddle.support.TestOcsp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Staples and CRLs on real connections: with {@code openssl}, with the JDK, with ourselves. */
class StapleTest {

  private static final Identity ROOT = TestCerts.root();
  private static final Identity SERVER = server("stapled").by(ROOT).build();
  private static final Identity MUST_STAPLE =
      server("must staple")
          .extension("1.3.6.1.5.5.7.1.24", true, new DERSequence(new ASN1Integer(5)))
          .by(ROOT)
          .build();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void good(TlsVersion version) throws Exception {
    byte[] response = response(SERVER, ROOT, ROOT, "V");
    Ssl ssl = connect(version, SERVER, response, Duration.ZERO);
    assertEquals(X509V.OK.code(), ssl.getVerifyResult().code(), () -> "" + ssl.getVerifyResult());
    assertTrue(ssl.isInitFinished());
    assertEquals(State.GOOD, ssl.getStapleStatus().state());
    assertArrayEquals(response, ssl.getTlsextStatusOcspResp());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void goodByADelegatedResponder(TlsVersion version) throws Exception {
    Identity responder =
        make("live responder").purpose(KeyPurposeId.id_kp_OCSPSigning).by(ROOT).build();
    Ssl ssl =
        connect(version, MUST_STAPLE, response(MUST_STAPLE, ROOT, responder, "V"), Duration.ZERO);
    assertTrue(ssl.isInitFinished(), () -> "" + ssl.getVerifyResult());
    assertEquals(State.GOOD, ssl.getStapleStatus().state());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void revoked(TlsVersion version) throws Exception {
    byte[] response = response(SERVER, ROOT, ROOT, "R");
    Ssl ssl = connect(version, SERVER, response, Duration.ZERO);
    assertRefused(X509V.CERT_REVOKED, Alert.CERTIFICATE_REVOKED, ssl);
    assertTrue(ssl.getVerifyResult().detail().contains("keyCompromise"));
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void expired(TlsVersion version) throws Exception {
    Ssl lenient = connect(version, SERVER, response(SERVER, ROOT, ROOT, "V"), Duration.ofDays(3));
    assertTrue(lenient.isInitFinished(), () -> "" + lenient.getVerifyResult());
    assertEquals(State.OUT_OF_DATE, lenient.getStapleStatus().state());
    Ssl strict =
        connect(version, MUST_STAPLE, response(MUST_STAPLE, ROOT, ROOT, "V"), Duration.ofDays(3));
    assertRefused(X509V.OCSP_VERIFY_FAILED, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, strict);
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void missing(TlsVersion version) throws Exception {
    Ssl lenient = connect(version, SERVER, null, Duration.ZERO);
    assertTrue(lenient.isInitFinished());
    assertEquals(State.ABSENT, lenient.getStapleStatus().state());
    assertNull(lenient.getTlsextStatusOcspResp());
    Ssl strict = connect(version, MUST_STAPLE, null, Duration.ZERO);
    assertRefused(X509V.OCSP_VERIFY_NEEDED, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, strict);
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void notForThisCertificateOrByTheWrongResponder(TlsVersion version) throws Exception {
    Ssl other = connect(version, SERVER, response(MUST_STAPLE, ROOT, ROOT, "V"), Duration.ZERO);
    assertRefused(X509V.OCSP_VERIFY_FAILED, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, other);
    Identity stranger = make("live stranger").ca().build();
    Ssl wrong = connect(version, SERVER, response(SERVER, ROOT, stranger, "V"), Duration.ZERO);
    assertRefused(X509V.OCSP_VERIFY_FAILED, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, wrong);
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aCrlOfOpenSsl(TlsVersion version) throws Exception {
    Path empty = crl("");
    Path listed = crl(index(SERVER, "R"));
    try (OpenSsl server = OpenSsl.server(SERVER, ROOT)) {
      Ssl good = connect(config(version).crls(Crls.files(empty), RevocationCheck.ALL), server);
      assertTrue(good.isInitFinished(), () -> "" + good.getVerifyResult());
      Ssl bad = connect(config(version).crls(Crls.files(listed), RevocationCheck.LEAF), server);
      assertRefused(X509V.CERT_REVOKED, Alert.CERTIFICATE_REVOKED, bad);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void openSslGetsOurStaple(TlsVersion version) throws Exception {
    byte[] staple = TestOcsp.about(SERVER.certificate(), ROOT).build();
    SslContext context = stapling(version, staple);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl client = OpenSsl.client(listener.getLocalPort(), ROOT, "-status");
        Ssl ssl = context.newSsl()) {
      ssl.setSocket(listener.accept());
      assertEquals(1, ssl.accept());
      client.await("OCSP Response Status: successful");
      client.await("Cert Status: good");
      client.await("Verify return code: 0 (ok)");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theJdkGetsOurStaple(TlsVersion version) throws Exception {
    byte[] staple = TestOcsp.about(SERVER.certificate(), ROOT).build();
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(ROOT.trustStore());
    SSLContext jdk = SSLContext.getInstance("TLS");
    jdk.init(null, trust.getTrustManagers(), null);
    try (Sockets sockets = Sockets.open();
        Ssl ssl = stapling(version, staple).newSsl();
        SSLSocket client =
            (SSLSocket)
                jdk.getSocketFactory().createSocket(sockets.one(), "localhost", 443, true)) {
      ssl.setSocket(sockets.other());
      FutureTask<Integer> accepted = Ends.virtually(ssl::accept);
      client.startHandshake();
      assertEquals(1, Ends.await(accepted));
      List<byte[]> received = ((ExtendedSSLSession) client.getSession()).getStatusResponses();
      assertArrayEquals(staple, received.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void bothEndsOurs(TlsVersion version) {
    byte[] staple = TestOcsp.about(SERVER.certificate(), ROOT).build();
    for (boolean ask : new boolean[] {true, false}) {
      Ssl client = Ends.localhost(Ends.client(version).requestStaple(ask).build());
      Ssl server = stapling(version, staple).newSsl();
      Ends.shakeHands(client, server, BioPair.of(0, 0));
      assertArrayEquals(ask ? staple : null, client.getTlsextStatusOcspResp());
      assertEquals(ask ? State.GOOD : State.ABSENT, client.getStapleStatus().state());
      assertNull(server.getTlsextStatusOcspResp());
      assertEquals(State.ABSENT, server.getStapleStatus().state());
    }
  }

  /** DER to the eye of whoever staples it, but no OCSP response. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void nonsenseIsRefused(TlsVersion version) throws Exception {
    byte[] nonsense = {0x30, 0x03, 0x02, 0x01, 0x00};
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(version).build());
        Ssl server = stapling(version, nonsense).newSsl()) {
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      FutureTask<Integer> accepted = Ends.virtually(server::accept);
      int result = client.connect();
      assertEquals(-1, result);
      assertEquals(Alert.BAD_CERTIFICATE_STATUS_RESPONSE, client.errors().peekError().alert());
      Ends.await(accepted);
    }
  }

  private static SslContext stapling(TlsVersion version, byte[] staple) {
    return SslContext.server()
        .credentials(Ends.credentials(SERVER).withOcspResponse(staple))
        .minProtoVersion(version)
        .maxProtoVersion(version)
        .build();
  }

  private static TlsConfig.Builder config(TlsVersion version) {
    return TlsConfig.builder()
        .trust(Trust.of(List.of(ROOT.certificate())))
        .minVersion(version)
        .maxVersion(version)
        .hostName("localhost");
  }

  /** A connection to {@code s_server}, which staples the response; closed again. */
  private Ssl connect(TlsVersion version, Identity identity, byte[] response, Duration later)
      throws Exception {
    List<String> options = new ArrayList<>();
    if (response != null) {
      Path file = Files.write(Files.createTempFile(directory, "response", ".der"), response);
      options.addAll(List.of("-status_file", file.toString()));
    }
    InstantSource clock = () -> InstantSource.system().instant().plus(later);
    try (OpenSsl server = OpenSsl.server(identity, ROOT, options.toArray(String[]::new))) {
      return connect(config(version).clock(clock), server);
    }
  }

  private static Ssl connect(TlsConfig.Builder config, OpenSsl server) throws Exception {
    Ssl ssl = SslContext.from(config.build()).build().newSsl();
    try (ssl;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      ssl.setSocket(socket);
      ssl.connect();
    }
    return ssl;
  }

  private static void assertRefused(X509V code, Alert alert, Ssl ssl) {
    assertEquals(code.code(), ssl.getVerifyResult().code(), () -> "" + ssl.getVerifyResult());
    assertEquals(alert, ssl.getVerifyResult().alert());
    assertTrue(!ssl.isInitFinished());
  }

  /** A response made by {@code openssl ocsp}, valid for a day. */
  private byte[] response(Identity identity, Identity issuer, Identity responder, String status)
      throws Exception {
    Path out = Files.createTempFile(directory, "made", ".der");
    openssl(
        "ocsp",
        "-index",
        write(index(identity, status)),
        "-CA",
        write(issuer.certificatePem()),
        "-rsigner",
        write(responder.certificatePem()),
        "-rkey",
        write(responder.keyPem()),
        "-issuer",
        write(issuer.certificatePem()),
        "-cert",
        write(identity.certificatePem()),
        "-ndays",
        "1",
        "-noverify",
        "-respout",
        out.toString());
    return Files.readAllBytes(out);
  }

  /** A line of the file in which {@code openssl ca} notes its certificates. */
  private static String index(Identity identity, String status) {
    X509Certificate certificate = identity.certificate();
    String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return String.join(
            "\t",
            status,
            "391231235959Z",
            status.equals("R") ? "260102030405Z,keyCompromise" : "",
            serial.length() % 2 == 0 ? serial : "0" + serial,
            "unknown",
            "/CN=listed")
        + "\n";
  }

  /** A CRL made by {@code openssl ca -gencrl}. */
  private Path crl(String index) throws Exception {
    Path out = Files.createTempFile(directory, "made", ".crl");
    String config =
        write(
            """
            [ca]
            default_ca = root
            [root]
            database = %s
            certificate = %s
            private_key = %s
            default_md = sha256
            default_crl_days = 7
            """
                .formatted(write(index), write(ROOT.certificatePem()), write(ROOT.keyPem())));
    openssl("ca", "-config", config, "-gencrl", "-out", out.toString());
    return out;
  }

  private String write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "input", ".txt"), text).toString();
  }

  private static void openssl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static Maker server(String name) {
    return make(name).dns("localhost").purpose(KeyPurposeId.id_kp_serverAuth);
  }
}
