package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.support.Ends;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one deadline of a dial, and interrupts, in each of its phases. */
class DialLimitsTest {

  private static final Limits LIMITS = Limits.defaults().withConnect(Duration.ofSeconds(10));
  private static final TlsConfig CLIENT = TlsConfig.builder().trust(Ends.trust()).build();

  private final FakeTime time = new FakeTime();
  private final CountDownLatch clientHello = new CountDownLatch(1);
  private final MemoryNetwork network =
      new MemoryNetwork(time).slowName("localhost", Duration.ofSeconds(1), "192.0.2.1");
  private final Dialer dialer =
      Dialer.builder().config(CLIENT).network(network).time(time).limits(LIMITS).build();

  @AfterEach
  void nothingIsLeft() {
    assertEquals(0, network.open());
    network.close();
    Deadline end = Deadline.in(Duration.ofSeconds(5)); // a look-up ends by itself
    while (time.alarms() > 0) {
      assertTrue(!end.hasPassed(), time.toString());
      Thread.onSpinWait();
    }
  }

  @Test
  void deadlineInNameResolution() throws Exception {
    network.slowName("localhost", Limits.FOREVER, "192.0.2.1");
    FutureTask<TlsSocket> dial = dial();
    time.awaitAlarms(1);
    time.advance(Duration.ofSeconds(10));
    assertEquals(
        "name resolution of localhost: timed out after 10000 ms, waiting for its address"
            + " (name resolution 10000 ms; sent 0 bytes, received 0)",
        timeout(dial, Phase.RESOLVE).getMessage());
  }

  @Test
  void deadlineInConnect() throws Exception {
    network.answer("192.0.2.1", 443, Answer.blackHole());
    FutureTask<TlsSocket> dial = dial();
    time.awaitAlarms(2);
    time.advance(Duration.ofSeconds(1));
    network.awaitAttempts(1);
    time.advance(Duration.ofSeconds(9));
    assertEquals(
        "connect to localhost/192.0.2.1:443: timed out after 10000 ms, waiting for the connection"
            + " (name resolution 1000 ms, connect 9000 ms; sent 0 bytes, received 0)",
        timeout(dial, Phase.CONNECT).getMessage());
  }

  @Test
  void deadlineInHandshake() throws Exception {
    network.answer("192.0.2.1", 443, Answer.accept(this::swallow).after(Duration.ofSeconds(2)));
    FutureTask<TlsSocket> dial = dial();
    time.awaitAlarms(2);
    time.advance(Duration.ofSeconds(1));
    time.awaitAlarms(2);
    time.advance(Duration.ofSeconds(2));
    clientHello.await();
    time.advance(Duration.ofSeconds(7));
    String message = timeout(dial, Phase.HELLO).getMessage();
    assertTrue(
        message.matches(
            "handshake with localhost/192\\.0\\.2\\.1:443: timed out after 10000 ms, waiting for"
                + " ServerHello \\(name resolution 1000 ms, connect 2000 ms, handshake 7000 ms;"
                + " sent \\d+ bytes, received 0\\)"),
        message);
  }

  @Test
  void deadlineWhileWaitingForATurn() throws Exception {
    network.answer("192.0.2.1", 443, Answer.accept(this::swallow));
    Dialer narrow = dialer.toBuilder().maxHandshakes(1).build();
    FutureTask<TlsSocket> first =
        Ends.virtually(() -> narrow.connect(new InetSocketAddress("192.0.2.1", 443), "localhost"));
    clientHello.await();
    FutureTask<TlsSocket> second =
        Ends.virtually(
            () ->
                narrow.connect(
                    new InetSocketAddress("192.0.2.1", 443),
                    "localhost",
                    time.in(Duration.ofSeconds(5))));
    network.awaitAttempts(2);
    awaitWaiting(narrow.turns, 1);
    time.advance(Duration.ofSeconds(5));
    assertEquals(
        "handshake with 192.0.2.1:443: timed out after 5000 ms, waiting for a turn among 1"
            + " handshakes at once (connect 0 ms, handshake 5000 ms; sent 0 bytes, received 0)",
        timeout(second, Phase.HELLO).getMessage());
    time.advance(Duration.ofSeconds(5));
    timeout(first, Phase.HELLO);
    assertEquals(0, narrow.turns.taken());
  }

  @Test
  void waitForATurnCountsAsHandshake() throws Exception {
    network.answer("192.0.2.1", 443, Answer.accept(this::swallow));
    Dialer narrow = dialer.toBuilder().maxHandshakes(1).build();
    InetSocketAddress address = new InetSocketAddress("192.0.2.1", 443);
    FutureTask<TlsSocket> first =
        Ends.virtually(() -> narrow.connect(address, "localhost", time.in(Duration.ofSeconds(3))));
    clientHello.await();
    CountDownLatch again = new CountDownLatch(1);
    network.answer(
        "192.0.2.1",
        443,
        Answer.accept(
            bio -> {
              while (bio.read(new byte[1000], 0, 1000) > 0) {
                again.countDown();
              }
            }));
    FutureTask<TlsSocket> second = Ends.virtually(() -> narrow.connect(address, "localhost"));
    awaitWaiting(narrow.turns, 1);
    time.advance(Duration.ofSeconds(3));
    timeout(first, Phase.HELLO);
    again.await();
    time.advance(Duration.ofSeconds(7));
    String message = timeout(second, Phase.HELLO).getMessage();
    assertTrue(
        message.contains("waiting for ServerHello (connect 0 ms, handshake 10000 ms; sent "),
        message);
  }

  @Test
  void waitForATurnIsAddedToTheFirstPhaseOfTheHandshake() {
    Map<Phase, Duration> waited = Map.of(Phase.HELLO, Duration.ofSeconds(3));
    Setup setup =
        new Setup(LIMITS, NaglePolicy.OFF, time, new Observer(null), waited, "192.0.2.1:443");
    assertEquals(
        Map.of(Phase.HELLO, Duration.ofSeconds(5), Phase.FINISH, Duration.ofSeconds(1)),
        setup.times(
            Map.of(Phase.HELLO, Duration.ofSeconds(2), Phase.FINISH, Duration.ofSeconds(1))));
  }

  @Test
  void attemptThatHasYetToBeginCanBeGivenUp() {
    Dial dial =
        new Dial(
            dialer,
            "localhost",
            "localhost:443",
            new Course("localhost", 443, null, null),
            Deadline.never());
    Attempt attempt =
        new Attempt(dial, new InetSocketAddress("192.0.2.1", 443), Stopwatch.of(time));
    attempt.giveUp(Fault.Cancelled.INTERRUPTED);
    assertEquals(
        "connect to 192.0.2.1:443: interrupted (sent 0 bytes, received 0)",
        attempt.failure().getMessage());
  }

  @Test
  void handshakesTakeTurns() throws Exception {
    TlsConfig server = Pair.server(TlsVersion.TLS_1_3);
    CountDownLatch go = new CountDownLatch(1);
    network.answer(
        "192.0.2.1",
        443,
        Answer.accept(
            bio -> {
              go.await();
              try (TlsSocket socket = TlsSocket.server(bio, server, Limits.defaults())) {
                socket.inputStream().readAllBytes();
              }
            }));
    Dialer narrow = dialer.toBuilder().maxHandshakes(2).build();
    List<FutureTask<TlsSocket>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(
          Ends.virtually(
              () -> narrow.connect(new InetSocketAddress("192.0.2.1", 443), "localhost")));
    }
    network.awaitAttempts(6);
    awaitWaiting(narrow.turns, 4);
    assertEquals(2, narrow.turns.taken());
    go.countDown();
    for (FutureTask<TlsSocket> each : all) {
      Ends.await(each).abort();
    }
    assertEquals(0, narrow.turns.taken());
  }

  @Test
  void earlierOfTwoDeadlinesCounts() throws Exception {
    FutureTask<TlsSocket> dial =
        Ends.virtually(() -> dialer.connect("localhost", 443, time.in(Duration.ofMillis(300))));
    time.awaitAlarms(2);
    time.advance(Duration.ofMillis(300));
    assertTrue(timeout(dial, Phase.RESOLVE).getMessage().contains("timed out after 300 ms"));
    time.advance(Duration.ofSeconds(1)); // the look-up
  }

  @Test
  void deadlineThatHasPassedLetsNothingBegin() {
    Deadline passed = time.in(Duration.ZERO);
    assertThrows(TlsTimeoutException.class, () -> dialer.connect("localhost", 443, passed));
    assertThrows(TlsTimeoutException.class, () -> dialer.connect("192.0.2.1", 443, passed));
    assertEquals(List.of(), network.lookups());
    assertEquals(List.of(), network.attempts());
  }

  /** What stalls, on the system's sockets. */
  enum Stall {
    RESOLVE,
    CONNECT,
    HANDSHAKE
  }

  @ParameterizedTest
  @CsvSource({
    "RESOLVE,true", "RESOLVE,false",
    "CONNECT,true", "CONNECT,false",
    "HANDSHAKE,true", "HANDSHAKE,false"
  })
  void interruptEndsIt(Stall stall, boolean platform) throws Exception {
    try (Stalling stalling = new Stalling(stall)) {
      FutureTask<Boolean> dial =
          new FutureTask<>(
              () -> {
                Dialer real = Dialer.builder().config(CLIENT).network(stalling).build();
                TlsInterruptedException e =
                    assertThrows(
                        TlsInterruptedException.class,
                        () -> real.connect("localhost", stalling.port()));
                assertEquals(
                    stall == Stall.HANDSHAKE ? Phase.HELLO : Phase.valueOf(stall.name()),
                    e.report().phase());
                return Thread.interrupted();
              });
      Thread thread = platform ? Thread.ofPlatform().start(dial) : Thread.ofVirtual().start(dial);
      stalling.reached.await();
      thread.interrupt();
      assertTrue(dial.get(2, TimeUnit.SECONDS), "the flag stays");
      thread.join();
    }
  }

  @ParameterizedTest
  @CsvSource({"RESOLVE", "CONNECT", "HANDSHAKE"})
  void deadlineEndsItOnTheSystemsSockets(Stall stall) throws Exception {
    try (Stalling stalling = new Stalling(stall)) {
      Limits limits = Limits.defaults().withConnect(Duration.ofMillis(300));
      Dialer real = Dialer.builder().config(CLIENT).network(stalling).limits(limits).build();
      TlsTimeoutException e =
          assertThrows(TlsTimeoutException.class, () -> real.connect("localhost", stalling.port()));
      assertEquals(
          stall == Stall.HANDSHAKE ? Phase.HELLO : Phase.valueOf(stall.name()), e.report().phase());
      assertNotNull(e.report().times().get(e.report().phase()));
    }
  }

  @Test
  void interruptedThreadDoesNotBegin() {
    Thread.currentThread().interrupt();
    assertThrows(
        TlsInterruptedException.class,
        () -> dialer.connect(new InetSocketAddress("192.0.2.1", 443), "localhost"));
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), network.attempts());
  }

  private FutureTask<TlsSocket> dial() {
    return Ends.virtually(() -> dialer.connect("localhost", 443));
  }

  private void swallow(Bio bio) throws IOException {
    while (bio.read(new byte[1000], 0, 1000) > 0) {
      clientHello.countDown();
    }
  }

  private static TlsTimeoutException timeout(FutureTask<TlsSocket> dial, Phase phase) {
    TlsTimeoutException e = assertThrows(TlsTimeoutException.class, () -> Ends.await(dial));
    assertEquals(phase, e.report().phase());
    assertEquals(0, e.getSuppressed().length);
    return e;
  }

  private static void awaitWaiting(Turns turns, int count) {
    Deadline end = Deadline.in(Duration.ofSeconds(5));
    while (turns.waiting() != count) {
      assertTrue(!end.hasPassed(), turns.waiting() + " wait");
      Thread.onSpinWait();
    }
  }

  /** A network of the system's sockets that stalls in one place, and says when it does. */
  private static final class Stalling implements Network, AutoCloseable {
    private final Stall stall;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final List<SocketChannel> fillers = new ArrayList<>();
    private final FutureTask<Void> server;

    Stalling(Stall stall) throws IOException {
      this.stall = stall;
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      for (int i = 0; stall == Stall.CONNECT && i < 8; i++) { // who comes now gets no answer
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(listener.getLocalAddress());
        fillers.add(filler);
      }
      server =
          Ends.virtually(
              () -> {
                if (stall == Stall.HANDSHAKE) {
                  try (SocketChannel channel = listener.accept()) {
                    var buffer = ByteBuffer.allocate(1000);
                    while (channel.read(buffer.clear()) > 0) {
                      reached.countDown();
                    }
                  } catch (IOException e) {
                    return null; // the client has reset it
                  }
                }
                return null;
              });
    }

    int port() throws IOException {
      return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public List<InetAddress> resolve(String host) {
      try {
        if (stall == Stall.RESOLVE) {
          reached.countDown();
          release.await();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return List.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
      if (stall == Stall.CONNECT) {
        reached.countDown();
      }
      return Network.system().connect(remote, local);
    }

    @Override
    public void close() throws IOException {
      release.countDown();
      try {
        Ends.await(server);
      } catch (Exception e) {
        throw new IOException(e);
      }
      listener.close();
      for (SocketChannel each : fillers) {
        each.close();
      }
    }
  }
}
