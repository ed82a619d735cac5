package dev.heddle.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.fault.Category;
import dev.heddle.fault.TlsException;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of the README is {@link Fetch}, and does what it says. */
class ReadmeTest {

  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void exampleIsTheClassThatIsTested() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Matcher example = EXAMPLE.matcher(Files.readString(module.resolveSibling("README.md")));
    assertTrue(example.find(), "no example in README.md");
    String source = Files.readString(module.resolve("src/test/java/dev/heddle/demo/Fetch.java"));
    String withoutPackage = source.substring(source.indexOf("import"));
    assertEquals(withoutPackage, example.group(1));
  }

  @Test
  void fetches() throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    serve(
        made,
        true,
        port -> Fetch.fetch(SslContext.client().trust(made.trust()).build(), HOST, port, got));
    assertEquals(ANSWER, got.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void doesNotTakeACutOffAnswerForAWholeOne() throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    SslContext context = SslContext.client().trust(made.trust()).build();
    serve(
        made,
        false,
        port -> {
          TlsException cut =
              assertThrows(
                  TlsException.class,
                  () -> Fetch.fetch(context, HOST, port, new ByteArrayOutputStream()));
          assertEquals(Category.TRUNCATED, cut.fault().category());
        });
  }

  private interface ToPort {
    void accept(int port) throws IOException;
  }

  /** Answers one request, and says close_notify or only closes. */
  private static void serve(MadeUpCertificates made, boolean orderly, ToPort client)
      throws IOException, InterruptedException {
    SslContext context = SslContext.server().credentials(made.server()).build();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = Thread.ofVirtual().start(() -> answer(context, listener, orderly));
      client.accept(listener.getLocalPort());
      server.join();
    }
  }

  private static void answer(SslContext context, ServerSocket listener, boolean orderly) {
    try (Socket socket = listener.accept();
        Ssl ssl = context.newSsl()) {
      ssl.setSocket(socket);
      ssl.setAcceptState();
      ssl.read(new byte[1000]);
      ssl.write(ANSWER.getBytes(StandardCharsets.US_ASCII));
      if (orderly) {
        ssl.shutdown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String HOST = "localhost";
  private static final String ANSWER = "HTTP/1.0 200 OK\r\n\r\nhello\n";
}
