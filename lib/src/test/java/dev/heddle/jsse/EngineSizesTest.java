package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every size of a buffer, from nothing to what is enough: for each record of a handshake, of data
 * and of the close, an engine of ours is given one byte more each time.
 */
class EngineSizesTest {

  @ParameterizedTest
  @CsvSource({
    "HEDDLE, SUNJSSE, TLSv1.3",
    "HEDDLE, SUNJSSE, TLSv1.2",
    "SUNJSSE, HEDDLE, TLSv1.3",
    "SUNJSSE, HEDDLE, TLSv1.2",
  })
  void everySizeUpToWhatIsEnough(Face client, Face server, String protocol) throws Exception {
    EnginePair pair = new EnginePair(engine(client), engine(server));
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    pair.client.engine.beginHandshake();
    settle(pair, client == Face.HEDDLE ? pair.client : pair.server);
    EnginePair.End ours = client == Face.HEDDLE ? pair.client : pair.server;
    assertEquals(1, ours.finished);
    for (int length : new int[] {1, 500, 16_384}) {
      ByteBuffer data = ByteBuffer.wrap(MachineEnd.content(0, length));
      climbWrap(pair, ours, data);
      assertEquals(0, data.remaining());
      ByteBuffer came = ByteBuffer.allocate(1 << 15);
      while (pair.other(ours).coming.hasRemaining()) {
        pair.unwrap(pair.other(ours), came);
      }
      assertEquals(ByteBuffer.wrap(MachineEnd.content(0, length)), came.flip());
      int theirs = Math.min(length, 16_367); // the JDK's puts no more into a record
      pair.wrap(pair.other(ours), MachineEnd.content(0, theirs));
      assertEquals(theirs, climbUnwrap(ours));
    }
    pair.other(ours).engine.closeOutbound();
    pair.wrap(pair.other(ours), new byte[0]);
    climbUnwrap(ours);
    assertTrue(ours.engine.isInboundDone());
    ours.engine.closeOutbound();
    climbWrap(pair, ours, ByteBuffer.allocate(0));
    assertTrue(ours.engine.isOutboundDone());
  }

  private static SSLEngine engine(Face face) {
    return face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256))
        .createSSLEngine("localhost", 4433);
  }

  /** Follows the statuses of both; only ours climbs. */
  private static void settle(EnginePair pair, EnginePair.End ours) throws SSLException {
    boolean moved = true;
    for (int i = 0; moved; i++) {
      assertTrue(i < 1000, "no end");
      moved = false;
      for (EnginePair.End end : new EnginePair.End[] {pair.client, pair.server}) {
        HandshakeStatus status = end.engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
          end.engine.getDelegatedTask().run();
          moved = true;
        } else if (status == HandshakeStatus.NEED_WRAP) {
          if (end == ours) {
            climbWrap(pair, end, ByteBuffer.allocate(0));
          } else {
            pair.wrap(end, new byte[0]);
          }
          moved = true;
        } else if (end.coming.hasRemaining()) {
          if (end == ours) {
            climbUnwrap(end);
          } else {
            pair.unwrap(end, ByteBuffer.allocate(1 << 15));
          }
          moved = true;
        }
      }
    }
  }

  private static void climbWrap(EnginePair pair, EnginePair.End end, ByteBuffer data)
      throws SSLException {
    int most = end.engine.getSession().getPacketBufferSize();
    ByteBuffer all = ByteBuffer.allocate(most);
    for (int room = 0; room <= most; room++) {
      ByteBuffer target = all.slice(0, room);
      int before = data.position();
      SSLEngineResult result = end.engine.wrap(data, target);
      assertEquals(target.position(), result.bytesProduced());
      assertEquals(data.position() - before, result.bytesConsumed());
      if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
        end.finished++;
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        assertTrue(target.position() > 0 || end.finished > 0, () -> result + " at " + end.finished);
        pair.other(end).come(target.flip());
        return;
      }
      assertEquals(0, result.bytesProduced() + result.bytesConsumed());
    }
    throw new AssertionError("no room is enough");
  }

  /** Unwraps a record; answers how much data it has brought. */
  private static int climbUnwrap(EnginePair.End end) throws SSLException {
    ByteBuffer all = ByteBuffer.allocate(end.engine.getSession().getApplicationBufferSize());
    ByteBuffer coming = end.coming;
    byte[] header = {coming.get(coming.position() + 3), coming.get(coming.position() + 4)};
    int length = 5 + ((header[0] & 0xFF) << 8 | header[1] & 0xFF);
    for (int there = 0; there < length; there++) {
      ByteBuffer some = coming.duplicate().limit(coming.position() + there);
      SSLEngineResult result = end.engine.unwrap(some, all.duplicate());
      assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
      assertEquals(coming.position(), some.position());
    }
    for (int room = 0; room <= all.capacity(); room++) {
      int before = coming.position();
      ByteBuffer target = all.slice(0, room);
      SSLEngineResult result = end.engine.unwrap(coming, target);
      if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
        end.finished++;
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        assertEquals(before + length, coming.position());
        assertEquals(length, result.bytesConsumed());
        assertEquals(target.position(), result.bytesProduced());
        ByteBuffer data = ByteBuffer.wrap(MachineEnd.content(0, target.position()));
        assertEquals(data, target.flip());
        return target.remaining();
      }
      assertEquals(before, coming.position());
      assertEquals(0, target.position());
    }
    throw new AssertionError("no room is enough");
  }
}
