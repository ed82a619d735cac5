package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Face;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection over a socket that is somebody else's. */
@ExtendWith(PinGuard.class)
class LayeringTest {

  private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.US_ASCII);

  /** A socket that is two streams and nothing else: the rest would make a socket of its own. */
  private static final class TwoStreams extends Socket {
    private final Socket real;
    private boolean closed;

    TwoStreams(Socket real) {
      this.real = real;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return real.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return real.getOutputStream();
    }

    @Override
    public SocketChannel getChannel() {
      return null;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      real.close();
    }

    @Override
    public boolean isClosed() {
      return closed;
    }
  }

  /** A peer's data and close_notify, and what comes in the clear after them. */
  @Test
  void plaintextMayFollow() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, false);
      SSLSocket server = leaving(wire);
      Wire.shakeHands(client, server);
      server.getOutputStream().write(1);
      server.close();
      wire.far().getOutputStream().write(PLAIN);
      assertEquals(1, client.getInputStream().read());
      assertEquals(-1, client.getInputStream().read());
      client.close();
      assertArrayEquals(PLAIN, wire.near().getInputStream().readNBytes(PLAIN.length));
      wire.near().getOutputStream().write(PLAIN);
      assertFalse(wire.near().isClosed());
      assertFalse(wire.near().isInputShutdown());
      assertFalse(wire.near().isOutputShutdown());
    }
  }

  private static SSLSocket leaving(Wire wire) throws IOException {
    SSLSocket server =
        (SSLSocket)
            Face.HEDDLE
                .context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256))
                .getSocketFactory()
                .createSocket(wire.far(), "client", 1, false);
    server.setUseClientMode(false);
    return server;
  }

  @Test
  void aBlockedReaderIsFreedAndLosesNothing() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, false);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      client.close();
      Throwable thrown = reader.ended().thrown();
      assertInstanceOf(SocketException.class, thrown);
      assertEquals("Socket closed", thrown.getMessage());
      assertEquals(-1, server.getInputStream().read(), "close_notify");
      assertFalse(wire.near().isClosed());
      wire.far().getOutputStream().write(PLAIN);
      assertArrayEquals(PLAIN, wire.near().getInputStream().readNBytes(PLAIN.length));
    }
  }

  /** Who shakes hands is freed as well, on a platform thread too. */
  @Test
  void aBlockedHandshakeIsFreed() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, false);
      Blocked blocked = Blocked.onPlatform(client::startHandshake);
      wire.far().getInputStream().read();
      client.close();
      assertInstanceOf(SocketException.class, blocked.ended().thrown());
      assertFalse(wire.near().isClosed());
    }
  }

  @Test
  void theOwnersReceiveTimeoutStays() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, false);
      SSLSocket server = wire.server();
      wire.near().setSoTimeout(30_000);
      Wire.shakeHands(client, server);
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      assertEquals(30_000, client.getSoTimeout(), "while a slice of it is in force");
      client.setSoTimeout(20_000);
      assertEquals(20_000, client.getSoTimeout());
      client.close();
      reader.ended();
      assertEquals(20_000, wire.near().getSoTimeout());
    }
  }

  /** The slices add up to the time that was asked for, and no more. */
  @Test
  void aReadTimesOutByTheOwnersTimeout() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE, false);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      client.setSoTimeout(600);
      long begun = System.nanoTime();
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      assertTrue(System.nanoTime() - begun >= 600_000_000L, "not after one slice");
      assertEquals(600, wire.near().getSoTimeout());
      server.getOutputStream().write(7);
      assertEquals(7, client.getInputStream().read());
    }
  }

  @Test
  void twoStreamsAreEnough() throws Exception {
    try (Wire wire = Wire.open()) {
      Socket below = new TwoStreams(wire.near());
      SSLSocket client = Wire.over(Face.HEDDLE.context(TestCerts.root(), null), below, true);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      assertTrue(client.isConnected());
      server.getOutputStream().write(7);
      assertEquals(7, client.getInputStream().read());
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      client.close();
      assertInstanceOf(SocketException.class, reader.ended().thrown());
      assertTrue(wire.near().isClosed());
    }
  }

  /** The one thing they cannot: their reader is kept until something comes. */
  @Test
  void twoStreamsThatStayOpenAreLeftAlone() throws Exception {
    try (Wire wire = Wire.open()) {
      Socket below = new TwoStreams(wire.near());
      SSLSocket client = Wire.over(Face.HEDDLE.context(TestCerts.root(), null), below, false);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      client.close();
      assertEquals(-1, server.getInputStream().read(), "close_notify");
      assertFalse(below.isClosed());
      server.getOutputStream().write(1);
      assertInstanceOf(SocketException.class, reader.ended().thrown());
    }
  }

  @Test
  void theChannelOfASocketIsLeftAlone() throws Exception {
    try (Wire wire = Wire.open();
        var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(wire.near().getLocalAddress(), 0));
      try (SocketChannel near = SocketChannel.open(listener.getLocalAddress());
          SocketChannel far = listener.accept()) {
        SSLSocket client =
            Wire.over(Face.HEDDLE.context(TestCerts.root(), null), near.socket(), true);
        Wire other = new Wire(near.socket(), far.socket());
        SSLSocket server = other.server();
        Wire.shakeHands(client, server);
        assertNull(client.getChannel());
        server.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
        client.close();
        assertFalse(near.isOpen());
      }
    }
  }

  /** What a server has read already, to see whether it is TLS. */
  @Test
  void consumedBytesComeFirst() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.SUNJSSE);
      FutureTask<Integer> got =
          CloseTest.start(
              () -> {
                client.startHandshake();
                return client.getInputStream().read();
              });
      byte[] begun = wire.far().getInputStream().readNBytes(17);
      SSLSocket server =
          wire.server(
              Face.HEDDLE, TestCerts.localhost(KeyType.EC_P256), new ByteArrayInputStream(begun));
      assertFalse(server.getUseClientMode());
      server.getOutputStream().write(9);
      assertEquals(9, got.get());
    }
  }

  @Test
  void aSocketThatIsNotConnectedIsRefused() throws Exception {
    try (Socket below = new Socket()) {
      assertThrows(
          SocketException.class,
          () -> Wire.over(Face.HEDDLE.context(TestCerts.root(), null), below, true));
    }
  }
}
