package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.demo.EchoServer;
import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --reconnect}, {@code --sess-out} and {@code --sess-in}. */
class SessionTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void reconnects(String version) throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          connect(server, "--reconnect", "3", "--quiet", "-tls1_" + version.substring(2));
      assertEquals(Exit.OK, program.code(), program.toString());
      List<String> lines = program.out().lines().toList();
      assertEquals(4, lines.size(), program.out());
      assertTrue(lines.getFirst().startsWith("New, TLSv" + version + ", Cipher is "));
      for (String line : lines.subList(1, 4)) {
        assertTrue(line.startsWith("Reused, TLSv" + version + ", Cipher is "), program.out());
      }
    }
  }

  /** It waits for a ticket, but not for ever. */
  @Test
  void reconnectsWhereThereIsNothingToResume() throws IOException {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Servers.certificates(directory))
            .sessions(Sessions.create().withTickets(0))
            .build();
    try (Servers server = new Servers(EchoServer.start(config, 50), directory)) {
      Program program = connect(server, "--reconnect", "1", "--brief", "--timeout", "1");
      assertEquals(Exit.OK, program.code(), program.toString());
      List<String> lines = program.out().lines().toList();
      assertTrue(lines.get(1).startsWith("New, "), program.out());
      assertEquals("the server gave nothing to resume within 1000 ms: no ticket", lines.get(2));
      assertTrue(lines.get(3).startsWith("New, "), program.out());
      Program kept = connect(server, "--sess-out", file("session"));
      fails(kept, Exit.FAILED, "--sess-out: the server gave no session that can be resumed");
      assertFalse(Files.exists(directory.resolve("session")));
    }
  }

  @Test
  void keepsASessionForOneMore() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program first = connect(server, "--sess-out", file("session"), "--tls1_3");
      assertEquals(Exit.OK, first.code(), first.toString());
      assertEquals("new", first.row("session"));
      assertEquals("rw-------", permissions("session"));
      assertEquals("rw-------", permissions("session.key"));
      Program second = connect(server, "--sess-in", file("session"), "--tls1_3");
      assertEquals("reused", second.row("session"), second.toString());
      assertEquals("0 (ok)", second.row("Verify return code:"));
      Program json =
          connect(server, "--json", "--sess-in", file("session"), "--sess-out", file("session"));
      assertEquals(Exit.OK, json.code(), json.toString());
      assertTrue(json.out().contains("\"session_reused\" : "), json.out());
    }
  }

  @Test
  void aSessionOfAnotherNameIsNotResumed() throws IOException {
    try (Servers server = Servers.start(directory)) {
      connect(server, "--sess-out", file("session"));
      Program other = connect(server, "--sess-in", file("session"), "--verify-host", "127.0.0.1");
      assertEquals(Exit.OK, other.code(), other.toString());
      assertEquals("new: ours was not resumed", other.row("session"));
    }
  }

  @Test
  void saysWhichFileIsWrong() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program missing = connect(server, "--sess-in", file("session"));
      fails(missing, Exit.WRONG_INPUT, "session: there is no such file or directory");
      assertEquals(Exit.OK, connect(server, "--sess-out", file("session")).code());
      Program keyless =
          connect(server, "--sess-in", file("session"), "--sess-key", file("other.key"));
      fails(keyless, Exit.WRONG_INPUT, "other.key: it does not exist");
      byte[] sealed = Files.readAllBytes(directory.resolve("session"));
      sealed[sealed.length / 2] ^= 1;
      Files.write(directory.resolve("session"), sealed);
      fails(
          connect(server, "--sess-in", file("session")),
          Exit.WRONG_INPUT,
          "session does not open with the key in ");
      fails(
          connect(server, "--sess-key", file("session.key")),
          Exit.WRONG_INPUT,
          "--sess-key needs --sess-in or --sess-out");
      fails(
          connect(server, "--reconnect", "1", "--json"),
          Exit.WRONG_INPUT,
          "--reconnect and --json exclude each other");
      fails(
          connect(server, "--reconnect", "-1"), Exit.WRONG_INPUT, "--reconnect must be 0 to 1000");
    }
  }

  private static void fails(Program program, int code, String words) {
    assertEquals(code, program.code(), program.toString());
    assertTrue(program.err().contains(words), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
  }

  private static Program connect(Servers server, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("connect", "localhost:" + server.port(), "--cafile", server.caFile()));
    all.addAll(List.of(options));
    return Program.run(all.toArray(String[]::new));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String permissions(String name) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve(name)));
  }
}
