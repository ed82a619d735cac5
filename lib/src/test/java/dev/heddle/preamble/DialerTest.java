package dev.heddle.preamble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.net.Network;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dialer that says something before TLS, and TLS over the same socket afterwards. */
class DialerTest {

  private static final String[] SMTP = {
    "<220 x\r\n", ">EHLO [127.0.0.1]\r\n", "<250-x\r\n250 STARTTLS\r\n", ">STARTTLS\r\n"
  };
  private static final String[] SOCKS = {
    ">\5\1\0", "<\5\0", ">\5\1\0\3\12db.example\25\70", "<\5\0\0\1\0\0\0\0\0\0"
  };
  private static final String[] HTTP = {
    ">CONNECT db.example:5432 HTTP/1.1\r\nHost: db.example:5432\r\n\r\n", "<HTTP/1.1 200 OK\r\n\r\n"
  };

  static Stream<org.junit.jupiter.params.provider.Arguments> goAhead() {
    return StartTlsTest.goAhead();
  }

  @ParameterizedTest
  @MethodSource
  void goAhead(Preamble protocol, String[] lines) throws Exception {
    try (Place place = Place.open(lines);
        TlsSocket socket = place.dialer().startTls(protocol).build().connect("db.example", 5432)) {
      assertEchoes(socket);
      assertTrue(socket.info().times().containsKey(Phase.STARTTLS));
      place.done();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void targetIsVerifiedThroughAProxy(boolean socks) throws Exception {
    try (Place place = Place.open(socks ? SOCKS : HTTP)) {
      Dialer dialer = place.dialer().proxy(proxy(socks)).build();
      try (TlsSocket socket = dialer.connect("db.example", 5432)) {
        assertEchoes(socket);
        assertEquals(
            EnumSet.of(Phase.RESOLVE, Phase.CONNECT, Phase.PROXY),
            EnumSet.copyOf(
                socket.info().times().keySet().stream().filter(p -> !p.isHandshake()).toList()));
        assertEquals(
            "db.example:5432 through proxy.example/" + place.address(), socket.info().peer());
        place.done();
      }
    }
    try (Place place = Place.open(socks ? SOCKS : HTTP)) {
      TlsConfig strict = TlsConfig.builder().trust(Ends.trust()).build();
      Dialer dialer = place.dialer().config(strict).proxy(proxy(socks)).build();
      String message =
          assertThrows(TlsException.class, () -> dialer.connect("db.example", 5432)).getMessage();
      assertTrue(
          message.startsWith(
              "handshake with db.example:5432 through proxy.example/"
                  + place.address()
                  + ": certificate refused: host name db.example is not among [DNS:localhost"),
          message);
    }
  }

  @Test
  void serverIsAskedThroughAProxy() throws Exception {
    String[] lines =
        Stream.of(HTTP, SMTP, new String[] {"<220 go\r\n"})
            .flatMap(Stream::of)
            .toArray(String[]::new);
    try (Place place = Place.open(lines);
        TlsSocket socket =
            place
                .dialer()
                .proxy(proxy(false))
                .startTls(StartTls.SMTP)
                .build()
                .connect("db.example", 5432)) {
      assertEchoes(socket);
      assertTrue(socket.info().times().keySet().containsAll(List.of(Phase.PROXY, Phase.STARTTLS)));
      place.done();
    }
  }

  @Test
  void proxyIsToldAnAddressThatIsGiven() throws Exception {
    try (Place place =
            Place.open(">\5\1\0", "<\5\0", ">\5\1\0\1\300\0\2\7\25\70", "<\5\0\0\1\0\0\0\0\0\0");
        TlsSocket socket =
            place
                .dialer()
                .proxy(proxy(true))
                .build()
                .connect(new InetSocketAddress("192.0.2.7", 5432), "db.example")) {
      assertEchoes(socket);
      place.done();
    }
    Dialer dialer = Dialer.builder().proxy(proxy(true)).build();
    assertEquals(
        "no proxy leads to a Unix-domain address: /x",
        assertThrows(
                IllegalArgumentException.class,
                () -> dialer.connect(UnixDomainSocketAddress.of("/x"), "db.example"))
            .getMessage());
  }

  @Test
  void refusalNamesThePhaseAndTheServersWords() throws Exception {
    try (Place place = Place.open(SMTP[0], SMTP[1], "<250 x\r\n")) {
      Dialer dialer = place.dialer().startTls(StartTls.SMTP).build();
      TlsException refused =
          assertThrows(TlsException.class, () -> dialer.connect("db.example", 5432));
      assertEquals(
          "STARTTLS with db.example/"
              + place.address()
              + ": the server does not offer STARTTLS (sent 18 bytes, received 14)",
          refused.getMessage());
      assertEquals(Phase.STARTTLS, refused.report().phase());
    }
  }

  @Test
  void plainTextBehindTheGoAheadIsRefusedBeforeTls() throws Exception {
    try (Place place = Place.open(SMTP[0], SMTP[1], SMTP[2], SMTP[3], "<220 go\r\n250 mine\r\n")) {
      Dialer dialer = place.dialer().startTls(StartTls.SMTP).build();
      String message =
          assertThrows(TlsException.class, () -> dialer.connect("db.example", 5432)).getMessage();
      assertEquals(
          "STARTTLS with db.example/"
              + place.address()
              + ": the peer broke the protocol: it went on in the clear (SMTP) after it had agreed"
              + " to begin with TLS: 10 bytes, '250 mine\\u000d\\u000a' (sent 28 bytes, received 46)",
          message);
    }
  }

  @Test
  void oneDeadlineHoldsForAllAndNamesWhatWasWaitedFor() throws Exception {
    FakeTime time = new FakeTime();
    try (Place place = Place.open(() -> time.advance(Duration.ofSeconds(10)), SMTP)) {
      Dialer dialer =
          place
              .dialer()
              .time(time)
              .limits(Limits.defaults().withConnect(Duration.ofSeconds(10)))
              .startTls(StartTls.SMTP)
              .build();
      TlsTimeoutException late =
          assertThrows(TlsTimeoutException.class, () -> dialer.connect("db.example", 5432));
      assertEquals(
          "STARTTLS with db.example/"
              + place.address()
              + ": timed out after 10000 ms, waiting for the answer to STARTTLS (name resolution 0"
              + " ms, connect 0 ms, STARTTLS 10000 ms",
          late.getMessage().replaceFirst("; sent.*", ""));
    }
  }

  @Test
  void proxyIsNoStartTls() {
    assertEquals(
        "a proxy is set by proxy(): SOCKS5 proxy.example:1080",
        assertThrows(IllegalArgumentException.class, () -> Dialer.builder().startTls(proxy(true)))
            .getMessage());
  }

  private static Proxy proxy(boolean socks) {
    return socks ? Proxy.socks5("proxy.example", 1080) : Proxy.httpConnect("proxy.example", 1080);
  }

  private static void assertEchoes(TlsSocket socket) throws IOException {
    socket.write("echo".getBytes(), 0, 4);
    assertEquals("echo", new String(socket.inputStream().readNBytes(4)));
  }

  /** A server that follows a script, and then speaks TLS and sends back four bytes. */
  private static final class Place implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final FutureTask<Void> served;

    private Place(ServerSocketChannel listener, Runnable atEnd, String[] lines) {
      this.listener = listener;
      this.served = Ends.virtually(() -> serve(atEnd, lines));
    }

    static Place open(String... lines) throws IOException {
      return open(() -> {}, lines);
    }

    /** Does something when the script has come to its end. */
    static Place open(Runnable atEnd, String... lines) throws IOException {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return new Place(listener, atEnd, lines);
    }

    private Void serve(Runnable atEnd, String[] lines) throws Exception {
      try (SocketChannel channel = listener.accept();
          Script script = Script.of(channel)) {
        script.follow(lines);
        atEnd.run();
        TlsConfig config =
            TlsConfig.builder()
                .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
                .build();
        // Its close does not wait for the client's, which comes after it in these tests.
        Limits limits = Limits.defaults().withClose(Duration.ofMillis(1));
        try (TlsSocket tls = TlsSocket.server(ChannelBio.of(channel), config, limits)) {
          byte[] data = tls.inputStream().readNBytes(4);
          tls.write(data, 0, data.length);
        }
      }
      return null;
    }

    /** Connects here, whatever the address; a name is only looked up where it must be. */
    Dialer.Builder dialer() {
      Network network =
          new Network() {
            @Override
            public List<InetAddress> resolve(String host) throws UnknownHostException {
              return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
            }

            @Override
            public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
              InetAddress named = ((InetSocketAddress) remote).getAddress();
              int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
              return ChannelBio.of(SocketChannel.open(new InetSocketAddress(named, port)));
            }
          };
      return Dialer.builder()
          .network(network)
          .config(TlsConfig.builder().trust(Ends.trust()).hostName("localhost").build());
    }

    /** {@code 127.0.0.1:1234}. */
    String address() throws IOException {
      return "127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    void done() throws Exception {
      Ends.await(served);
    }

    @Override
    public void close() throws IOException {
      listener.close();
      served.cancel(true);
    }
  }
}
