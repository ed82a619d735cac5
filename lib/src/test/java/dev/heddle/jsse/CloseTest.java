package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Face;
import dev.heddle.net.Limits;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends that its own side closes. */
@ExtendWith(PinGuard.class)
class CloseTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void everyCallAfterwardsFindsItClosed() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      var in = client.getInputStream();
      var out = client.getOutputStream();
      FutureTask<Integer> end = start(() -> readAndClose(server));
      client.close();
      client.close();
      assertEquals(-1, end.get(), "close_notify");
      assertTrue(client.isClosed());
      assertTrue(wire.near().isClosed());
      assertClosed(assertThrows(IOException.class, in::read));
      assertClosed(assertThrows(IOException.class, () -> out.write(1)));
      assertThrows(SocketException.class, client::startHandshake);
      assertThrows(SocketException.class, client::getInputStream);
      assertThrows(SocketException.class, () -> client.setSoTimeout(1));
      assertEquals(0, in.available());
    }
  }

  /** The peer has sent what nobody read: a reset would take with it what it has not read yet. */
  @Test
  void whatWasWrittenArrives() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      server.getOutputStream().write(new byte[10_000]);
      byte[] data = new byte[1_000_000];
      client.getOutputStream().write(HELLO);
      FutureTask<byte[]> got =
          start(
              () -> {
                server.getOutputStream().write(data);
                byte[] all = server.getInputStream().readAllBytes();
                server.close();
                return all;
              });
      client.close();
      assertArrayEquals(HELLO, got.get());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideABlockedReadItFreesTheReader(boolean platform) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      Blocked.Call read = () -> client.getInputStream().read();
      Blocked reader = platform ? Blocked.onPlatform(read) : Blocked.virtually(read);
      reader.untilReading();
      client.close();
      assertClosed(reader.ended().thrown());
      assertEquals(-1, server.getInputStream().read(), "close_notify");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideABlockedWriteItFreesTheWriter(boolean platform) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      Wire.shakeHands(client, wire.server());
      AtomicLong written = new AtomicLong();
      Blocked.Call write = () -> writeForEver(client, written);
      Blocked writer = platform ? Blocked.onPlatform(write) : Blocked.virtually(write);
      writer.untilStuckWriting(written::get);
      client.close();
      assertClosed(writer.ended().thrown());
    }
  }

  @Test
  void besideBothItFreesBoth() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      Wire.shakeHands(client, wire.server());
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      AtomicLong written = new AtomicLong();
      Blocked writer =
          Blocked.virtually(() -> writeForEver(client, written)).untilStuckWriting(written::get);
      client.close();
      assertClosed(writer.ended().thrown());
      assertClosed(reader.ended().thrown());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideABlockedHandshakeItFreesWhoShakesHands(boolean platform) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      Blocked.Call handshake = client::startHandshake;
      Blocked blocked = platform ? Blocked.onPlatform(handshake) : Blocked.virtually(handshake);
      wire.far().getInputStream().read(); // its hello
      client.close();
      assertClosed(blocked.ended().thrown());
    }
  }

  /** The peer does not answer, and SO_TIMEOUT is long: neither is waited for by whom it frees. */
  @Test
  void costsTheCloseLimitAndNotTheReceiveTimeout() throws Exception {
    try (Wire wire = Wire.open()) {
      Options options =
          Options.defaults().withLimits(Limits.defaults().withClose(Duration.ofMillis(50)));
      SSLSocket client = wire.client(options, true);
      Wire.shakeHands(client, wire.server());
      client.setSoTimeout(3_600_000);
      client.close(); // or the test's own time limit ends it
      assertTrue(wire.near().isClosed());
    }
  }

  /** A receive timeout of 1 ms is no reason to reset the connection after 1 ms. */
  @Test
  void aShortReceiveTimeoutDoesNotCutItShort() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      client.setSoTimeout(1);
      byte[] data = new byte[300_000];
      FutureTask<Integer> got =
          start(
              () -> {
                server.getOutputStream().write(data);
                return readAndClose(server);
              });
      client.close();
      assertEquals(-1, got.get(), "the end, and no reset");
    }
  }

  /** SO_LINGER 0 is the owner's wish for a reset, without a word. */
  @Test
  void lingerOfNothingIsAnAbort() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      client.setSoLinger(true, 0);
      client.close();
      assertThrows(SocketException.class, () -> server.getInputStream().read());
    }
  }

  @Test
  void beforeTheHandshakeItJustCloses() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      client.close();
      assertTrue(wire.near().isClosed());
      assertClosed(assertThrows(IOException.class, client::startHandshake));
      assertEquals(-1, wire.far().getInputStream().read());
    }
  }

  @Test
  void anUnconnectedOneJustCloses() throws Exception {
    SSLSocket client =
        (SSLSocket) Face.HEDDLE.context(TestCerts.root(), null).getSocketFactory().createSocket();
    assertFalse(client.isClosed());
    client.close();
    assertTrue(client.isClosed());
  }

  /** Whoever closes the socket underneath ends TLS. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingTheSocketUnderneathEndsTheCalls(boolean autoClose) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, autoClose);
      Wire.shakeHands(client, wire.server());
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      wire.near().close();
      assertInstanceOf(SocketException.class, reader.ended().thrown());
      assertTrue(client.isClosed());
      assertThrows(SocketException.class, () -> client.getOutputStream().write(1));
      client.close();
    }
  }

  @Test
  void interruptingAVirtualThreadClosesIt() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      Wire.shakeHands(client, wire.server());
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      reader.interrupt();
      Blocked.End end = reader.ended();
      assertInstanceOf(SocketException.class, end.thrown());
      assertEquals("Closed by interrupt", end.thrown().getMessage());
      assertTrue(end.interrupted(), "the flag stays");
      assertTrue(client.isClosed());
      client.close();
    }
  }

  @Test
  void closingAStreamClosesTheSocket() throws Exception {
    try (Wire one = Wire.open();
        Wire other = Wire.open()) {
      SSLSocket reads = one.client(Face.HEDDLE);
      reads.getInputStream().close();
      assertTrue(one.near().isClosed());
      SSLSocket writes = other.client(Face.HEDDLE);
      writes.getOutputStream().close();
      assertTrue(other.near().isClosed());
    }
  }

  private static void assertClosed(Throwable thrown) {
    assertInstanceOf(SocketException.class, thrown);
    assertEquals("Socket closed", thrown.getMessage());
  }

  private static void writeForEver(SSLSocket socket, AtomicLong written) throws IOException {
    byte[] much = new byte[10_000];
    for (; ; ) {
      socket.getOutputStream().write(much);
      written.addAndGet(much.length);
    }
  }

  private static int readAndClose(SSLSocket socket) throws IOException {
    try (socket) {
      return socket.getInputStream().read();
    }
  }

  static <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    return task;
  }
}
