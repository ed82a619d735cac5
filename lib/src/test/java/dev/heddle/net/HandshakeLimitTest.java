package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.support.Ends;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The end of a handshake and the end of its time at the same moment. */
class HandshakeLimitTest {

  /** Else somebody would get a connection that is reset under their hands. */
  @Test
  void alarmThatIsOnItsWayMakesItAFailure() throws Exception {
    TimeSource time = new AlarmsOnTheirWay();
    Limits limits = Limits.defaults();
    Setup setup = new Setup(limits, NaglePolicy.OFF, time, new Observer(null), Map.of());
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback);
        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
        SocketChannel far = listener.accept()) {
      FutureTask<TlsSocket> server =
          Ends.virtually(
              () ->
                  TlsSocket.server(
                      ChannelBio.of(far), Pair.server(TlsVersion.TLS_1_3), Limits.defaults()));
      TlsSocket socket =
          new TlsSocket(1, true, Pair.client(TlsVersion.TLS_1_3), null, ChannelBio.of(near), setup);
      TlsTimeoutException late =
          assertThrows(
              TlsTimeoutException.class, () -> Handshake.finish(socket, time.in(limits.connect())));
      assertEquals(limits.connect().toMillis(), limitOf(late));
      assertFalse(near.isOpen());
      Ends.await(server).abort();
    }
  }

  private static long limitOf(TlsTimeoutException late) {
    return ((Fault.TimedOut) late.report().fault()).limitMillis();
  }

  /** All its alarms are due, and their thread has not come to them yet. */
  private static final class AlarmsOnTheirWay implements TimeSource {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Alarm at(Deadline deadline, Runnable action) {
      return new Alarm() {
        @Override
        public boolean cancel() {
          return false;
        }

        @Override
        public boolean fired() {
          return true;
        }
      };
    }
  }
}
