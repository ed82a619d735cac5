package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.testing.FakeTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** One attempt at one address, and what it leaves to the others. */
class AttemptTest {

  private static final byte[] NO_HANDSHAKE = {23, 3, 3, 0, 4, 1, 2, 3, 4};
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final FakeTime time = new FakeTime();

  /** The processor is done with it: there is only its alert to be delivered. */
  @Test
  void peerThatIsBeingLeftHasNoTurnAnyMore() throws Exception {
    Limits limits = Limits.defaults().withClose(Duration.ofHours(1));
    Dialer dialer =
        Dialer.builder()
            .config(Pair.client(TlsVersion.TLS_1_3))
            .limits(limits)
            .maxHandshakes(1)
            .time(time)
            .build();
    try (TlsListener good = Visitor.loopback().start(Visitor::echo);
        ServerSocketChannel bad = ServerSocketChannel.open().bind(LOOPBACK)) {
      FutureTask<TlsSocket> refused =
          Ends.virtually(() -> dialer.connect(bad.getLocalAddress(), "localhost"));
      try (SocketChannel peer = bad.accept()) {
        peer.write(ByteBuffer.wrap(NO_HANDSHAKE));
        ByteBuffer heard = ByteBuffer.allocate(10_000);
        while (peer.read(heard) >= 0) {
          assertTrue(heard.hasRemaining());
        }
        TlsSocket other =
            Ends.await(Ends.virtually(() -> dialer.connect(good.localAddress(), "localhost")));
        other.abort();
      }
      assertThrows(TlsException.class, () -> Ends.await(refused));
    }
  }

  @Test
  void transportThatThrowsWhatItMustNotIsAFailureToo() throws Exception {
    IllegalStateException thrown = new IllegalStateException("no way");
    Network network =
        new Network() {
          @Override
          public List<InetAddress> resolve(String host) {
            throw thrown;
          }

          @Override
          public Bio connect(SocketAddress remote, InetSocketAddress local) {
            throw thrown;
          }
        };
    Dialer dialer =
        Dialer.builder().config(Pair.client(TlsVersion.TLS_1_3)).network(network).build();
    Course course = new Course("localhost", 1, null, null);
    Dial dial = new Dial(dialer, "localhost", "localhost:1", course, Deadline.never());
    Attempt attempt = new Attempt(dial, LOOPBACK, Stopwatch.of(time));
    assertSame(thrown, assertThrows(IllegalStateException.class, attempt::run));
    assertEquals(Phase.CONNECT, attempt.phase()); // a race that has ended meanwhile asks for it
    Fault.Internal fault = (Fault.Internal) ((TlsException) attempt.failure()).fault();
    assertSame(thrown, fault.cause());
  }
}
