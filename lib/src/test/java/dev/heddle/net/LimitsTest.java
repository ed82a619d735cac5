package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.preamble.Proxy;
import dev.heddle.preamble.StartTls;
import dev.heddle.testing.Answer;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryNetwork;
import dev.heddle.testing.Script;
import dev.heddle.testing.ScriptedBio;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit, met by a peer that stalls where it counts; and an interrupt there. */
class LimitsTest {

  /** Where a connection gets stuck, and what is said of it after ten seconds. */
  enum Where {
    RESOLVE("name resolution of localhost", "its address", "name resolution 10000 ms"),
    CONNECT(
        "connect to localhost/192.0.2.7:443",
        "the connection",
        "name resolution 0 ms, connect 10000 ms"),
    PROXY(
        "proxy with localhost/192.0.2.7:443",
        "the SOCKS5 proxy's choice of a login",
        "name resolution 0 ms, connect 0 ms, proxy 10000 ms"),
    STARTTLS(
        "STARTTLS with localhost/192.0.2.7:443",
        "the answer to SSLRequest",
        "name resolution 0 ms, connect 0 ms, STARTTLS 10000 ms"),
    HELLO(
        "handshake with localhost/192.0.2.7:443",
        "ServerHello",
        "name resolution 0 ms, connect 0 ms, handshake 10000 ms"),
    SERVER_AUTH(
        "handshake with localhost/192.0.2.7:443",
        "EncryptedExtensions",
        "name resolution 0 ms, connect 0 ms, handshake 10000 ms"),
    FINISH(
        "handshake with localhost/192.0.2.7:443",
        "Finished",
        "name resolution 0 ms, connect 0 ms, handshake 10000 ms");

    private final String with;
    private final String waitingFor;
    private final String times;

    Where(String with, String waitingFor, String times) {
      this.with = with;
      this.waitingFor = waitingFor;
      this.times = times;
    }
  }

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final FakeTime time = new FakeTime();
  private final MemoryNetwork network = new MemoryNetwork(time);
  private final CountDownLatch stuck = new CountDownLatch(1);

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @EnumSource
  void connectEndsAtItsLimit(Where where) throws Exception {
    Dialer dialer = stalling(where);
    FutureTask<TlsTimeoutException> connect =
        new FutureTask<>(
            () -> assertThrows(TlsTimeoutException.class, () -> dialer.connect("localhost", 443)));
    Thread.ofVirtual().start(connect);
    stuck.await();
    time.advance(TEN_SECONDS);
    TlsTimeoutException late = connect.get(10, TimeUnit.SECONDS);
    assertEquals(
        where.with
            + ": timed out after 10000 ms, waiting for "
            + where.waitingFor
            + " ("
            + where.times
            + "; sent N, received N)",
        uncounted(late.getMessage()));
    assertEquals(0, network.open());
  }

  @ParameterizedTest
  @EnumSource
  void connectEndsWhenItIsInterrupted(Where where) throws Exception {
    Dialer dialer = stalling(where);
    FutureTask<TlsInterruptedException> connect =
        new FutureTask<>(
            () -> {
              TlsInterruptedException e =
                  assertThrows(
                      TlsInterruptedException.class, () -> dialer.connect("localhost", 443));
              assertTrue(Thread.currentThread().isInterrupted());
              return e;
            });
    Thread thread = Thread.ofVirtual().start(connect);
    stuck.await();
    thread.interrupt();
    String message = connect.get(10, TimeUnit.SECONDS).getMessage();
    assertTrue(message.startsWith(where.with + ": interrupted"), message);
    assertEquals(0, network.open());
  }

  private static String uncounted(String message) {
    return message
        .replaceAll("sent \\d+ bytes?", "sent N")
        .replaceAll("received \\d+", "received N");
  }

  /** A dialer whose connect gets stuck there, which {@link #stuck} tells. */
  private Dialer stalling(Where where) throws Exception {
    TlsVersion version = where == Where.FINISH ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3;
    long most =
        switch (where) {
          case RESOLVE, CONNECT, PROXY, STARTTLS, HELLO -> 0;
          case SERVER_AUTH -> 1300; // ServerHello with its 1120 bytes of key share, and little more
          case FINISH -> sentByServer(version) - 10; // in the middle of Finished
        };
    network.slowName(
        "localhost", where == Where.RESOLVE ? Limits.FOREVER : Duration.ZERO, "192.0.2.7");
    network.answer(
        "192.0.2.7",
        443,
        where == Where.CONNECT
            ? Answer.blackHole()
            : where == Where.PROXY || where == Where.STARTTLS
                ? Answer.accept(LimitsTest::listen)
                : Answer.accept(bio -> serve(bio, version, Script.clean().stallAfter(most))));
    Dialer.Builder dialer = dialer(new Watched(where, most), version);
    if (where == Where.PROXY) {
      dialer.proxy(Proxy.socks5("localhost", 443));
    }
    return dialer.startTls(where == Where.STARTTLS ? StartTls.POSTGRESQL : null).build();
  }

  /** Hears all and says nothing. */
  private static void listen(Bio bio) throws IOException {
    while (bio.read(new byte[100], 0, 100) > 0) {
      // Until the other end has gone.
    }
  }

  private void serve(Bio bio, TlsVersion version, Script writes) throws IOException {
    Bio slow = new ScriptedBio(bio, time, Script.clean(), writes);
    TlsSocket.server(slow, Pair.server(version), Limits.defaults()).close();
  }

  private Dialer.Builder dialer(Network over, TlsVersion version) {
    return Dialer.builder()
        .network(over)
        .time(time)
        .config(Pair.client(version))
        .limits(Limits.defaults().withConnect(TEN_SECONDS));
  }

  /** How many bytes a server says until the handshake is done. */
  private static long sentByServer(TlsVersion version) throws Exception {
    try (MemoryNetwork network = new MemoryNetwork(TimeSource.system())) {
      network.name("localhost", "192.0.2.7");
      network.answer(
          "192.0.2.7",
          443,
          Answer.accept(
              bio -> {
                TlsSocket server = TlsSocket.server(bio, Pair.server(version), Limits.defaults());
                try {
                  bio.read(new byte[1], 0, 1);
                } finally {
                  server.abort();
                }
              }));
      Dialer dialer = Dialer.builder().network(network).config(Pair.client(version)).build();
      TlsSocket socket = dialer.connect("localhost", 443);
      socket.abort();
      return socket.info().received();
    }
  }

  /** The network, telling when somebody is where nothing more comes. */
  private final class Watched implements Network {
    private final Where where;
    private final long most;

    Watched(Where where, long most) {
      this.where = where;
      this.most = most;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
      if (where == Where.RESOLVE) {
        stuck.countDown();
      }
      return network.resolve(host);
    }

    @Override
    public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
      if (where == Where.CONNECT) {
        stuck.countDown();
      }
      return watched(network.connect(remote, local), most, stuck);
    }
  }

  /** A transport that tells when a read begins after so many bytes. */
  static Bio watched(Bio bio, long most, CountDownLatch stuck) {
    AtomicLong read = new AtomicLong();
    return (Bio)
        java.lang.reflect.Proxy.newProxyInstance(
            Bio.class.getClassLoader(),
            new Class<?>[] {Bio.class},
            (proxy, method, args) -> {
              boolean reads = method.getName().equals("read");
              if (reads && read.get() == most) {
                stuck.countDown();
              }
              try {
                Object result = method.invoke(bio, args);
                if (reads && (int) result > 0) {
                  read.addAndGet((int) result);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
