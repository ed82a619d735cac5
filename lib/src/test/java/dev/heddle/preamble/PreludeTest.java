package dev.heddle.preamble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Category;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.support.Ends;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Time, interruption, bounds and ends of what is said before TLS, whatever is said. */
class PreludeTest {

  private static final Preamble SOCKS =
      Proxy.socks5("proxy.example", 1080, "me", "s3cret".toCharArray());
  private static final String EHLO = ">EHLO [127.0.0.1]\r\n";

  /** Where each conversation can stall: what has been said, and what is waited for then. */
  static Stream<Arguments> stalls() {
    return Stream.of(
        row(StartTls.POSTGRESQL, "the answer to SSLRequest", ">\0\0\0\10"),
        row(StartTls.MYSQL, "the server's greeting", "<\100\0\0\0\n8.0"),
        row(StartTls.SMTP, "the server's greeting", "<220-x\r\n"),
        row(StartTls.SMTP, "the answer to EHLO", "<220 x\r\n", EHLO),
        row(
            StartTls.SMTP,
            "the answer to STARTTLS",
            "<220 x\r\n",
            EHLO,
            "<250-x\r\n250 STARTTLS\r\n",
            ">STARTTLS\r\n",
            "<22"),
        row(StartTls.IMAP, "the server's greeting"),
        row(StartTls.IMAP, "the answer to CAPABILITY", "<* OK\r\n", ">a1 CAPABILITY\r\n"),
        row(
            StartTls.IMAP,
            "the answer to STARTTLS",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<* CAPABILITY STARTTLS\r\na1 OK\r\n",
            ">a2 STARTTLS\r\n"),
        row(StartTls.LDAP, "the answer to StartTLS", "<0"),
        row(SOCKS, "the SOCKS5 proxy's choice of a login", ">\5\2\0\2"),
        row(SOCKS, "the SOCKS5 proxy's answer to the login", ">\5\2\0\2", "<\5\2", ">\1"),
        row(SOCKS, "the SOCKS5 proxy's answer to CONNECT", ">\5\2\0\2", "<\5\0", ">\5\1\0"),
        row(
            Proxy.httpConnect("proxy.example", 3128),
            "the proxy's answer to CONNECT",
            ">CONNECT ",
            "<HTTP/1.1 200 OK\r\n"));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("stalls")
  void timeoutNamesWhatWasWaitedFor(Preamble preamble, String awaited, String[] lines)
      throws Exception {
    FakeTime time = new FakeTime();
    CountDownLatch waits = new CountDownLatch(1);
    try (Script script = Script.open()) {
      script.run(
          () -> {
            script.follow(lines);
            waits.await();
            time.advance(Duration.ofSeconds(20));
            return null;
          });
      Prelude prelude =
          Prelude.hold(
              List.of(preamble),
              script.client(),
              "db.example",
              5432,
              time,
              time.in(Duration.ofSeconds(20)),
              20_000,
              (phase, awaiting) -> {
                if (awaiting.equals(awaited)) {
                  waits.countDown();
                }
              });
      String message = script.message(prelude);
      String phase = preamble.phase().noun();
      assertTrue(
          message.startsWith(
              phase + " with PEER: timed out after 20000 ms, waiting for " + awaited + " ("),
          message);
      assertTrue(message.contains("(" + phase + " 20000 ms; sent "), message);
      assertEquals(Category.TIMEOUT, prelude.failure().fault().category());
      script.done();
      assertDropped(script);
    }
  }

  /** One byte after the other, each well inside any limit of one read. */
  @Test
  void drippingServerIsHeldToTheDeadlineOfAll() throws Exception {
    try (Script script = Script.open()) {
      script.run(
          () -> {
            try {
              for (int i = 0; ; i++) {
                script.follow(i % 100 == 99 ? "<\n" : "<2");
                Thread.sleep(1);
              }
            } catch (IOException gone) {
              return null;
            }
          });
      Prelude prelude =
          script.hold(TimeSource.system(), Deadline.in(Duration.ofMillis(300)), new Endless());
      assertInstanceOf(Fault.TimedOut.class, prelude.failure().fault());
      script.done();
    }
  }

  @Test
  void deadlineThatHasPassedIsATimeout() throws Exception {
    try (Script script = Script.open()) {
      Prelude prelude = script.hold(TimeSource.system(), Deadline.in(Duration.ZERO), StartTls.SMTP);
      assertInstanceOf(Fault.TimedOut.class, prelude.failure().fault());
    }
  }

  @Test
  void interruptedThreadGivesUp() throws Exception {
    try (Script script = Script.open()) {
      FutureTask<Prelude> held = new FutureTask<>(() -> script.hold(StartTls.POSTGRESQL));
      Thread thread = Thread.ofVirtual().name("held").start(held);
      script.follow(">\0\0\0\10");
      thread.interrupt();
      Prelude prelude = Ends.await(held);
      assertEquals(Fault.Cancelled.INTERRUPTED, prelude.failure().fault());
      assertInstanceOf(TlsInterruptedException.class, prelude.failure().toException());
      assertTrue(script.message(prelude).startsWith("STARTTLS with PEER: interrupted ("));
    }
  }

  @Test
  void endOfTheStreamNamesWhatWasWaitedFor() throws Exception {
    try (Script script = Script.open()) {
      script.run(
          () -> {
            script.follow(">\0\0\0\10\4\322\26\57");
            script.server().shutdownOutput();
            return null;
          });
      Prelude prelude = script.hold(StartTls.POSTGRESQL);
      assertEquals(
          "STARTTLS with PEER: closed by the peer before the answer to SSLRequest (sent 8 bytes,"
              + " received 0)",
          script.message(prelude));
      assertDropped(script);
    }
  }

  static Stream<Arguments> tooLong() {
    String line = "x".repeat(9000);
    return Stream.of(
        row(
            StartTls.SMTP,
            "a line of more than 2048 bytes: '220-xxxxxxxxxxxxxxxxxxxxxxxxxxxx...'",
            "<220-" + line),
        row(StartTls.SMTP, "a reply of more than 100 lines", "<" + "220-x\r\n".repeat(101)),
        row(
            StartTls.IMAP,
            "a line of more than 8192 bytes: '* OK xxxxxxxxxxxxxxxxxxxxxxxxxxx...'",
            "<* OK " + line),
        row(
            StartTls.IMAP,
            "an answer of more than 100 lines",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<" + "* OK\r\n".repeat(101)),
        row(
            Proxy.httpConnect("proxy.example", 3128),
            "a line of more than 8192 bytes: 'HTTP/1.1 xxxxxxxxxxxxxxxxxxxxxxx...'",
            "<HTTP/1.1 " + line),
        row(
            Proxy.httpConnect("proxy.example", 3128),
            "it said more than 262144 bytes",
            "<" + ("HTTP/1.1 103 x\r\nA: " + "x".repeat(8000) + "\r\n\r\n").repeat(34)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource
  void tooLong(Preamble preamble, String detail, String[] lines) throws Exception {
    try (Script script = Script.open()) {
      script.run(
          () -> {
            try {
              script.follow(lines);
            } catch (IOException refused) {
              return null; // nobody reads on
            }
            return null;
          });
      Prelude prelude = script.hold(preamble);
      String message = script.message(prelude);
      assertEquals(
          preamble.phase().noun() + " with PEER: the peer broke the protocol: " + detail,
          message.substring(0, message.indexOf(" (sent")));
      script.done();
    }
  }

  @Test
  void nothingIsSaidWhereThereIsNothingToSay() throws Exception {
    try (Script script = Script.open()) {
      Prelude prelude = script.hold();
      assertNull(prelude.failure());
      assertTrue(prelude.times().isEmpty());
      assertEquals(1, script.client().write(new byte[1], 0, 1));
    }
  }

  @Test
  void transportMustBlock() {
    BioPair pair = BioPair.of(0, 0);
    assertEquals(
        "the transport must be blocking",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Prelude.hold(
                        List.of(StartTls.SMTP),
                        pair.first(),
                        "x",
                        1,
                        TimeSource.system(),
                        Deadline.never(),
                        1))
            .getMessage());
  }

  @Test
  void preambleThatThrowsLeavesNothingOpen() throws Exception {
    try (Script script = Script.open()) {
      assertEquals(
          "no line of printable ASCII",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> script.hold(new Words(talk -> talk.sendLine("x\r\nRSET", "nothing"))))
              .getMessage());
      assertDropped(script);
    }
  }

  /** The server sees a reset or an end at once. */
  private static void assertDropped(Script script) {
    ByteBuffer rest = ByteBuffer.allocate(4096);
    try {
      while (script.server().read(rest.clear()) >= 0) {
        continue;
      }
    } catch (IOException reset) {
      assertTrue(reset.getMessage().contains("reset"), reset::toString);
    }
  }

  private static Arguments row(Preamble preamble, String text, String... lines) {
    return Arguments.of(preamble, text, lines);
  }

  /** A conversation of the test's own. */
  private record Words(Saying words) implements Preamble {
    /** What is said. */
    @FunctionalInterface
    interface Saying {
      void say(PlainTalk talk) throws IOException;
    }

    @Override
    public String protocol() {
      return "words";
    }

    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }

    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      words.say(talk);
    }
  }

  /** Listens for ever. */
  private record Endless() implements Preamble {
    @Override
    public String protocol() {
      return "endless";
    }

    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }

    @Override
    public void talk(PlainTalk talk, String host, int port) throws IOException {
      while (true) {
        talk.readByte();
      }
    }
  }
}
