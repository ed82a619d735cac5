package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.support.Ends;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each limit of a listener, met by clients that are slow or many. */
class ListenerLimitsTest {

  private final FakeTime time = new FakeTime();
  private final ConcurrentLinkedQueue<ConnectionEvent> events = new ConcurrentLinkedQueue<>();

  @Test
  void handshakeHasOneLimitHoweverItsBytesAreSpread() throws Exception {
    Limits limits = Limits.defaults().withConnect(Duration.ofSeconds(10));
    TlsListener.Builder builder =
        Visitor.loopback().limits(limits).time(time).listener(events::add);
    try (TlsListener listener = builder.start(Visitor::echo);
        SocketChannel client = Visitor.silent(listener)) {
      time.awaitAlarms(1);
      byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
      for (int second = 0; second < 10; second++) {
        assertEquals(1, listener.statistics().open());
        client.write(ByteBuffer.wrap(hello, second, 1));
        time.advance(Duration.ofSeconds(1));
      }
      assertEnds(client);
      Visitor.await(() -> listener.statistics().open() == 0);
      assertEquals(Map.of(Category.TIMEOUT, 1L), listener.statistics().failedHandshakes());
      String message = ((ConnectionEvent.Handshake) events.poll()).failure().message();
      assertTrue(message.contains("timed out after 10000 ms, waiting for ClientHello"), message);
    }
  }

  @Test
  void stalledHandshakesHoldUpNobody() throws Exception {
    List<SocketChannel> stalled = new ArrayList<>();
    try (TlsListener listener = Visitor.loopback().start(Visitor::echo)) {
      for (int i = 0; i < 200; i++) {
        stalled.add(Visitor.silent(listener));
      }
      Visitor.await(() -> listener.statistics().handshaking() == 200);
      assertEquals("quick", Visitor.say(Visitor.connect(listener), "quick"));
      listener.stop(Duration.ZERO);
      assertEquals(0, listener.statistics().open());
      assertEquals(200L, listener.statistics().failedHandshakes().get(Category.CANCELLED));
    } finally {
      for (SocketChannel each : stalled) {
        each.close();
      }
    }
  }

  @Test
  void connectionsBeyondTheMostAreReset() throws Exception {
    try (TlsListener listener = Visitor.loopback().maxConnections(2).start(Visitor::echo)) {
      try (TlsSocket one = Visitor.connect(listener);
          SocketChannel two = Visitor.silent(listener)) {
        Visitor.await(() -> listener.statistics().open() == 2);
        try (SocketChannel three = Visitor.silent(listener)) {
          assertEnds(three);
        }
        assertEquals(1, listener.statistics().refusedByMaxConnections());
        two.shutdownOutput();
        Visitor.await(() -> listener.statistics().open() == 1);
        assertEquals("four", Visitor.say(Visitor.connect(listener), "four"));
        assertEquals("one", Visitor.say(one, "one"));
      }
      assertEquals(4, listener.statistics().accepted());
      assertEquals(0, listener.statistics().refusedByMaxPerAddress());
    }
  }

  @Test
  void connectionsOfOneClientBeyondTheMostAreReset() throws Exception {
    try (TlsListener listener = Visitor.loopback().maxPerAddress(2).start(Visitor::echo)) {
      try (SocketChannel one = Visitor.silent(listener);
          SocketChannel two = Visitor.silent(listener);
          SocketChannel three = Visitor.silent(listener)) {
        assertEnds(three);
        assertEquals(1, listener.statistics().refusedByMaxPerAddress());
        try (SocketChannel other = SocketChannel.open()) {
          other.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
          other.connect(listener.localAddress());
          Visitor.await(() -> listener.statistics().open() == 3);
        }
        one.shutdownOutput();
        Visitor.await(() -> listener.statistics().open() == 1);
        assertEquals("four", Visitor.say(Visitor.connect(listener), "four"));
        assertTrue(two.isOpen());
      }
      assertEquals(0, listener.statistics().refusedByMaxConnections());
    }
  }

  @Test
  void handshakesBeyondTheMostWaitForTheirTurn() throws Exception {
    TlsListener.Builder builder = Visitor.loopback().maxHandshakes(1);
    try (TlsListener listener = builder.start(Visitor::echo)) {
      FutureTask<String> second;
      try (SocketChannel first = Visitor.silent(listener)) {
        Visitor.await(() -> listener.statistics().handshaking() == 1);
        second = Ends.virtually(() -> Visitor.say(Visitor.connect(listener), "second"));
        Visitor.await(() -> listener.statistics().waiting() == 1);
        assertEquals(1, listener.statistics().handshaking());
        assertTrue(first.isOpen());
      }
      assertEquals("second", Ends.await(second));
      assertEquals("third", Visitor.say(Visitor.connect(listener), "third"));
    }
  }

  @Test
  void waitForATurnEndsWithTheTimeForTheHandshake() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Supplier<TlsConfig> slow =
        () -> {
          if (asked.incrementAndGet() == 2) { // the first time is when the listener starts
            awaitQuietly(free);
          }
          return Pair.server(TlsVersion.TLS_1_3);
        };
    TlsListener.Builder builder =
        Visitor.loopback().maxHandshakes(1).config(slow).time(time).listener(events::add);
    try (TlsListener listener = builder.start(Visitor::echo);
        SocketChannel first = Visitor.silent(listener)) {
      Visitor.await(() -> asked.get() == 2);
      try (SocketChannel second = Visitor.silent(listener)) {
        time.awaitAlarms(1);
        time.advance(Duration.ofSeconds(30));
        assertEnds(second);
      }
      Visitor.await(() -> listener.statistics().open() == 1);
      assertEquals(0, listener.statistics().waiting());
      assertEquals(Map.of(Category.TIMEOUT, 1L), listener.statistics().failedHandshakes());
      String message = ((ConnectionEvent.Handshake) events.poll()).failure().message();
      assertTrue(message.contains("timed out after 30000 ms, waiting for a turn"), message);
      free.countDown();
      assertEnds(first); // its time is up as well
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertEnds(SocketChannel client) {
    ByteBuffer target = ByteBuffer.allocate(100);
    IOException reset = null;
    try {
      assertEquals(-1, client.read(target));
    } catch (IOException e) {
      reset = e;
    }
    assertTrue(reset == null || reset.getMessage().contains("reset"), () -> "not ended");
  }
}
