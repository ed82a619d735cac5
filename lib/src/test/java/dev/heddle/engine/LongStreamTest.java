package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.config.PeerLimits;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A stream in one direction, so long that keys are changed under way (RFC 8446 section 5.5). */
class LongStreamTest {

  private static final int RECORDS = 1 << 20;

  private static final class Half {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    final TlsEngine engine;

    Half(TlsConfig config, boolean client) {
      ReentrantLock lock = new ReentrantLock();
      RecordSink sink = sent::write;
      AlertListener nobody = (out, level, description) -> {};
      engine =
          client
              ? TlsEngine.client(config, null, null, lock, sink, nobody)
              : TlsEngine.server(config, null, lock, sink, nobody);
      assertEquals(Step.MORE, engine.start());
    }

    /** Takes all records that the other half has sent. */
    void hear(Half other) {
      byte[] bytes = other.sent.toByteArray();
      other.sent.reset();
      int off = 0;
      while (off < bytes.length) {
        byte[] header = Arrays.copyOfRange(bytes, off, off + RecordHeader.LENGTH);
        int length = RecordHeader.LENGTH + engine.recordLength(header);
        byte[] record = Arrays.copyOfRange(bytes, off, off + length);
        engine.feed(record, 0, length);
        assertNull(engine.fault());
        off += length;
      }
    }

    /** As if so many records had gone this way. */
    void skip(String direction) throws ReflectiveOperationException {
      Object end = field(TlsEngine.class, "end", engine);
      Object stream = field(end.getClass().getSuperclass().getSuperclass(), "recordStream", end);
      Object number = field(stream.getClass(), direction, stream);
      Field value = number.getClass().getDeclaredField("value");
      value.setAccessible(true);
      value.setLong(number, RECORDS);
    }

    private static Object field(Class<?> owner, String name, Object of)
        throws ReflectiveOperationException {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    }
  }

  /** The receiver says nothing but that it changes its key too, as it was asked to by bctls. */
  @Test
  void answersToKeyUpdatesAreNotIdle() throws Exception {
    TlsConfig config =
        TlsConfig.builder()
            .minVersion(TlsVersion.TLS_1_3)
            .hostName("localhost")
            .insecureVerifyNone()
            .peerLimits(PeerLimits.defaults().withIdleMessages(1))
            .build();
    Half client = new Half(config, true);
    Half server =
        new Half(Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().config(), false);
    for (int i = 0; i < 3; i++) {
      server.hear(client);
      client.hear(server);
    }
    for (int i = 0; i < 5; i++) {
      client.skip("writeSeqNo");
      server.skip("readSeqNo");
      assertNull(client.engine.write(new byte[1], 0, 1));
      server.hear(client);
      assertNull(server.engine.keyUpdate(false));
      client.hear(server);
    }
  }
}
