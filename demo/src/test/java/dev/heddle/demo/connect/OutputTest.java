package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.Program;
import dev.heddle.demo.Programs;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees of good and bad servers: {@code openssl s_server} and nginx. The environment
 * variables HEDDLE_REQUIRE_OPENSSL and HEDDLE_REQUIRE_NGINX forbid to skip.
 */
abstract class OutputTest {

  @TempDir private Path directory;

  private final List<Peer> peers = new ArrayList<>();
  final Map<Sites, Integer> ports = new EnumMap<>(Sites.class);

  /** Starts servers for all sites, and notes their ports. */
  abstract void start(Path in, List<Peer> started) throws IOException;

  /** What to say where TLS may have refused us already: a write could meet that before a read. */
  abstract String firstWords();

  /** What is told of a client that shows no certificate: TLS refuses it, or HTTP does. */
  abstract void assertRefusesClient(Program program);

  @BeforeEach
  void start() throws IOException {
    Sites.write(directory);
    start(directory, peers);
  }

  @AfterEach
  void stop() throws IOException {
    for (Peer peer : peers) {
      peer.close();
    }
  }

  private Program connect(Sites site, Sites trusted, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("connect", "localhost:" + ports.get(site), "--cafile"));
    // nginx answers a close_notify by closing, without one and maybe before its answer is out.
    arguments.add(trusted.file(directory, "ca.pem").toString());
    arguments.add("-ign_eof");
    arguments.addAll(List.of(more));
    boolean refused = site == Sites.CLIENT_CERTIFICATE && more.length == 0;
    return Program.runWith(refused ? firstWords() : REQUEST, arguments.toArray(String[]::new));
  }

  @Test
  void aGoodServer() {
    Program program = connect(Sites.GOOD, Sites.GOOD, "-alpn", "http/1.1");
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("localhost/127.0.0.1:" + ports.get(Sites.GOOD), program.row("connected to"));
    String time = "\\d+\\.\\d ms";
    assertTrue(
        program
            .row("time")
            .matches(time + ": resolve " + time + ", TCP " + time + ", handshake " + time),
        program.row("time"));
    assertEquals("TLSv1.3", program.row("protocol"));
    assertTrue(program.row("cipher suite").startsWith("TLS_"), program.out());
    assertEquals("X25519", program.row("group"));
    assertEquals("ecdsa_secp256r1_sha256", program.row("peer signature"));
    assertEquals("localhost", program.row("server name"));
    assertEquals("http/1.1", program.row("ALPN"));
    assertEquals("CN=Heddle demo server", program.row("certificate 0"));
    assertEquals("CN=Heddle demo root", program.row("  issuer"));
    assertTrue(program.row("  valid").endsWith("Z (1 day left)"), program.out());
    assertEquals("EC secp256r1, 256 bits", program.row("  key"));
    assertEquals("SHA256withECDSA", program.row("  signed with"));
    assertEquals("DNS:localhost", program.row("  names"));
    assertTrue(program.row("  SHA-256").matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), program.out());
    assertTrue(program.row("  key pin").matches("sha256/[A-Za-z0-9+/]{43}="), program.out());
    assertEquals("CN=Heddle demo root", program.row("trusted"));
    assertEquals("0 (ok)", program.row("Verify return code:"));
    assertEquals(null, program.row("asked of us"));
    assertTrue(program.out().contains("---\nHTTP/1."), program.out());
    assertEquals("", program.err());
  }

  @Test
  void anExpiredCertificate() {
    Program program = connect(Sites.EXPIRED, Sites.EXPIRED);
    assertFails(
        program,
        "certificate refused: certificate expired on "
            + Sites.EXPIRED.notAfter(directory)
            + " (3 days ago), that of 'CN=Heddle demo server'; answered certificate_expired(45) (");
    assertEquals("CN=Heddle demo server", program.row("certificate 0"));
    assertTrue(program.row("  valid").endsWith("Z (expired 3 days ago)"), program.out());
    assertEquals("10 (certificate has expired)", program.row("Verify return code:"));
    assertEquals(null, program.row("trusted"));
  }

  @Test
  void aCertificateForAnotherName() {
    Program program = connect(Sites.WRONG_NAME, Sites.WRONG_NAME);
    assertFails(
        program,
        "certificate refused: host name localhost is not among [DNS:other.example], the names of"
            + " 'CN=Heddle demo server'; answered bad_certificate(42) (");
    assertEquals("DNS:other.example", program.row("  names"));
    assertEquals("62 (hostname mismatch)", program.row("Verify return code:"));
  }

  @Test
  void anUnknownAuthority() {
    Program program = connect(Sites.UNKNOWN_CA, Sites.GOOD);
    assertFails(
        program,
        "certificate refused: issuer 'CN=Heddle demo root' is unknown, that of"
            + " 'CN=Heddle demo server': neither trusted nor presented; answered unknown_ca(48) (");
    assertEquals("20 (unable to get local issuer certificate)", program.row("Verify return code:"));
  }

  @Test
  void aCertificateThatNoListCovers() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    byte[] list =
        new X509v2CRLBuilder(new X500Name("CN=Somebody else"), Date.from(Instant.now()))
            .setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(1))))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(generator.generateKeyPair().getPrivate()))
            .getEncoded();
    String file = Files.write(directory.resolve("list.crl"), list).toString();
    Program program = connect(Sites.GOOD, Sites.GOOD, "-CRL", file);
    assertEquals(Exit.FAILED, program.code(), program.toString());
    assertEquals("3 (unable to get certificate CRL)", program.row("Verify return code:"));
  }

  @Test
  void anyServerWhereToldSo() {
    Program program = connect(Sites.UNKNOWN_CA, Sites.GOOD, "--insecure");
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals(
        "20 (unable to get local issuer certificate), and goes on as it was told to",
        program.row("Verify return code:"));
  }

  @Test
  void aServerThatWantsACertificate() {
    Program program = connect(Sites.CLIENT_CERTIFICATE, Sites.CLIENT_CERTIFICATE);
    assertTrue(program.row("asked of us").startsWith("a certificate"), program.out());
    assertEquals("none was given", program.row("  answer"));
    assertRefusesClient(program);
  }

  @Test
  void aServerThatGetsACertificate() {
    Program program =
        connect(
            Sites.CLIENT_CERTIFICATE,
            Sites.CLIENT_CERTIFICATE,
            "--cert",
            Sites.CLIENT_CERTIFICATE.file(directory, "cert.pem").toString(),
            "--key",
            Sites.CLIENT_CERTIFICATE.file(directory, "key.pem").toString());
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("CN=Heddle demo server", program.row("  answer"));
    assertTrue(program.out().contains("---\nHTTP/1."), program.out());
  }

  static void assertFails(Program program, String words) {
    assertEquals(Exit.FAILED, program.code(), program.toString());
    assertTrue(program.err().contains(words), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
  }

  static final String REQUEST = "GET / HTTP/1.0\r\n\r\n";

  /** {@code openssl s_server}, a process for each site. */
  @Nested
  static class OpenSsl extends OutputTest {

    @Override
    void start(Path in, List<Peer> started) throws IOException {
      String openssl = Programs.find("openssl", "HEDDLE_REQUIRE_OPENSSL");
      for (Sites site : Sites.values()) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(openssl, "s_server", "-accept", "127.0.0.1:0", "-www"));
        command.addAll(List.of("-alpn", "http/1.1", "-cert", "cert.pem", "-key", "key.pem"));
        if (site == Sites.CLIENT_CERTIFICATE) {
          command.addAll(List.of("-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"));
        }
        Peer peer = Peer.start(site.in(in), command, line -> line.startsWith("ACCEPT "));
        started.add(peer);
        String port = peer.ready().substring(peer.ready().lastIndexOf(':') + 1);
        ports.put(site, Integer.parseInt(port));
      }
    }

    @Override
    String firstWords() {
      return "";
    }

    @Override
    void assertRefusesClient(Program program) {
      assertFails(
          program,
          "the peer refused with the fatal alert certificate_required(116): the server asks for a"
              + " client certificate and none was given (");
    }
  }

  /** nginx, a private one: its own directory, its own configuration, this machine only. */
  @Nested
  static class Nginx extends OutputTest {

    @Override
    void start(Path in, List<Peer> started) throws IOException {
      String nginx = Programs.find("nginx", "HEDDLE_REQUIRE_NGINX");
      pickPorts();
      Files.writeString(in.resolve("nginx.conf"), configuration());
      // Without a master there is one process to end. It listens before it says this.
      started.add(
          Peer.start(
              in,
              List.of(nginx, "-p", in.toString(), "-e", "stderr", "-c", "nginx.conf"),
              line -> line.contains("event method")));
    }

    private void pickPorts() throws IOException {
      for (Sites site : Sites.values()) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          ports.put(site, free.getLocalPort());
        }
      }
    }

    private String configuration() {
      StringBuilder text = new StringBuilder(1000);
      text.append(
          """
          daemon off;
          master_process off;
          pid nginx.pid;
          error_log stderr notice;
          events {}
          http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            ssl_protocols TLSv1.2 TLSv1.3;
          """);
      for (Sites site : Sites.values()) {
        text.append("  server {\n");
        text.append("    listen 127.0.0.1:" + ports.get(site) + " ssl;\n");
        text.append("    ssl_certificate " + site + "/cert.pem;\n");
        text.append("    ssl_certificate_key " + site + "/key.pem;\n");
        if (site == Sites.CLIENT_CERTIFICATE) {
          text.append("    ssl_verify_client on;\n");
          text.append("    ssl_client_certificate " + site + "/ca.pem;\n");
        }
        text.append("    location / { return 200 'hello'; }\n  }\n");
      }
      return text.append("}\n").toString();
    }

    @Override
    String firstWords() {
      return REQUEST;
    }

    /** nginx shakes hands, and refuses the request. */
    @Override
    void assertRefusesClient(Program program) {
      assertEquals(Exit.OK, program.code(), program.toString());
      assertEquals("a certificate of CN=Heddle demo root", program.row("asked of us"));
      assertTrue(program.out().contains("No required SSL certificate was sent"), program.out());
    }
  }
}
