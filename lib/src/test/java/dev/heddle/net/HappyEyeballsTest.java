package dev.heddle.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.support.Ends;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several addresses, of which each has its own trouble; with a clock that stands (RFC 8305). */
class HappyEyeballsTest {

  private static final String HOLE = "2001:db8::1";
  private static final String REFUSED = "192.0.2.1";
  private static final String SLOW = "2001:db8::2";
  private static final String GOOD = "192.0.2.2";
  private static final TlsConfig SERVER = Pair.server(TlsVersion.TLS_1_3);

  private final FakeTime time = new FakeTime();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final MemoryNetwork network =
      new MemoryNetwork(time)
          .name("localhost", REFUSED, GOOD, HOLE, SLOW)
          .answer(HOLE, 443, Answer.blackHole())
          .answer(REFUSED, 443, Answer.refuse())
          .answer(SLOW, 443, Answer.accept(this::serveLate))
          .answer(GOOD, 443, Answer.accept(HappyEyeballsTest::serve));

  @AfterEach
  void nothingIsLeft() {
    network.close();
    Deadline end = Deadline.in(Duration.ofSeconds(5)); // a look-up ends by itself
    while (time.alarms() > 0) {
      assertTrue(!end.hasPassed(), time.toString());
      Thread.onSpinWait();
    }
  }

  @Test
  void slowServerWinsIfItIsThereBeforeTheNextIsTried() throws Exception {
    FutureTask<TlsSocket> dial = dial(network);
    assertEquals("0 ms: resolved to 4 addresses", next());
    network.awaitAttempts(1);
    assertEquals(List.of(HOLE), attempts());

    time.awaitAlarmWithin(Duration.ofMillis(250));
    time.advance(Duration.ofMillis(249));
    assertEquals(List.of(HOLE), attempts());
    time.advance(Duration.ofMillis(1));
    assertEquals("250 ms: no connection to " + REFUSED, next());
    assertEquals("250 ms: connection to " + SLOW, next()); // at once, for the other has failed
    assertEquals(List.of(HOLE, REFUSED, SLOW), attempts());

    time.awaitAlarms(3); // the deadline, the next attempt, and the server's
    time.advance(Duration.ofMillis(200));
    assertEquals("450 ms: handshake with " + SLOW, next());
    try (TlsSocket socket = Ends.await(dial)) {
      assertEquals("localhost/[2001:db8:0:0:0:0:0:2]:443", socket.info().peer());
      assertEquals("450 ms: no connection to " + HOLE, next());
      assertEquals(1, network.open(), "the winner's");
      time.advance(Duration.ofSeconds(20));
      assertEquals(List.of(HOLE, REFUSED, SLOW), attempts());
      network.close();
    }
    assertEquals(0, network.open());
  }

  @Test
  void firstGoodHandshakeWinsNotTheFirstConnection() throws Exception {
    holdUp = true;
    FutureTask<TlsSocket> dial = dial(network);
    next();
    network.awaitAttempts(1);
    time.awaitAlarmWithin(Duration.ofMillis(250));
    time.advance(Duration.ofMillis(250));
    next();
    assertEquals("250 ms: connection to " + SLOW, next());
    time.awaitAlarms(3);
    time.advance(Duration.ofMillis(250));
    assertEquals("500 ms: connection to " + GOOD, next());
    assertEquals("500 ms: handshake with " + GOOD, next());
    try (TlsSocket socket = Ends.await(dial)) {
      assertEquals("localhost/192.0.2.2:443", socket.info().peer());
      List<String> losers = List.of(next(), next());
      assertTrue(losers.contains("500 ms: no connection to " + HOLE), losers.toString());
      assertTrue(losers.contains("500 ms: no handshake with " + SLOW), losers.toString());
      assertEquals(1, network.open(), "the winner's");
      network.close();
    }
    assertEquals(0, network.open());
  }

  @Test
  void allAttemptsAreInTheFailure() throws Exception {
    Answer notTls = Answer.accept(this::greet);
    network
        .answer(HOLE, 443, Answer.refuse().after(Duration.ofMillis(100)))
        .answer(SLOW, 443, notTls)
        .answer(GOOD, 443, notTls);
    FutureTask<TlsSocket> dial = dial(network);
    network.awaitAttempts(1);
    time.awaitAlarms(3);
    time.advance(Duration.ofMillis(100));
    TlsException e = assertThrows(TlsException.class, () -> Ends.await(dial));
    assertEquals(Category.NOT_TLS, e.fault().category(), e.getMessage());
    assertEquals("localhost/[2001:db8:0:0:0:0:0:2]:443", e.report().peer());
    List<String> others = messages(e.getSuppressed());
    assertEquals(
        "connect to localhost/[2001:db8:0:0:0:0:0:1]:443: the transport failed: Connection refused"
            + " (sent 0 bytes, received 0)",
        others.get(0));
    assertEquals(
        "connect to localhost/192.0.2.1:443: the transport failed: Connection refused"
            + " (sent 0 bytes, received 0)",
        others.get(1));
    assertTrue(others.get(2).startsWith("handshake with localhost/192.0.2.2:443: "), others.get(2));
    assertEquals(3, others.size());
    assertEquals(0, network.open());
  }

  @Test
  void deadlineNamesWhatTheFurthestWaitedForAndHasTheOthersInside() throws Exception {
    network.answer(GOOD, 443, Answer.blackHole());
    holdUp = true;
    FutureTask<TlsSocket> dial = dial(network);
    network.awaitAttempts(1);
    time.awaitAlarmWithin(Duration.ofMillis(250));
    time.advance(Duration.ofMillis(250));
    network.awaitAttempts(3);
    time.awaitAlarms(3);
    awaitEvent("250 ms: connection to " + SLOW);
    clientHello.await();
    time.advance(Duration.ofMillis(250));
    network.awaitAttempts(4);
    time.advance(Duration.ofMillis(29_500));
    TlsTimeoutException e = assertThrows(TlsTimeoutException.class, () -> Ends.await(dial));
    assertTrue(
        e.getMessage()
            .startsWith(
                "handshake with localhost/[2001:db8:0:0:0:0:0:2]:443: timed out after 30000 ms,"
                    + " waiting for ServerHello (name resolution 0 ms, connect 0 ms,"
                    + " handshake 29750 ms; sent "),
        e.getMessage());
    assertEquals(
        List.of(
            "connect to localhost/[2001:db8:0:0:0:0:0:1]:443: timed out after 30000 ms,"
                + " waiting for the connection (name resolution 0 ms, connect 30000 ms;"
                + " sent 0 bytes, received 0)",
            "connect to localhost/192.0.2.1:443: the transport failed: Connection refused"
                + " (sent 0 bytes, received 0)",
            "connect to localhost/192.0.2.2:443: timed out after 30000 ms,"
                + " waiting for the connection (name resolution 0 ms, connect 29500 ms;"
                + " sent 0 bytes, received 0)"),
        messages(e.getSuppressed()));
    assertEquals(0, network.open());
  }

  @Test
  void deadlineIsATimeoutAlsoIfAnAttemptThatFailedHadComeFurther() throws Exception {
    network.name("localhost", HOLE, GOOD).answer(GOOD, 443, Answer.accept(this::greet));
    FutureTask<TlsSocket> dial = dial(network);
    network.awaitAttempts(1);
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(250));
    awaitEvent("250 ms: no handshake with " + GOOD);
    time.advance(Duration.ofMillis(29_750));
    TlsTimeoutException e = assertThrows(TlsTimeoutException.class, () -> Ends.await(dial));
    assertEquals("localhost/[2001:db8:0:0:0:0:0:1]:443", e.report().peer());
    List<String> others = messages(e.getSuppressed());
    assertEquals(1, others.size());
    assertTrue(
        others
            .getFirst()
            .startsWith("handshake with localhost/192.0.2.2:443: the peer answered in SMTP"),
        others.getFirst());
  }

  @Test
  void transportThatComesTooLateIsClosed() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    Network stubborn = new Stubborn(network, late);
    network.name("localhost", HOLE, GOOD).answer(HOLE, 443, Answer.accept(bio -> swallow(bio)));
    FutureTask<TlsSocket> dial = dial(stubborn);
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(250));
    try (TlsSocket socket = Ends.await(dial)) {
      assertEquals("localhost/192.0.2.2:443", socket.info().peer());
      assertEquals(List.of(GOOD), attempts());
      late.countDown();
      network.awaitAttempts(2);
      awaitEvent("250 ms: connection to " + HOLE);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (network.open() > 1) {
        assertTrue(System.nanoTime() - end < 0, "the late one is still open");
        Thread.onSpinWait();
      }
      network.close();
    }
  }

  @Test
  void attemptDelayCanBeSet() throws Exception {
    Dialer dialer = dialer(network).toBuilder().attemptDelay(Duration.ofSeconds(2)).build();
    FutureTask<TlsSocket> dial = Ends.virtually(() -> dialer.connect("localhost", 443));
    network.awaitAttempts(1);
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(1999));
    time.awaitAlarmWithin(Duration.ofMillis(1));
    assertEquals(1, network.attempts().size());
    network.answer(REFUSED, 443, Answer.accept(HappyEyeballsTest::serve));
    time.advance(Duration.ofMillis(1));
    try (TlsSocket socket = Ends.await(dial)) {
      assertEquals("localhost/192.0.2.1:443", socket.info().peer());
      network.close();
    }
  }

  @Test
  void unknownHostSaysSo() throws Exception {
    FutureTask<TlsSocket> dial =
        Ends.virtually(() -> dialer(network).connect("nobody.example", 443));
    TlsException e = assertThrows(TlsException.class, () -> Ends.await(dial));
    assertEquals(
        "name resolution of nobody.example: nobody.example (sent 0 bytes, received 0)",
        e.getMessage());
    assertEquals(Phase.RESOLVE, e.report().phase());
    assertInstanceOf(
        UnknownHostException.class,
        assertInstanceOf(Fault.Transport.class, e.report().fault()).cause());
    assertEquals("0 ms: not resolved", next());
  }

  private volatile boolean holdUp;
  private final CountDownLatch clientHello = new CountDownLatch(1);

  /** Answers after 200 ms, or never. */
  private void serveLate(Bio bio) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    TimeSource.Alarm alarm = time.at(time.in(Duration.ofMillis(200)), go::countDown);
    try {
      if (holdUp) {
        swallow(bio);
      }
      go.await();
      serve(bio);
    } finally {
      alarm.cancel();
    }
  }

  private void greet(Bio bio) throws IOException {
    bio.write("220 hello\r\n".getBytes(US_ASCII), 0, 11);
    swallow(bio);
  }

  private void swallow(Bio bio) throws IOException {
    while (bio.read(new byte[1000], 0, 1000) > 0) {
      clientHello.countDown();
    }
  }

  private static void serve(Bio bio) throws IOException {
    try (TlsSocket server = TlsSocket.server(bio, SERVER, Limits.defaults())) {
      server.inputStream().readAllBytes();
    }
  }

  private FutureTask<TlsSocket> dial(Network over) {
    Dialer dialer = dialer(over);
    return Ends.virtually(() -> dialer.connect("localhost", 443));
  }

  private Dialer dialer(Network over) {
    return Dialer.builder()
        .config(TlsConfig.builder().trust(Ends.trust()).build())
        .network(over)
        .time(time)
        .listener(this::note)
        .build();
  }

  private void note(ConnectionEvent event) {
    String what =
        switch (event) {
          case ConnectionEvent.Resolved e ->
              e.failure() == null
                  ? "resolved to " + e.addresses().size() + " addresses"
                  : "not resolved";
          case ConnectionEvent.Connected e ->
              (e.failure() == null ? "" : "no ") + "connection to " + shortly(e.peer());
          case ConnectionEvent.Handshake e ->
              (e.failure() == null ? "" : "no ") + "handshake with " + shortly(e.peer());
          case ConnectionEvent.Closed e -> "closed";
        };
    events.add(TimeUnit.NANOSECONDS.toMillis(time.nanoTime()) + " ms: " + what);
  }

  private static String shortly(String peer) {
    return peer.replaceFirst("localhost/", "")
        .replaceFirst(":443$", "")
        .replaceAll("[\\[\\]]", "")
        .replace(":0:0:0:0:0:", "::");
  }

  private String next() throws InterruptedException {
    return events.poll(5, TimeUnit.SECONDS);
  }

  private void awaitEvent(String event) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (String each = next(); !event.equals(each); each = next()) {
      seen.add(each);
      assertTrue(each != null, event + " is not among " + seen);
    }
  }

  private List<String> attempts() {
    return network.attempts().stream()
        .map(each -> shortly(((InetSocketAddress) each.remote()).getAddress().getHostAddress()))
        .toList();
  }

  private static List<String> messages(Throwable[] thrown) {
    return List.of(thrown).stream().map(Throwable::getMessage).toList();
  }

  /** A network that heeds no interrupt, and makes the first connection when told. */
  private record Stubborn(MemoryNetwork network, CountDownLatch late) implements Network {
    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
      return network.resolve(host);
    }

    @Override
    public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
      boolean interrupted = false;
      while (remote.toString().contains("2001:db8") && late.getCount() > 0) {
        try {
          late.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      Bio bio = network.connect(remote, local);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return bio;
    }
  }
}
