package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against {@code openssl s_server}, where there is one; where HEDDLE_REQUIRE_OPENSSL is set in the
 * environment, there must be.
 */
class OpenSslTest {

  @TempDir private Path directory;
  private Process server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    Servers.certificates(directory);
    ProcessBuilder builder =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-rev")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    try {
      server = builder.start();
    } catch (IOException e) {
      assumeTrue(System.getenv("HEDDLE_REQUIRE_OPENSSL") != null, "openssl is not installed");
      throw e;
    }
    port = port(server.inputReader());
  }

  /**
   * It prints {@code ACCEPT 127.0.0.1:port}; what follows is drained, so that it is never stuck.
   */
  private static int port(BufferedReader out) throws IOException {
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = out.readLine()) != null) {
      said.append(line).append('\n');
      if (line.startsWith("ACCEPT ")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      }
    }
    throw new IOException("s_server did not start: " + said);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.destroyForcibly().onExit().join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void talks(String version) {
    Program program =
        Program.runWith(
            "hello\n",
            "connect",
            "127.0.0.1:" + port,
            "--cafile",
            directory.resolve("ca.pem").toString(),
            "-tls1_" + version.substring(2));
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("TLSv" + version, program.row("protocol"));
    assertEquals("0 (ok)", program.row("Verify return code:"));
    assertTrue(program.out().endsWith("---\nolleh\n"), program.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void reconnects(String version) {
    Program program =
        Program.run(
            "connect",
            "localhost:" + port,
            "--cafile",
            directory.resolve("ca.pem").toString(),
            "-tls1_" + version.substring(2),
            "--quiet",
            "--reconnect",
            "2");
    assertEquals(Exit.OK, program.code(), program.toString());
    List<String> kinds =
        program.out().lines().map(line -> line.substring(0, line.indexOf(", Cipher"))).toList();
    String suffix = ", TLSv" + version;
    assertEquals(List.of("New" + suffix, "Reused" + suffix, "Reused" + suffix), kinds);
  }

  @Test
  void shakesHands() {
    Program program =
        Program.run("localhost:" + port, "--cafile", directory.resolve("ca.pem").toString());
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("1 of 1", program.row("connected"));
  }
}
