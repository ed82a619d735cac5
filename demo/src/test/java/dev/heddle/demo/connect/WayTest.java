package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --starttls} and {@code --proxy}. */
class WayTest {

  private static final String[] SMTP = {
    "<220 x\r\n",
    ">EHLO [127.0.0.1]\r\n",
    "<250-x\r\n250 STARTTLS\r\n",
    ">STARTTLS\r\n",
    "<220 go\r\n"
  };

  @TempDir private Path directory;

  @Test
  void asksForTlsFirst() throws IOException {
    try (Servers server = Servers.start(directory);
        Front front = Front.open(server.port(), SMTP)) {
      String target = "localhost:" + front.port();
      Program program =
          Program.runWith(
              "hi\n", "connect", target, "--starttls", "smtp", "--cafile", server.caFile());
      assertEquals(Exit.OK, program.code(), program.toString());
      assertTrue(program.out().endsWith("---\nhi\n"), program.out());
      assertTrue(program.row("time").matches(".*, TCP .*, STARTTLS .* ms, handshake .*"));
    }
  }

  @Test
  void refusalGoesToTheStandardError() throws IOException {
    try (Front front = Front.open(1, ">\0\0\0\10\4\322\26\57", "<N")) {
      String target = "127.0.0.1:" + front.port();
      Program program = Program.run("connect", target, "--starttls", "postgres");
      assertEquals(Exit.FAILED, program.code());
      assertEquals(
          "STARTTLS with "
              + target
              + ": the server answered SSLRequest with N: it has no TLS (sent 8 bytes, received"
              + " 1)\n",
          program.err());
    }
  }

  @Test
  void goesThroughAProxyAndReconnects() throws IOException {
    String[] lines =
        Stream.of(
                new String[] {
                  ">\5\2\0\2",
                  "<\5\2",
                  ">\1\2me\10p@ss:w+d",
                  "<\1\0",
                  ">\5\1\0\3\11localhost\2\113",
                  "<\5\0\0\1\0\0\0\0\0\0"
                },
                SMTP)
            .flatMap(Stream::of)
            .toArray(String[]::new);
    try (Servers server = Servers.start(directory);
        Front front = Front.open(server.port(), lines)) {
      Program program =
          Program.run(
              "connect",
              "localhost",
              "--starttls",
              "smtp",
              "--proxy",
              "socks5://me:p%40ss:w+d@127.0.0.1:" + front.port(),
              "--reconnect",
              "1",
              "--cafile",
              server.caFile());
      assertEquals(Exit.OK, program.code(), program.toString());
      assertEquals("localhost:587 through 127.0.0.1:" + front.port(), program.row("connected to"));
      assertTrue(program.out().contains("\nReused, "), program.out());
      assertFalse(program.toString().contains("p@ss"), program.out());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socks5://me:s3cret@p:1080/x|--proxy: nothing stands behind the port",
        "ftp://me:s3cret@p:21|--proxy: the proxy is spoken to by socks5: or http:, nothing else",
        "http://me:s3cret@p|--proxy: no port; say http://HOST:PORT",
        "me:s3cret@p:1080|--proxy: say socks5://HOST:PORT or http://HOST:PORT",
        "http://me:s3c ret@p:1|--proxy: this is no URL",
        "socks5://me:s3cret@p:99999|port must be 1 to 65535, not 99999",
        "socks5://me@p|--proxy: a user name without a password, and HEDDLE_PROXY_PASSWORD is not set",
      })
  void wrongProxyIsNamedWithoutItsLogin(String url, String message) {
    Program program = Program.run("connect", "localhost:1", "--proxy", url);
    assertEquals(Exit.WRONG_INPUT, program.code());
    assertTrue(program.err().contains(message), program.err());
    assertFalse(program.toString().contains("s3c"), program.toString());
  }

  @Test
  void passwordMayComeFromTheEnvironment() {
    assertEquals("SOCKS5 p:1080", ProxyUrl.parse("socks5://me@p", name -> "s3cret").toString());
    assertEquals(
        "HTTP CONNECT [::1]:3128",
        ProxyUrl.parse("http://me@[::1]:3128", name -> "s3cret").toString());
    assertEquals(
        "a SOCKS5 password has 1 to 255 bytes in UTF-8, not 0",
        assertThrows(
                IllegalArgumentException.class, () -> ProxyUrl.parse("socks5://me@p", name -> ""))
            .getMessage());
  }

  @Test
  void unknownProtocolIsNamed() {
    Program program = Program.run("connect", "localhost:1", "--starttls", "gopher");
    assertEquals(Exit.WRONG_INPUT, program.code());
    assertTrue(
        program.err().contains("'gopher' is none of postgres, mysql, smtp, imap, ldap"),
        program.err());
  }
}
