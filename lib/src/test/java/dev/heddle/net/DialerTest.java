package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dialer connects to, and how it says that it cannot. */
class DialerTest {

  private static final TlsConfig CLIENT = TlsConfig.builder().trust(Ends.trust()).build();

  @Test
  void refusedAddressIsPassedOver() throws Exception {
    try (ServerSocketChannel listener = listen("127.0.0.1")) {
      int port = port(listener);
      FutureTask<SocketAddress> served = serve(listener);
      Dialer dialer =
          Dialer.builder().config(CLIENT).network(named("127.0.0.2", "127.0.0.1")).build();
      try (TlsSocket socket = dialer.connect("localhost", port)) {
        assertEquals("localhost/127.0.0.1:" + port, socket.info().peer());
        assertEquals("localhost", socket.info().serverName());
        assertTrue(
            socket.info().times().keySet().containsAll(List.of(Phase.RESOLVE, Phase.CONNECT)),
            socket.info().times().toString());
      }
      Ends.await(served);
    }
  }

  @Test
  void systemResolverAndRefusal() throws Exception {
    int port;
    try (ServerSocketChannel listener = listen("127.0.0.1")) {
      port = port(listener);
    }
    Dialer dialer = Dialer.builder().config(CLIENT).build();
    TlsException e = assertThrows(TlsException.class, () -> dialer.connect("localhost", port));
    assertEquals(Phase.CONNECT, e.report().phase());
    assertTrue(
        e.getMessage().startsWith("connect to localhost/")
            && e.getMessage().contains(":" + port + ": the transport failed: Connection refused"),
        e.getMessage());
  }

  @Test
  void nameThatNobodyHas() {
    Dialer dialer = Dialer.builder().config(CLIENT).build();
    TlsException e = assertThrows(TlsException.class, () -> dialer.connect("heddle.invalid", 443));
    assertEquals(Phase.RESOLVE, e.report().phase());
    assertInstanceOf(
        UnknownHostException.class,
        assertInstanceOf(Fault.Transport.class, e.report().fault()).cause());
    assertTrue(e.getMessage().startsWith("name resolution of heddle.invalid: "), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "[::1]"})
  void literalIsNotLookedUp(String literal) {
    MemoryNetwork network = new MemoryNetwork(new FakeTime());
    Dialer dialer = Dialer.builder().config(CLIENT).network(network).build();
    assertThrows(TlsException.class, () -> dialer.connect(literal, 443));
    assertEquals(List.of(), network.lookups());
    assertEquals(1, network.attempts().size());
  }

  @Test
  void zoneThatThisHostDoesNotHave() {
    Dialer dialer = Dialer.builder().config(CLIENT).build();
    TlsException e = assertThrows(TlsException.class, () -> dialer.connect("fe80::1%nosuch0", 443));
    assertEquals(Phase.RESOLVE, e.report().phase());
    assertTrue(e.getMessage().contains("fe80::1%nosuch0"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unixDomainSocket(boolean platform, @TempDir Path directory) throws Exception {
    Path path = directory.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      FutureTask<SocketAddress> served = serve(listener);
      Dialer dialer = Dialer.builder().config(CLIENT).build();
      FutureTask<String> dial =
          new FutureTask<>(
              () -> {
                var address = UnixDomainSocketAddress.of(path);
                try (TlsSocket socket = dialer.connect(address, "localhost")) {
                  return socket.info().peer();
                }
              });
      Thread thread = platform ? Thread.ofPlatform().start(dial) : Thread.ofVirtual().start(dial);
      assertEquals(path.toString(), Ends.await(dial));
      thread.join();
      Ends.await(served);
    }
    Files.deleteIfExists(path);
  }

  @Test
  void resolvedAddressIsVerifiedAsTheHostNamed() throws Exception {
    try (ServerSocketChannel listener = listen("127.0.0.1")) {
      FutureTask<SocketAddress> served = serve(listener);
      Dialer dialer = Dialer.builder().config(CLIENT).build();
      SocketAddress address = listener.getLocalAddress();
      TlsException e =
          assertThrows(TlsException.class, () -> dialer.connect(address, "other.example"));
      assertTrue(e.getMessage().contains("other.example"), e.getMessage());
      assertThrows(IOException.class, () -> Ends.await(served));
      FutureTask<SocketAddress> again = serve(listener);
      dialer.connect(address, "localhost").close();
      Ends.await(again);
    }
  }

  @Test
  void localAddressIsConnectedFromAndPicksTheFamily() throws Exception {
    InetSocketAddress local = new InetSocketAddress(InetAddress.getByName("127.0.0.3"), 0);
    try (ServerSocketChannel listener = listen("127.0.0.1")) {
      FutureTask<SocketAddress> served = serve(listener);
      Dialer dialer =
          Dialer.builder()
              .config(CLIENT)
              .network(named("::1", "127.0.0.1"))
              .localAddress(local)
              .build();
      dialer.connect("localhost", port(listener)).close();
      assertEquals(local.getAddress(), ((InetSocketAddress) Ends.await(served)).getAddress());
      TlsException none =
          assertThrows(TlsException.class, () -> dialer.connect("::1", port(listener)));
      assertTrue(
          none.getMessage()
              .contains(
                  "no address of the peer's is of the family of the local address /127.0.0.3"),
          none.getMessage());
    }
  }

  @Test
  void manyDialsOfOneNameShareOneLookUp() throws Exception {
    FakeTime time = new FakeTime();
    try (MemoryNetwork network = new MemoryNetwork(time)) {
      network
          .slowName("localhost", Duration.ofSeconds(1), "192.0.2.1")
          .answer("192.0.2.1", 443, Answer.refuse());
      List<FutureTask<TlsSocket>> dials = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Dialer dialer = Dialer.builder().config(CLIENT).network(network).time(time).build();
        dials.add(Ends.virtually(() -> dialer.connect("localhost", 443)));
      }
      time.awaitAlarms(201); // each dial's deadline, and the look-up
      time.advance(Duration.ofSeconds(1));
      for (FutureTask<TlsSocket> each : dials) {
        assertThrows(TlsException.class, () -> Ends.await(each));
      }
      assertEquals(List.of("localhost"), network.lookups());
      assertEquals(200, network.attempts().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 0, 'port must be 1 to 65535, not 0'",
    "localhost, 65536, 'port must be 1 to 65535, not 65536'",
    "localhost, -1, 'port must be 1 to 65535, not -1'",
    "'', 443, ''''' is no host name: it is empty'",
    "a b, 443, '''a b'' is no host name: the character '' '' is not allowed'",
    "1.2.3, 443, '''1.2.3'' is no host name: it looks like an IPv4 address but is none'"
  })
  void whatIsNoPlaceIsRefused(String host, int port, String message) {
    MemoryNetwork network = new MemoryNetwork(new FakeTime());
    Dialer dialer = Dialer.builder().config(CLIENT).network(network).build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> dialer.connect(host, port));
    assertEquals(message, e.getMessage());
    assertEquals(List.of(), network.lookups());
    assertEquals(List.of(), network.attempts());
  }

  @Test
  void addressThatIsNotResolvedIsRefused() {
    Dialer dialer = Dialer.builder().config(CLIENT).build();
    InetSocketAddress name = InetSocketAddress.createUnresolved("localhost", 443);
    assertThrows(IllegalArgumentException.class, () -> dialer.connect(name, "localhost"));
    InetSocketAddress noPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    assertThrows(IllegalArgumentException.class, () -> dialer.connect(noPort, "localhost"));
    assertThrows(IllegalArgumentException.class, () -> Dialer.builder().localAddress(name).build());
  }

  @Test
  void settingsHaveTheirRanges() {
    Dialer.Builder builder = Dialer.builder();
    for (long millis : new long[] {-1, 0, 9, 2001}) {
      Duration delay = Duration.ofMillis(millis);
      assertThrows(IllegalArgumentException.class, () -> builder.attemptDelay(delay));
    }
    builder.attemptDelay(Duration.ofMillis(10)).attemptDelay(Duration.ofSeconds(2));
    assertThrows(IllegalArgumentException.class, () -> builder.maxHandshakes(0));
    builder.maxHandshakes(1);
  }

  @Test
  void configurationThatCannotBeHadIsThrownBeforeAnythingIsOpened() {
    MemoryNetwork network = new MemoryNetwork(new FakeTime());
    Supplier<TlsConfig> none =
        () -> {
          throw new IllegalStateException("no configuration today");
        };
    Dialer dialer = Dialer.builder().config(none).network(network).build();
    assertThrows(IllegalStateException.class, () -> dialer.connect("localhost", 443));
    assertEquals(List.of(), network.lookups());
    assertEquals(List.of(), network.attempts());
  }

  @Test
  void trustIsReadBeforeAnythingIsOpened() {
    Trust unread = Trust.system().and(Trust.none());
    String before = unread.toString();
    List<String> seen = new ArrayList<>();
    Network network =
        new Network() {
          @Override
          public List<InetAddress> resolve(String host) throws UnknownHostException {
            seen.add(unread.toString());
            throw new UnknownHostException(host);
          }

          @Override
          public Bio connect(SocketAddress remote, InetSocketAddress local) {
            throw new AssertionError();
          }
        };
    TlsConfig config = TlsConfig.builder().trust(unread).build();
    Dialer dialer = Dialer.builder().config(config).network(network).build();
    assertThrows(TlsException.class, () -> dialer.connect("localhost", 443));
    unread.load();
    assertEquals(List.of(unread.toString()), seen, "it was " + before);
  }

  private static ServerSocketChannel listen(String literal) throws IOException {
    return ServerSocketChannel.open().bind(new InetSocketAddress(literal, 0));
  }

  private static int port(ServerSocketChannel listener) throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Serves one connection until its end; it came from there. */
  private static FutureTask<SocketAddress> serve(ServerSocketChannel listener) {
    return Ends.virtually(
        () -> {
          SocketChannel channel = listener.accept();
          SocketAddress remote = channel.getRemoteAddress();
          TlsConfig config = Pair.server(TlsVersion.TLS_1_3);
          try (TlsSocket server =
              TlsSocket.server(ChannelBio.of(channel), config, Limits.defaults())) {
            server.inputStream().readAllBytes();
          }
          return remote;
        });
  }

  /** The system's sockets, where every name stands for these addresses. */
  private static Network named(String... literals) {
    return new Network() {
      @Override
      public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String each : literals) {
          byte[] bytes = InetAddress.getByName(each).getAddress();
          addresses.add(InetAddress.getByAddress(host, bytes));
        }
        return addresses;
      }

      @Override
      public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
        return Network.system().connect(remote, local);
      }
    };
  }
}
