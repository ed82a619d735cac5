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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README are {@link Fetch} and {@link PortedFetch}, and do what it says. */
class ReadmeTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n([^`]*?public class (\\w+) .*?)```", Pattern.DOTALL);

  @Test
  void examplesAreTheClassesThatAreTested() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Matcher example = EXAMPLE.matcher(Files.readString(module.resolveSibling("README.md")));
    List<String> names = new ArrayList<>();
    while (example.find()) {
      String name = example.group(2);
      names.add(name);
      String source =
          Files.readString(module.resolve("src/test/java/dev/heddle/demo/" + name + ".java"));
      assertEquals(source.substring(source.indexOf("import")), example.group(1));
    }
    assertEquals(List.of("Fetch", "PortedFetch"), names);
  }

  /** In a JVM of its own, which trusts the made-up authority as any JVM trusts what it is told. */
  @Test
  void fetches(@TempDir Path directory) throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    serve(
        made,
        true,
        port -> {
          Process fetch = start(made, directory, port);
          assertEquals(ANSWER, text(fetch.getInputStream()));
          assertEquals("", text(fetch.getErrorStream()));
          assertEquals(0, fetch.waitFor());
        });
  }

  @Test
  void doesNotTakeACutOffAnswerForAWholeOne(@TempDir Path directory) throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    serve(
        made,
        false,
        port -> {
          Process fetch = start(made, directory, port);
          assertEquals(ANSWER, text(fetch.getInputStream()));
          String said = text(fetch.getErrorStream());
          assertTrue(said.contains("the stream was cut off"), said);
          assertEquals(1, fetch.waitFor());
        });
  }

  private static Process start(MadeUpCertificates made, Path directory, int port) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", made.authority());
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djavax.net.ssl.trustStore=" + file,
            "-Djavax.net.ssl.trustStorePassword=changeit",
            "-cp",
            System.getProperty("java.class.path"),
            Fetch.class.getName(),
            HOST,
            String.valueOf(port))
        .start();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void fetchesAsOpenSslDoes() throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    serve(
        made,
        true,
        port ->
            PortedFetch.fetch(SslContext.client().trust(made.trust()).build(), HOST, port, got));
    assertEquals(ANSWER, got.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void doesNotTakeACutOffAnswerForAWholeOneAsOpenSslDoesNot() throws Exception {
    MadeUpCertificates made = MadeUpCertificates.make();
    SslContext context = SslContext.client().trust(made.trust()).build();
    serve(
        made,
        false,
        port -> {
          TlsException cut =
              assertThrows(
                  TlsException.class,
                  () -> PortedFetch.fetch(context, HOST, port, new ByteArrayOutputStream()));
          assertEquals(Category.TRUNCATED, cut.fault().category());
        });
  }

  private interface ToPort {
    void accept(int port) throws Exception;
  }

  /** Answers one request, and says close_notify or only closes. */
  private static void serve(MadeUpCertificates made, boolean orderly, ToPort client)
      throws Exception {
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
