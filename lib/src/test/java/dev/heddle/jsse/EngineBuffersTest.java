package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data arrives as it was sent, whatever buffers records and data are in. */
class EngineBuffersTest {

  private static final int ROOM = 20_000;
  private static final byte UNTOUCHED = 0x55;

  /** How a caller keeps what {@code unwrap} gives. */
  private enum Target {
    HEAP,
    DIRECT,
    SLICE,
    SCATTERED,
    /** Room for the data, and for nothing that a record has beside it. */
    TIGHT,
    /** In the array that the records are in. */
    SHARED
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
  })
  void dataArrives(String protocol, String suite) throws Exception {
    EnginePair pair = pair(protocol, suite);
    for (int length : new int[] {1, 15, 16, 1000, 5000, 16_384}) {
      for (Target kind : Target.values()) {
        for (String source : new String[] {"heap", "direct", "read-only"}) {
          String what = length + " bytes, " + source + " to " + kind;
          byte[][] sent = {random(length), random(100)};
          // Two records one after the other: what the first one says must not touch the second.
          byte[] records = records(pair, sent);
          ByteBuffer from = source(source, records);
          ByteBuffer shared = kind == Target.SHARED && from.hasArray() ? from : null;
          for (byte[] each : sent) {
            ByteBuffer[] targets = targets(kind, each.length, shared);
            byte[] came = unwrap(pair.server.engine, from, targets, each.length, what);
            assertArrayEquals(each, came, what);
          }
          assertEquals(records.length, from.position(), what);
        }
      }
    }
  }

  private static EnginePair pair(String protocol, String suite) throws SSLException {
    SSLContext heddle = Face.HEDDLE.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
    EnginePair pair =
        new EnginePair(heddle.createSSLEngine("localhost", 4433), heddle.createSSLEngine());
    for (EnginePair.End end : new EnginePair.End[] {pair.client, pair.server}) {
      end.engine.setEnabledProtocols(new String[] {protocol});
      end.engine.setEnabledCipherSuites(new String[] {suite});
    }
    pair.settle();
    assertEquals(suite, pair.server.engine.getSession().getCipherSuite());
    return pair;
  }

  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  private static byte[] records(EnginePair pair, byte[][] data) throws SSLException {
    ByteBuffer records = ByteBuffer.allocate(2 * ROOM);
    for (byte[] each : data) {
      ByteBuffer source = ByteBuffer.wrap(each);
      while (source.hasRemaining()) {
        pair.client.engine.wrap(source, records);
      }
    }
    return Arrays.copyOf(records.array(), records.position());
  }

  private static ByteBuffer source(String kind, byte[] records) {
    if (kind.equals("direct")) {
      return ByteBuffer.allocateDirect(records.length).put(records).flip();
    }
    byte[] room = Arrays.copyOf(records, records.length + ROOM);
    room[room.length - 1] = UNTOUCHED;
    ByteBuffer array = ByteBuffer.wrap(room, 0, records.length);
    return kind.equals("heap") ? array : array.asReadOnlyBuffer();
  }

  /** Each has another byte behind it where it has an array. */
  private static ByteBuffer[] targets(Target kind, int length, ByteBuffer shared) {
    if (shared != null) {
      ByteBuffer behind = ByteBuffer.wrap(shared.array());
      return new ByteBuffer[] {behind.position(shared.limit() + 1).limit(behind.capacity() - 1)};
    }
    return switch (kind) {
      case DIRECT -> new ByteBuffer[] {ByteBuffer.allocateDirect(ROOM)};
      case SLICE -> new ByteBuffer[] {fresh(ROOM).slice(7, ROOM - 9)};
      case SCATTERED ->
          new ByteBuffer[] {fresh(0), fresh(5), ByteBuffer.allocateDirect(3), fresh(ROOM)};
      case TIGHT -> new ByteBuffer[] {fresh(16_384 + 2)};
      // Where in its own array a first record of CBC is opened, behind header and IV.
      default -> new ByteBuffer[] {fresh(ROOM).position(5 + 16)};
    };
  }

  private static ByteBuffer fresh(int room) {
    byte[] array = new byte[room];
    Arrays.fill(array, UNTOUCHED);
    ByteBuffer buffer = ByteBuffer.wrap(array);
    return room > 2 ? buffer.position(1).limit(room - 1) : buffer;
  }

  /** All of a write's data, which may be in more than one record. */
  private static byte[] unwrap(
      SSLEngine engine, ByteBuffer source, ByteBuffer[] targets, int length, String what)
      throws SSLException {
    ByteBuffer came = ByteBuffer.allocate(length);
    int[] begins = new int[targets.length];
    while (came.hasRemaining()) {
      for (int i = 0; i < targets.length; i++) {
        begins[i] = targets[i].position();
      }
      assertEquals(Status.OK, engine.unwrap(source, targets).getStatus(), what);
      for (int i = 0; i < targets.length; i++) {
        came.put(targets[i].duplicate().flip().position(begins[i]));
        assertOthersUntouched(targets[i], what);
        targets[i].position(begins[i]);
      }
    }
    return came.array();
  }

  /** What is behind the limit is nobody's. */
  private static void assertOthersUntouched(ByteBuffer target, String what) {
    if (target.hasArray() && target.array().length > 0) {
      assertEquals(UNTOUCHED, target.array()[target.array().length - 1], what);
    }
  }
}
