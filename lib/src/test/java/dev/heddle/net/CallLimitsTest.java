package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.support.FullListener;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of a connection that stands, whose peer does nothing: in memory, and over sockets. */
class CallLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Limits NONE =
      new Limits(LIMIT, Limits.FOREVER, Limits.FOREVER, LIMIT, Limits.FOREVER);

  private final FakeTime time = new FakeTime();
  private final MemoryNetwork network = new MemoryNetwork(time);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() {
    over.countDown();
    network.close();
  }

  @Test
  void readEndsAtItsLimitAndCanBeCalledAgain() throws Exception {
    TlsSocket socket = connect(NONE.withRead(LIMIT));
    for (int i = 0; i < 2; i++) {
      FutureTask<TlsTimeoutException> read = late(() -> socket.read(new byte[1], 0, 1));
      time.awaitAlarmWithin(LIMIT);
      time.advance(LIMIT);
      assertText(
          "data with localhost/192.0.2.7:443: timed out after 10000 ms, waiting for data ", read);
    }
    assertEquals(1, network.open());
    socket.abort();
  }

  @Test
  void writeEndsAtItsLimitAndTheConnectionIsGone() throws Exception {
    TlsSocket socket = connect(NONE.withWrite(LIMIT));
    FutureTask<TlsTimeoutException> write =
        late(
            () -> {
              socket.write(new byte[1 << 20], 0, 1 << 20);
              return 0;
            });
    awaitStuck(socket);
    time.advance(LIMIT.multipliedBy(2)); // a write's alarm may have been set for an earlier piece
    assertText(
        "data with localhost/192.0.2.7:443: timed out after 10000 ms, waiting for the peer to take"
            + " what is written ",
        write);
    assertEquals(0, network.open());
    assertEquals(Probe.CLOSED, socket.probe());
  }

  @Test
  void phasesAreMeasuredOnTheClockThatWasGiven() throws Exception {
    TlsSocket socket = connect(NONE);
    socket.info().times().forEach((phase, took) -> assertEquals(Duration.ZERO, took, phase::noun));
    socket.abort();
  }

  @Test
  void closeEndsAtItsLimit() throws Exception {
    TlsSocket socket = connect(NONE);
    FutureTask<Integer> close =
        run(
            () -> {
              socket.close();
              return 0;
            });
    time.awaitAlarmWithin(LIMIT);
    time.advance(LIMIT);
    close.get(10, TimeUnit.SECONDS);
    assertEquals(0, network.open());
  }

  @Test
  void idleConnectionIsClosedAtItsLimit() throws Exception {
    TlsSocket socket = connect(NONE.withIdle(LIMIT).withClose(Duration.ZERO));
    FutureTask<TlsTimeoutException> read = late(() -> socket.read(new byte[1], 0, 1));
    time.awaitAlarmWithin(LIMIT);
    time.advance(LIMIT);
    assertText(
        "data with localhost/192.0.2.7:443: timed out after 10000 ms, waiting for any data, in or"
            + " out ",
        read);
    assertEquals(0, network.open());
    assertTrue(socket.isClosed());
  }

  /** What a call that is interrupted does. */
  enum Call {
    READ,
    WRITE,
    CLOSE
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheCallAndTheConnection(Call call) throws Exception {
    assertInterrupted(call, connect(NONE));
    assertEquals(0, network.open());
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheCallOverASocket(Call call) throws Exception {
    for (Pair.Kind kind : Pair.Kind.values()) {
      try (Pair pair = Pair.open(kind, TlsVersion.TLS_1_3, NONE)) {
        assertInterrupted(call, pair.client());
      }
    }
  }

  private static void assertInterrupted(Call call, TlsSocket socket) throws Exception {
    FutureTask<IOException> stuck =
        new FutureTask<>(
            () -> {
              IOException thrown = null;
              try {
                switch (call) {
                  case READ -> socket.read(new byte[1], 0, 1);
                  case WRITE -> socket.write(new byte[1 << 24], 0, 1 << 24);
                  case CLOSE -> socket.close();
                }
              } catch (IOException e) {
                thrown = e;
              }
              assertTrue(Thread.currentThread().isInterrupted());
              return thrown;
            });
    Thread thread = Thread.ofVirtual().start(stuck);
    switch (call) {
      case READ -> {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      case WRITE -> awaitStuck(socket);
      case CLOSE -> {
        while (!socket.isClosed()) {
          Thread.onSpinWait();
        }
      }
    }
    thread.interrupt();
    IOException thrown = stuck.get(10, TimeUnit.SECONDS);
    if (call != Call.CLOSE) { // which has nobody to tell
      assertInstanceOf(TlsInterruptedException.class, thrown);
      assertTrue(thrown.getMessage().contains(": interrupted"), thrown.getMessage());
    }
    assertEquals(Probe.CLOSED, socket.probe());
  }

  @ParameterizedTest
  @EnumSource
  void limitsHoldOverSockets(Pair.Kind kind) throws Exception {
    Duration soon = Duration.ofMillis(100);
    Limits limits = new Limits(LIMIT, soon, soon, soon, Limits.FOREVER);
    try (Pair pair = Pair.open(kind, TlsVersion.TLS_1_3, limits)) {
      TlsSocket client = pair.client();
      for (int i = 0; i < 3; i++) {
        assertLate("data", assertThrows(TlsTimeoutException.class, () -> client.read(BUF, 0, 1)));
      }
      pair.server().write(BUF, 0, 1);
      client.limits(limits.withRead(LIMIT));
      assertEquals(1, client.read(BUF, 0, 1));
      assertLate(
          "the peer to take what is written",
          assertThrows(
              TlsTimeoutException.class, () -> client.write(new byte[1 << 24], 0, 1 << 24)));
      assertEquals(Probe.CLOSED, client.probe());
    }
    try (Pair pair = Pair.open(kind, TlsVersion.TLS_1_3, limits)) {
      pair.client().close(); // the other end neither reads nor closes
      assertEquals(Probe.CLOSED, pair.client().probe());
    }
    try (Pair pair = Pair.open(kind, TlsVersion.TLS_1_3, NONE.withIdle(soon).withClose(soon))) {
      assertLate(
          "any data, in or out",
          assertThrows(TlsTimeoutException.class, () -> pair.client().read(BUF, 0, 1)));
    }
    Pair.Wire wire = Pair.wire(kind);
    assertLate(
        "ServerHello",
        assertThrows(
            TlsTimeoutException.class,
            () ->
                TlsSocket.client(
                    wire.near(), Pair.client(TlsVersion.TLS_1_3), limits.withConnect(soon))));
    wire.far().close();
  }

  @Test
  void connectToAListenerThatAcceptsNobodyEnds() throws Exception {
    try (FullListener full = new FullListener()) {
      Dialer dialer =
          Dialer.builder()
              .config(Pair.client(TlsVersion.TLS_1_3))
              .limits(Limits.defaults().withConnect(Duration.ofMillis(100)))
              .build();
      assertLate(
          "the connection",
          assertThrows(
              TlsTimeoutException.class, () -> dialer.connect(full.address(), "localhost")));

      Dialer patient = dialer.toBuilder().limits(NONE).build();
      FutureTask<TlsInterruptedException> connect =
          new FutureTask<>(
              () ->
                  assertThrows(
                      TlsInterruptedException.class,
                      () -> patient.connect(full.address(), "localhost")));
      Thread thread = Thread.ofVirtual().start(connect);
      while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      assertTrue(connect.get(10, TimeUnit.SECONDS).getMessage().contains(": interrupted"));
    }
  }

  private static void assertLate(String waitingFor, TlsTimeoutException late) {
    assertTrue(
        late.getMessage().contains(": timed out after 100 ms, waiting for " + waitingFor + " ("),
        late.getMessage());
  }

  /** A connection in memory whose server does nothing once it stands. */
  private TlsSocket connect(Limits limits) throws Exception {
    network.name("localhost", "192.0.2.7");
    network.answer("192.0.2.7", 443, Answer.accept(this::serve));
    Dialer dialer =
        Dialer.builder()
            .network(network)
            .time(time)
            .config(Pair.client(TlsVersion.TLS_1_3))
            .limits(limits)
            .build();
    return dialer.connect("localhost", 443);
  }

  private void serve(Bio bio) throws Exception {
    // No tickets: one that came while the clock is moved would keep a read waiting for more time.
    TlsConfig config = Pair.server(TlsVersion.TLS_1_3).withSessions(Sessions.none());
    TlsSocket socket = TlsSocket.server(bio, config, Limits.defaults());
    try {
      over.await();
    } finally {
      socket.abort();
    }
  }

  /** Waits until a writer gets nothing more out. */
  private static void awaitStuck(TlsSocket socket) throws InterruptedException {
    long before = -1;
    while (socket.info().sent() != before || before < 60_000) {
      before = socket.info().sent();
      Thread.sleep(50);
    }
  }

  private static FutureTask<TlsTimeoutException> late(Callable<Integer> call) {
    return run(() -> assertThrows(TlsTimeoutException.class, call::call));
  }

  private static <T> FutureTask<T> run(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void assertText(String begin, FutureTask<TlsTimeoutException> late)
      throws Exception {
    String message = late.get(10, TimeUnit.SECONDS).getMessage();
    assertTrue(message.startsWith(begin + "("), message);
  }

  private static final byte[] BUF = new byte[1];
}
