package dev.heddle.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/testing.md}: what stands between the two marks is quoted there. */
class TestingExampleTest {

  // begin: quoted
  @Test
  void givesUpOnAServerThatNeverAnswers() throws Exception {
    FakeTime time = new FakeTime();
    try (MemoryNetwork network = new MemoryNetwork(time)) {
      network.name("db.example", "192.0.2.7");
      CountDownLatch asked = new CountDownLatch(1);
      Answer.Server silent =
          bio -> {
            while (bio.read(new byte[100], 0, 100) > 0) {
              asked.countDown();
            }
          };
      network.answer("192.0.2.7", 5432, Answer.accept(silent));
      Dialer dialer =
          Dialer.builder()
              .network(network)
              .time(time)
              .limits(Limits.defaults().withConnect(Duration.ofSeconds(10)))
              .build();

      FutureTask<TlsTimeoutException> connect =
          new FutureTask<>(
              () ->
                  assertThrows(
                      TlsTimeoutException.class, () -> dialer.connect("db.example", 5432)));
      Thread.ofVirtual().start(connect);
      asked.await(); // the ClientHello has come
      time.advance(Duration.ofSeconds(10)); // takes no time

      assertEquals(Phase.HELLO, connect.get().report().phase());
      assertEquals(0, network.open());
    }
  }

  // end: quoted

  @Test
  void documentQuotesIt() throws Exception {
    Path library = library();
    String source =
        Files.readString(library.resolve("src/test/java/dev/heddle/docs/TestingExampleTest.java"));
    String begin = "// begin: quoted\n";
    String example =
        source
            .substring(source.indexOf(begin) + begin.length(), source.indexOf("  // end: quoted"))
            .stripTrailing()
            .stripIndent();
    String quoted = Files.readString(library.resolve("docs/testing.md"));
    assertTrue(quoted.contains("```java\n" + example + "\n```\n"), "docs/testing.md differs");
  }

  private static Path library() throws URISyntaxException {
    return Path.of(
            TestingExampleTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toAbsolutePath()
        .getParent()
        .getParent();
  }
}
