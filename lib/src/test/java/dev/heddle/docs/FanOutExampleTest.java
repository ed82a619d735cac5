package dev.heddle.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Result;
import dev.heddle.fanout.Retry;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Target;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.Answer;
import dev.heddle.testing.MemoryNetwork;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/fanout.md}: what stands between the two marks is quoted there. */
class FanOutExampleTest {

  private static final TlsConfig SERVER =
      TlsConfig.builder()
          .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
          .build();

  // begin: quoted
  static void askAll(Dialer dialer, Iterable<Target> targets, PrintStream out)
      throws InterruptedException {
    FanOut fanOut =
        FanOut.builder(dialer)
            .maxConnections(500)
            .maxPerHost(2)
            .attemptLimit(Duration.ofSeconds(20))
            .deadline(Duration.ofMinutes(10))
            .retry(Retry.defaults().withRetries(1))
            .build();
    try (Run<String> run = fanOut.start(targets, FanOutExampleTest::ask)) {
      for (Result<String> each : run) {
        out.println(each.target() + ": " + (each.succeeded() ? each.value() : each.failure()));
      }
      out.print(run.summary());
    }
  }

  /** Plain blocking code, for one of them. */
  static String ask(Target target, TlsSocket socket) throws IOException {
    String request = "HEAD / HTTP/1.1\r\nHost: " + target.host() + "\r\n\r\n";
    socket.outputStream().write(request.getBytes(US_ASCII));
    return new BufferedReader(new InputStreamReader(socket.inputStream(), US_ASCII)).readLine();
  }

  // end: quoted

  @Test
  void asksAll() throws Exception {
    try (MemoryNetwork network = new MemoryNetwork(TimeSource.system())) {
      network.name("localhost", "192.0.2.7");
      network.answer("192.0.2.7", 443, Answer.accept(FanOutExampleTest::serve));
      network.answer("192.0.2.7", 444, Answer.refuse());
      Dialer dialer =
          Dialer.builder()
              .config(TlsConfig.builder().trust(Ends.trust()).build())
              .network(network)
              .build();
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      List<Target> targets = List.of(new Target("localhost", 443), new Target("localhost", 444));
      askAll(dialer, targets, new PrintStream(printed, true, US_ASCII));
      String text = printed.toString(US_ASCII);
      assertTrue(text.contains("localhost:443: HTTP/1.1 200 OK\n"), text);
      assertTrue(text.contains("localhost:444: FailureReport"), text);
      assertTrue(text.contains("succeeded        1 of 2"), text);
      assertTrue(text.contains("retries          1"), text);
    }
  }

  private static void serve(Bio bio) throws IOException {
    try (TlsSocket socket = TlsSocket.server(bio, SERVER, Limits.defaults())) {
      socket.inputStream().read(new byte[1000]);
      socket.outputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
    }
  }

  @Test
  void documentQuotesIt() throws Exception {
    Path module =
        Path.of(FanOut.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getParent()
            .getParent();
    String source =
        Files.readString(module.resolve("src/test/java/dev/heddle/docs/FanOutExampleTest.java"));
    String begin = "// begin: quoted\n";
    String quoted =
        source
            .substring(source.indexOf(begin) + begin.length(), source.indexOf("  // end: quoted"))
            .stripTrailing()
            .stripIndent();
    String document = Files.readString(module.resolve("docs/fanout.md"));
    assertTrue(
        document.contains("```java\n" + quoted + "\n```\n"), "docs/fanout.md has another one");
  }
}
