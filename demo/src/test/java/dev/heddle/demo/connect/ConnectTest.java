package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.demo.EchoServer;
import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void saysWhoThePeerIsAndTalksToIt(String version) throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.runWith(
              "one\ntwo\n",
              "connect",
              "localhost:" + server.port(),
              "--cafile",
              server.caFile(),
              "--tls1_" + version.substring(2));
      assertEquals(Exit.OK, program.code(), program.toString());
      assertEquals("TLSv" + version, program.row("protocol"));
      assertEquals("none", program.row("ALPN"));
      assertEquals("CN=Heddle demo server", program.row("certificate 0"));
      assertEquals("CN=Heddle demo root", program.row("  issuer"));
      assertTrue(program.row("  names").startsWith("DNS:localhost, IP:127.0.0.1, "));
      assertEquals("0 (ok)", program.row("Verify return code:"));
      assertTrue(program.out().endsWith("---\none\ntwo\n"), program.out());
      assertEquals("", program.err());
    }
  }

  @Test
  void quietPrintsWhatThePeerSendsAlone() throws IOException {
    String much = "0123456789abcdef".repeat(10_000);
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.runWith(much, "connect", server.target(), "--cafile", server.caFile(), "--quiet");
      assertEquals(Exit.OK, program.code(), program.err());
      assertEquals(much, program.out());
    }
  }

  @Test
  void briefIsOneLine() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.run("connect", server.target(), "--insecure-verify-none", "--brief", "--tls1_3");
      assertEquals(Exit.OK, program.code(), program.toString());
      assertEquals(1, program.out().lines().count(), program.out());
      assertTrue(program.out().startsWith("TLSv1.3 "), program.out());
      assertTrue(
          program.out().contains("CN=Heddle demo server, verify 20 (unable to"), program.out());
    }
  }

  @Test
  void offersProtocols() throws IOException {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Servers.certificates(directory))
            .alpnProtocols("http/1.1")
            .build();
    try (Servers server = new Servers(EchoServer.start(config, 50), directory)) {
      Program program =
          Program.run(
              "connect", server.target(), "--cafile", server.caFile(), "--alpn", "h2,http/1.1");
      assertEquals("http/1.1", program.row("ALPN"), program.toString());
    }
  }

  @Test
  void refusesAnotherHostsCertificate() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.run(
              "connect",
              server.target(),
              "--cafile",
              server.caFile(),
              "--verify-host",
              "other.example");
      failsInOneLine(
          program, "host name other.example is not among [DNS:localhost, IP:127.0.0.1, ");
    }
  }

  @Test
  void demandsAKey() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program first = Program.run("connect", server.target(), "--cafile", server.caFile());
      String pin = first.row("  key pin");
      String other = "sha256/" + "A".repeat(43) + "=";
      Program any =
          Program.run(
              "connect",
              server.target(),
              "--CApath",
              directory.toString(),
              "--pin",
              other,
              "--pin",
              pin);
      assertEquals(Exit.OK, any.code(), any.toString());
      Program none =
          Program.run("connect", server.target(), "--cafile", server.caFile(), "--pin", other);
      failsInOneLine(none, "certificate refused: ");
    }
  }

  @Test
  void printsMessagesAsTheyPass() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.run("connect", server.target(), "--cafile", server.caFile(), "--msg");
      assertEquals(Exit.OK, program.code(), program.toString());
      String trace = program.err();
      assertTrue(trace.startsWith(">>> TLS 1."), trace);
      assertTrue(trace.contains(", ServerHello\n"), trace);
    }
  }

  @Test
  void refusesAnUnknownAuthority() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program = Program.run("connect", server.target(), "-quiet");
      failsInOneLine(program, "certificate refused: issuer 'CN=Heddle demo root' is unknown");
      assertEquals("", program.out());
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    failsInOneLine(
        Program.run("connect", "127.0.0.1:" + port),
        "connect to 127.0.0.1:" + port + ": the transport failed: Connection refused (");
  }

  private static void failsInOneLine(Program program, String words) {
    assertEquals(Exit.FAILED, program.code(), program.toString());
    assertTrue(program.err().contains(words), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
  }
}
