package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectBioTest {
  private final byte[] buf = new byte[10];
  private ServerSocketChannel listener;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    listener = Loopback.listen();
    port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  @AfterEach
  void stopListening() throws IOException {
    listener.close();
  }

  /**
   * The conformance kit's scenario {@code bio-connect-nbio}. libssl gives 0 for "call again" and
   * leaves the flags set after success; the comparison takes any result that is not positive and
   * looks at the flags only then.
   */
  @Test
  void doesWhatLibsslDoes() throws IOException {
    try (ConnectBio bio = ConnectBio.to("127.0.0.1:" + port)) {
      BioScript script = new BioScript(Map.of("conn", bio));
      assertEquals(
          List.of(
              "BIO_set_nbio on=conn n=1 ret=1",
              "BIO_do_connect on=conn ret=-1 retry=1 read=0 write=0 special=1 reason=-",
              "BIO_should_retry on=conn ret=1"),
          script.run("BIO_set_nbio conn 1", "BIO_do_connect conn", "BIO_should_retry conn"));
      assertEquals(Bio.Retry.CONNECT, bio.lastRetry());
      awaitConnectable(bio);
      assertEquals(
          List.of(
              "BIO_do_connect on=conn ret=1 retry=0 read=0 write=0 special=0 reason=-",
              "BIO_write on=conn n=1 ret=1 retry=0 read=0 write=0 special=0 reason=-"),
          script.run("BIO_do_connect conn", "BIO_write conn x"));
    }
  }

  @Test
  void readAndWriteConnectFirst() throws IOException {
    try (ConnectBio bio = ConnectBio.to("127.0.0.1", port)) {
      assertNull(bio.channel());
      assertTrue(bio.isBlocking());
      assertEquals("127.0.0.1:" + port, bio.peer());
      assertEquals(3, bio.write(Loopback.bytes("abc"), 0, 3));
      try (SocketChannel accepted = listener.accept()) {
        accepted.write(ByteBuffer.wrap(Loopback.bytes("xyz")));
        assertEquals(3, bio.read(buf, 0, 10));
        assertEquals(3, accepted.read(ByteBuffer.allocate(10)));
        assertEquals(1, bio.doConnect(), "no effect");
        assertEquals("127.0.0.1:" + port, bio.peer());
        assertTrue(bio.setNbio(true));
        assertEquals(-1, bio.read(buf, 0, 10));
        assertTrue(bio.shouldRead());
      }
    }
  }

  @Test
  void aReceiveTimeoutSetBeforeTheConnectHolds() throws IOException {
    try (ConnectBio bio = ConnectBio.to("127.0.0.1", port)) {
      assertTrue(bio.receiveTimeout(20));
      assertEquals(20, bio.receiveTimeout());
      assertEquals(-1, bio.read(buf, 0, 10));
      assertEquals(Bio.Retry.READ, bio.readRetry());
    }
  }

  @Test
  void nonBlockingReadAndWriteAskForTheConnection() throws IOException {
    try (ConnectBio bio = ConnectBio.to(new InetSocketAddress("127.0.0.1", port))) {
      assertTrue(bio.setNbio(true));
      assertEquals(-1, bio.read(buf, 0, 10));
      assertEquals(Bio.Retry.CONNECT, bio.readRetry());
      assertTrue(bio.shouldIoSpecial());
      assertFalse(bio.shouldRead());
      assertFalse(bio.setNbio(false), "too late or too early");
      awaitConnectable(bio);
      assertEquals(1, bio.write(buf, 0, 1));
      assertEquals(-1, bio.read(buf, 0, 10));
      assertEquals(Bio.Retry.READ, bio.readRetry());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allAddressesAreTried(boolean nonBlocking) throws IOException {
    List<InetAddress> addresses = addresses("127.0.0.2", "127.0.0.3", "127.0.0.1");
    try (ConnectBio bio = ConnectBio.to("example", port, addresses)) {
      bio.setNbio(nonBlocking);
      while (bio.doConnect() < 0) {
        assertTrue(nonBlocking);
        awaitConnectable(bio);
      }
      assertEquals(new InetSocketAddress("127.0.0.1", port), bio.channel().getRemoteAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failureNamesHostPortAndEachAddress(boolean nonBlocking) throws IOException {
    List<InetAddress> addresses = addresses("127.0.0.2", "127.0.0.3");
    try (ConnectBio bio = ConnectBio.to("example", port, addresses)) {
      bio.setNbio(nonBlocking);
      for (int again = 0; again < 2; again++) {
        ConnectException e =
            assertThrows(
                ConnectException.class,
                () -> {
                  while (bio.doConnect() < 0) {
                    awaitConnectable(bio);
                  }
                });
        String text = "connect to example:" + port + " (127.0.0.%d) failed: Connection refused";
        assertEquals(text.formatted(3), e.getMessage());
        assertEquals(1, e.getSuppressed().length);
        assertEquals(text.formatted(2), e.getSuppressed()[0].getMessage());
        assertNotNull(e.getCause());
        assertFalse(bio.shouldRetry());
      }
    }
  }

  @Test
  void failureNamesALiteralOnce() throws IOException {
    try (ConnectBio bio = ConnectBio.to("127.0.0.2", port)) {
      Exception e = assertThrows(ConnectException.class, () -> bio.read(buf, 0, 1));
      assertEquals("connect to 127.0.0.2:" + port + " failed: Connection refused", e.getMessage());
    }
  }

  @Test
  void unknownNameIsNamed() throws IOException {
    try (ConnectBio bio = ConnectBio.to("no-such-host.invalid:7")) {
      Exception e = assertThrows(UnknownHostException.class, bio::doConnect);
      assertEquals(
          "connect to no-such-host.invalid:7 failed: no address for the name", e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void timeoutIsForAllAddresses(boolean virtual) throws Exception {
    try (Full full = new Full();
        ConnectBio bio =
            ConnectBio.to("example", full.port(), addresses("127.0.0.1", "127.0.0.1"))) {
      bio.connectTimeout(800);
      long begun = System.nanoTime();
      Stuck connect = Stuck.start(virtual, bio::doConnect);
      long took = connect.freedAfter(begun);
      Throwable e = assertInstanceOf(SocketTimeoutException.class, connect.failure());
      assertEquals(
          "connect to example:" + full.port() + " (127.0.0.1) failed: Connect timed out",
          e.getMessage());
      assertEquals(1, e.getSuppressed().length);
      assertTrue(took >= 790 && took < 5000, took + " ms");
    }
  }

  @Test
  void timeoutLeavesTimeForTheNextAddress() throws Exception {
    try (Full full = new Full();
        ConnectBio bio =
            ConnectBio.to("example", full.port(), addresses("127.0.0.1", "127.0.0.2"))) {
      bio.connectTimeout(1000);
      assertThrows(ConnectException.class, bio::doConnect, "the second one refuses");
      bio.setNbio(true);
      assertThrows(
          ConnectException.class,
          () -> {
            while (bio.doConnect() < 0) {
              Thread.onSpinWait();
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closeAbortAndInterruptFreeAStuckConnect(boolean virtual) throws Exception {
    List<Consumer<Stuck>> ends = new ArrayList<>();
    try (Full full = new Full()) {
      for (int timeout : new int[] {0, 60_000}) {
        for (int how = 0; how < 3; how++) {
          ConnectBio bio = ConnectBio.to("127.0.0.1", full.port());
          bio.connectTimeout(timeout);
          Stuck connect = Stuck.in(virtual, bio::doConnect);
          Stuck waiting = Stuck.in(virtual, () -> bio.write(buf, 0, 1));
          long begun = System.nanoTime();
          switch (how) {
            case 0 -> bio.close();
            case 1 -> bio.abort();
            default -> connect.interrupt();
          }
          if (how == 2 && !virtual && timeout > 0) {
            bio.close(); // the socket adaptor's timed connect is not interruptible there
          }
          long freed = connect.freedAfter(begun);
          assertInstanceOf(IOException.class, connect.failure());
          String text = connect.failure().getMessage();
          assertTrue(text.startsWith("connect to 127.0.0.1:" + full.port() + " failed: "), text);
          assertEquals(how == 2, connect.interrupted());
          assertTrue(freed < 1000, "freed after " + freed + " ms");
          bio.close();
          assertInstanceOf(IOException.class, waiting.failure());
        }
      }
    }
  }

  @Test
  void closedConnectsNoMore() throws IOException {
    ConnectBio bio = ConnectBio.to("127.0.0.1", port);
    bio.close();
    bio.abort();
    assertThrows(IOException.class, bio::doConnect);
    assertThrows(IOException.class, () -> bio.read(buf, 0, 1));
    assertFalse(bio.setNbio(true));
    ConnectBio connected = ConnectBio.to("127.0.0.1", port);
    assertEquals(1, connected.doConnect());
    connected.close();
    assertThrows(IOException.class, () -> connected.read(buf, 0, 1));
    assertThrows(IOException.class, connected::flush);
  }

  @Test
  void formsOfAddresses() {
    assertEquals(new HostPort("name", 12), HostPort.parse("name:12"));
    assertEquals(new HostPort("2001:db8::7", 1), HostPort.parse("[2001:db8::7]:1"));
    assertEquals("[2001:db8::7]:1", new HostPort("2001:db8::7", 1).toString());
    assertEquals(new HostPort("", 4444), HostPort.parseListener("4444"));
    assertEquals(new HostPort("", 4444), HostPort.parseListener("*:4444"));
    assertEquals(new HostPort("::1", 0), HostPort.parseListener("[::1]:0"));
    for (String bad :
        List.of("name", "name:", "name:x", "name:70000", "name:-1", "::1:5", ":5", "name:123456")) {
      assertThrows(IllegalArgumentException.class, () -> ConnectBio.to(bad), bad);
    }
  }

  @Test
  void addressesInMessagesAreEscaped() {
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> ConnectBio.to("name\nnext line"));
    assertEquals("\"name\\u000anext line\": no port", refused.getMessage());
  }

  private static void awaitConnectable(ConnectBio bio) throws IOException {
    try (Selector selector = Selector.open()) {
      bio.channel().register(selector, SelectionKey.OP_CONNECT);
      selector.select();
    }
  }

  private static List<InetAddress> addresses(String... literals) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }

  /** A listener whose queue is full, so that a further connect gets no answer. */
  private static final class Full implements AutoCloseable {
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final List<SocketChannel> queue = new ArrayList<>();

    Full() throws IOException {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, false);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      for (int i = 0; i < 4; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(listener.getLocalAddress());
        queue.add(channel);
      }
    }

    int port() throws IOException {
      return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : queue) {
        channel.close();
      }
      listener.close();
    }
  }
}
