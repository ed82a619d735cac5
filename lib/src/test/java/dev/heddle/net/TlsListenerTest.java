package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener does for its clients and its handlers. */
class TlsListenerTest {

  @Test
  void servesInOneLine() throws Exception {
    try (TlsListener listener =
        Tls.listen(
            0, Ends.credentials(TestCerts.localhost(KeyType.EC_P256)), socket -> socket.close())) {
      int port = Visitor.port(listener);
      assertTrue(((InetSocketAddress) listener.localAddress()).getAddress().isAnyLocalAddress());
      TlsSocket client =
          Visitor.connect(
              new InetSocketAddress("127.0.0.1", port), Pair.client(TlsVersion.TLS_1_3));
      try (client) {
        assertEquals(-1, client.read(new byte[1], 0, 1));
      }
    }
  }

  @Test
  void servesEachClientOnAVirtualThreadOfItsOwn() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    TlsListener.Handler handler =
        socket -> {
          threads.add(Thread.currentThread());
          Visitor.echo(socket);
        };
    try (TlsListener listener = Visitor.loopback().start(handler)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("hello", Visitor.say(Visitor.connect(listener), "hello"));
      }
      assertEquals(5, threads.size());
      assertTrue(threads.stream().allMatch(Thread::isVirtual));
      Visitor.await(() -> listener.statistics().open() == 0);
      assertEquals(5, listener.statistics().accepted());
    }
  }

  @Test
  void whatAHandlerWroteArrivesThoughItHasNotReadAll() throws Exception {
    byte[] much = new byte[1 << 20];
    try (TlsListener listener =
        Visitor.loopback().start(socket -> socket.write(much, 0, much.length))) {
      try (TlsSocket client = Visitor.connect(listener)) {
        client.write(new byte[1000], 0, 1000);
        assertEquals(much.length, client.inputStream().readAllBytes().length);
      }
    }
  }

  static List<Throwable> thrown() {
    return List.of(new IOException("1"), new RuntimeException("2"), new StackOverflowError("3"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void handlerThatThrowsAbortsItsConnection(Throwable thrown) throws Exception {
    ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    TlsListener.Handler handler =
        socket -> {
          socket.write(new byte[10], 0, 10);
          switch (thrown) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw (Error) thrown;
          }
        };
    try (TlsListener listener = Visitor.loopback().onError(errors::add).start(handler)) {
      try (TlsSocket client = Visitor.connect(listener)) {
        assertThrows(IOException.class, () -> client.inputStream().readAllBytes());
      }
      Visitor.await(() -> listener.statistics().open() == 0);
      assertSame(thrown, errors.poll());
      assertTrue(errors.isEmpty());
    }
  }

  @Test
  void configurationIsAskedForEachConnection() throws Exception {
    TlsConfig[] now = {Pair.server(TlsVersion.TLS_1_3)};
    ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    try (TlsListener listener =
        Visitor.loopback().config(() -> now[0]).onError(errors::add).start(Visitor::echo)) {
      assertEquals("one", Visitor.say(Visitor.connect(listener), "one"));
      now[0] = null;
      assertThrows(IOException.class, () -> Visitor.connect(listener));
      Visitor.await(() -> listener.statistics().open() == 0);
      assertTrue(errors.poll() instanceof NullPointerException);
      now[0] = Pair.server(TlsVersion.TLS_1_2);
      TlsSocket client = Visitor.connect(listener.localAddress(), Pair.client(TlsVersion.TLS_1_2));
      assertEquals("two", Visitor.say(client, "two"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.test", "two.test"})
  void certificateGoesByTheNameTheClientAsksFor(String name) throws Exception {
    Credentials one = credentials("one.test");
    Credentials two = credentials("two.test");
    TlsConfig config =
        TlsConfig.builder()
            .credentials(one)
            .serverCredentialsCallback(
                hello ->
                    hello.serverName().equals("two.test") ? Selection.use(two) : Selection.none())
            .build();
    try (TlsListener listener = Visitor.loopback().config(config).start(Visitor::echo)) {
      TlsConfig client = TlsConfig.builder().trust(Ends.trust()).hostName(name).build();
      TlsSocket socket = Visitor.connect(listener.localAddress(), client);
      String subject = socket.info().peerChain().getFirst().getSubjectX500Principal().getName();
      assertEquals("CN=" + name, subject);
      assertEquals("hello", Visitor.say(socket, "hello"));
    }
  }

  private static Credentials credentials(String name) {
    return Ends.credentials(
        TestCerts.make(name).key(KeyType.EC_P256).dns(name).by(TestCerts.root()).build());
  }

  @Test
  void listensOnAUnixDomainSocketAndLeavesNoFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("socket");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    TlsListener listener =
        Visitor.loopback().address(address).maxPerAddress(1).start(Visitor::echo);
    try (listener) {
      TlsConfig config = Pair.client(TlsVersion.TLS_1_3);
      try (TlsSocket other = Visitor.connect(address, config)) {
        assertEquals("hello", Visitor.say(Visitor.connect(address, config), "hello"));
        assertFalse(other.isClosed());
      }
      IOException taken =
          assertThrows(
              IOException.class, () -> Visitor.loopback().address(address).start(Visitor::echo));
      assertTrue(taken.getMessage().startsWith("cannot listen on " + file), taken.getMessage());
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void leavesTheFileOfAnotherListener(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("socket");
    TlsListener.Builder builder = Visitor.loopback().address(UnixDomainSocketAddress.of(file));
    TlsListener old = builder.start(Visitor::echo);
    Files.delete(file);
    try (TlsListener other = builder.start(Visitor::echo)) {
      old.close();
      TlsSocket client = Visitor.connect(other.localAddress(), Pair.client(TlsVersion.TLS_1_3));
      assertEquals("hello", Visitor.say(client, "hello"));
    } finally {
      old.close();
    }
  }

  @Test
  void isNotStartedWithoutCredentialsOrConfiguration() {
    assertThrows(IllegalStateException.class, () -> TlsListener.builder().start(Visitor::echo));
    TlsConfig none = TlsConfig.builder().build();
    assertThrows(
        IllegalArgumentException.class, () -> Visitor.loopback().config(none).start(Visitor::echo));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Visitor.loopback()
                .address(InetSocketAddress.createUnresolved("localhost", 0))
                .start(Visitor::echo));
    assertThrows(IllegalArgumentException.class, () -> TlsListener.builder().maxConnections(0));
  }

  /** Virtual threads alone would not: a server would end with its main method. */
  @Test
  void keepsTheVirtualMachineAliveUntilItIsStopped() throws Exception {
    try (TlsListener listener = Visitor.loopback().start(Visitor::echo)) {
      List<Thread> acceptors =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("heddle-acceptor"))
              .toList();
      assertFalse(listener.isStopping());
      assertFalse(acceptors.isEmpty());
      assertTrue(acceptors.stream().noneMatch(Thread::isDaemon));
    }
  }
}
