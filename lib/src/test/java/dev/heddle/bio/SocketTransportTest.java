package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Loopback.Kind;
import dev.heddle.text.Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SocketBio} and {@link ChannelBio} where nothing gets stuck. */
class SocketTransportTest {

  /** The conformance kit's scenario {@code bio-socket}, with the trace that libssl printed. */
  @Test
  void doesWhatLibsslDoes() throws IOException {
    try (Loopback loopback = Loopback.of(Kind.CHANNEL);
        Selector selector = Selector.open()) {
      BioScript script = new BioScript(Map.of("sock", loopback.bio()));
      loopback.send("hello");
      assertEquals(
          List.of(
              "BIO_read on=sock n=10 ret=5 retry=0 read=0 write=0 special=0 reason=- data=hello"),
          script.run("BIO_read sock 10"));
      assertTrue(loopback.channelBio().setNbio(true));
      assertEquals(
          List.of(
              "BIO_read on=sock n=10 ret=-1 retry=1 read=1 write=0 special=0 reason=- data=-",
              "BIO_should_retry on=sock ret=1",
              "BIO_should_read on=sock ret=1"),
          script.run("BIO_read sock 10", "BIO_should_retry sock", "BIO_should_read sock"));
      loopback.channelBio().channel().register(selector, SelectionKey.OP_READ);
      loopback.send("more");
      selector.select(); // it has come in
      assertEquals(
          List.of(
              "BIO_read on=sock n=10 ret=4 retry=0 read=0 write=0 special=0 reason=- data=more"),
          script.run("BIO_read sock 10"));
      selector.selectedKeys().clear();
      loopback.finish();
      selector.select();
      assertEquals(
          List.of(
              "BIO_read on=sock n=10 ret=0 retry=0 read=0 write=0 special=0 reason=- data=-",
              "BIO_should_retry on=sock ret=0",
              "BIO_read on=sock n=10 ret=0 retry=0 read=0 write=0 special=0 reason=- data=-",
              "BIO_flush on=sock ret=1"),
          script.run(
              "BIO_read sock 10", "BIO_should_retry sock", "BIO_read sock 10", "BIO_flush sock"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readsNoMoreThanAskedAndSeesTheEnd(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      Bio bio = loopback.bio();
      assertTrue(bio.isBlocking());
      loopback.send("abcdef");
      loopback.finish();
      byte[] buf = new byte[20];
      assertEquals(2, bio.read(buf, 5, 2));
      assertEquals(0, bio.read(buf, 0, 0), "nothing asked");
      assertFalse(bio.eof());
      assertEquals("ab", new String(buf, 5, 2));
      assertEquals(4, bio.read(buf, 0, 20));
      assertEquals("cdef", new String(buf, 0, 4));
      assertEquals(0, bio.read(buf, 0, 20));
      assertEquals(0, bio.read(buf, 0, 20));
      assertTrue(bio.eof());
      assertFalse(bio.shouldRetry());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void writesWhatItSays(Kind kind) throws Exception {
    try (Loopback loopback = Loopback.of(kind)) {
      byte[] data = new byte[200_000];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) (i * 31 >> 8);
      }
      Stuck writer =
          Stuck.start(
              true,
              () -> {
                for (int at = 3; at < data.length; ) {
                  at += loopback.bio().write(data, at, data.length - at);
                }
                return null;
              });
      ByteBuffer got = ByteBuffer.allocate(data.length);
      got.position(3);
      while (got.hasRemaining() && loopback.peer().read(got) >= 0) {
        assertTrue(got.position() <= data.length);
      }
      writer.result();
      data[0] = data[1] = data[2] = 0;
      assertEquals(ByteBuffer.wrap(data), got.flip());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closedFails(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      Bio bio = loopback.bio();
      bio.close();
      bio.close();
      bio.abort();
      assertThrows(IOException.class, () -> bio.read(new byte[1], 0, 1));
      assertThrows(IOException.class, () -> bio.write(new byte[1], 0, 1));
      assertThrows(IOException.class, bio::flush);
      assertEquals(-1, loopback.peer().read(ByteBuffer.allocate(1)), "an orderly end");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNIX"},
      mode = EnumSource.Mode.EXCLUDE)
  void closeIsOrderlyAndAbortIsAReset(Kind kind) throws IOException {
    try (Loopback closed = Loopback.of(kind, 5);
        Loopback aborted = Loopback.of(kind, 5)) {
      closed.bio().write(new byte[3], 0, 3);
      closed.bio().close();
      assertEquals(3, closed.peer().read(ByteBuffer.allocate(10)));
      assertEquals(-1, closed.peer().read(ByteBuffer.allocate(10)));
      aborted.bio().abort();
      assertThrows(IOException.class, () -> aborted.peer().read(ByteBuffer.allocate(10)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNIX"},
      mode = EnumSource.Mode.EXCLUDE)
  void resetIsAnException(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      loopback.peer().setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
      loopback.peer().close();
      Bio bio = loopback.bio();
      assertThrows(IOException.class, () -> bio.read(new byte[1], 0, 1));
      assertFalse(bio.shouldRetry());
      assertFalse(bio.eof());
    }
  }

  @Test
  void namesThePeer() throws IOException {
    try (Loopback tcp = Loopback.of(Kind.CHANNEL);
        Loopback unix = Loopback.of(Kind.UNIX)) {
      InetSocketAddress address = (InetSocketAddress) tcp.channelBio().channel().getRemoteAddress();
      assertTrue(tcp.bio().peer().endsWith("127.0.0.1:" + address.getPort()), tcp.bio().peer());
      assertTrue(unix.bio().peer().endsWith("/s"), unix.bio().peer());
    }
    byte[] literal = {(byte) 192, 0, 2, 7};
    var named = java.net.InetAddress.getByAddress("host", literal);
    assertEquals("host/192.0.2.7:5432", Address.text(new InetSocketAddress(named, 5432)));
    var bare = java.net.InetAddress.getByAddress(literal);
    assertEquals("192.0.2.7:5432", Address.text(new InetSocketAddress(bare, 5432)));
    assertEquals("nowhere:1", Address.text(InetSocketAddress.createUnresolved("nowhere", 1)));
    assertEquals("[0:0:0:0:0:0:0:1]:1", Address.text(new InetSocketAddress("::1", 1)));
  }

  /** Never more than it says, and a full buffer is a retry. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CHANNEL", "UNIX"})
  void nonBlockingWriteStopsWhenFull(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      ChannelBio bio = loopback.channelBio();
      assertTrue(bio.setNbio(true));
      assertFalse(bio.isBlocking());
      byte[] data = new byte[1 << 20];
      long written = 0;
      int n;
      while ((n = bio.write(data, 0, data.length)) > 0) {
        written += n;
      }
      assertEquals(-1, n);
      assertTrue(bio.shouldWrite());
      long read = 0;
      ByteBuffer got = ByteBuffer.allocate(1 << 16);
      while (read < written) {
        read += loopback.peer().read(got.clear());
      }
      assertEquals(written, read);
      assertTrue(bio.setNbio(false));
      assertTrue(bio.isBlocking());
      assertEquals(1, bio.write(data, 0, 1));
    }
  }

  @Test
  void modeStaysWhereASelectorHasTheChannel() throws IOException {
    try (Loopback loopback = Loopback.of(Kind.CHANNEL);
        Selector selector = Selector.open()) {
      ChannelBio bio = loopback.channelBio();
      bio.setNbio(true);
      bio.channel().register(selector, SelectionKey.OP_READ);
      assertFalse(bio.setNbio(false));
      assertFalse(bio.isBlocking());
      bio.abort();
      assertFalse(bio.setNbio(true));
    }
  }

  @Test
  void socketAlwaysBlocks() throws IOException {
    try (Loopback loopback = Loopback.of(Kind.SOCKET)) {
      SocketBio bio = (SocketBio) loopback.bio();
      assertFalse(bio.setNbio(true));
      assertTrue(bio.isBlocking());
    }
  }

  @Test
  void mustBeConnected() throws IOException {
    try (SocketChannel channel = SocketChannel.open();
        Socket socket = new Socket()) {
      assertThrows(NotYetConnectedException.class, () -> ChannelBio.of(channel));
      assertThrows(IOException.class, () -> SocketBio.of(socket));
    }
  }

  /** Option calls on such a socket would make a second one and leave it open; the guard looks. */
  @Test
  void socketThatIsOnlyTwoStreams() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TwoStreams socket = new TwoStreams(new ByteArrayInputStream(Loopback.bytes("abc")), out);
    SocketBio bio = SocketBio.of(socket);
    byte[] buf = new byte[10];
    assertEquals(3, bio.read(buf, 0, 10));
    assertEquals(0, bio.read(buf, 0, 10));
    assertEquals(2, bio.write(buf, 0, 2));
    assertEquals("ab", out.toString());
    assertTrue(bio.flush());
    assertTrue(socket.flushed);
    assertFalse(bio.receiveTimeout(100));
    assertEquals(0, bio.receiveTimeout());
    assertFalse(Nagle.setTcpNoDelay(bio, true));
    assertTrue(Nagle.tcpNoDelay(bio).isEmpty());
    bio.abort();
    assertTrue(socket.closed);
    assertThrows(IOException.class, () -> bio.read(buf, 0, 1));
  }

  /** A clean end would be a lie: it was this side that closed. */
  @Test
  void streamThatEndsBecauseWeClosedItFails() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endsWhenClosed =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              closed.await();
              return -1;
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    SocketBio bio = SocketBio.of(new TwoStreams(endsWhenClosed, OutputStream.nullOutputStream()));
    Stuck read = Stuck.in(true, () -> bio.read(new byte[1], 0, 1));
    bio.close();
    closed.countDown();
    assertInstanceOf(SocketException.class, read.failure());
    assertFalse(bio.eof());
  }

  private static final class TwoStreams extends Socket {
    private final InputStream in;
    private final OutputStream out;
    private boolean flushed;
    private boolean closed;

    TwoStreams(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() {
      return new java.io.FilterOutputStream(out) {
        @Override
        public void flush() {
          flushed = true;
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A deadline that passes while the connection is closed: two threads close it at once. */
  @Test
  void closedBesideAnAbortThatHasNotComeToItIsClosed() throws Exception {
    CountDownLatch aborting = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Socket socket =
        new Socket() {
          @Override
          public void setSoLinger(boolean on, int seconds) throws SocketException {
            aborting.countDown();
            try {
              closed.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            super.setSoLinger(on, seconds);
          }
        };
    try (var listener = Loopback.listen()) {
      socket.connect(listener.getLocalAddress());
      SocketBio bio = SocketBio.of(socket);
      Thread aborter = Thread.ofVirtual().start(bio::abort);
      aborting.await();
      bio.close();
      boolean isClosed = socket.isClosed();
      closed.countDown();
      aborter.join();
      assertTrue(isClosed);
    }
  }
}
