package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One thread wraps while another unwraps, at both ends, from the first byte of the handshake to the
 * close; both of them run tasks, and in TLS 1.3 ask for key updates.
 */
class EngineThreadsTest {

  private static final int BYTES = 600_000;
  private static final int KEY_UPDATES = 20;

  @ParameterizedTest
  @CsvSource({
    "HEDDLE, SUNJSSE, TLSv1.3",
    "HEDDLE, SUNJSSE, TLSv1.2",
    "SUNJSSE, HEDDLE, TLSv1.3",
    "SUNJSSE, HEDDLE, TLSv1.2",
    "HEDDLE, HEDDLE, TLSv1.3",
    "HEDDLE, HEDDLE, TLSv1.2",
  })
  void wrapsAndUnwrapsAtOnce(Face client, Face server, String protocol) throws Exception {
    BlockingQueue<byte[]> up = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> down = new LinkedBlockingQueue<>();
    End one = new End(client, engine(client, true), down, up);
    End other = new End(server, engine(server, false), up, down);
    one.engine.setEnabledProtocols(new String[] {protocol});
    List<FutureTask<Void>> threads = new ArrayList<>();
    for (End end : List.of(one, other)) {
      threads.add(Ends.virtually(() -> end.guarded(end::write)));
      threads.add(Ends.virtually(() -> end.guarded(end::read)));
    }
    for (FutureTask<Void> thread : threads) {
      Ends.await(thread);
    }
    for (End end : List.of(one, other)) {
      assertEquals(BYTES, end.received.get());
      assertTrue(end.engine.isInboundDone() && end.engine.isOutboundDone());
      assertTrue(end.face == Face.HEDDLE ? end.finished.get() == 1 : end.finished.get() >= 1);
      assertEquals(HandshakeStatus.NOT_HANDSHAKING, end.engine.getHandshakeStatus());
    }
  }

  private static SSLEngine engine(Face face, boolean client) {
    SSLEngine engine =
        face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256))
            .createSSLEngine("localhost", 4433);
    engine.setUseClientMode(client);
    return engine;
  }

  /** An engine, what comes and what goes, and its two threads. */
  private static final class End {

    final Face face;
    final SSLEngine engine;
    final BlockingQueue<byte[]> in;
    final BlockingQueue<byte[]> out;
    final AtomicLong received = new AtomicLong();
    final AtomicInteger finished = new AtomicInteger();
    volatile boolean broken;

    End(Face face, SSLEngine engine, BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
      this.face = face;
      this.engine = engine;
      this.in = in;
      this.out = out;
    }

    /** A part of what a thread does. */
    interface Part {
      void run() throws Exception;
    }

    /** The other thread does not wait for who has failed. */
    Void guarded(Part part) throws Exception {
      try {
        part.run();
      } catch (Throwable e) {
        broken = true;
        throw e;
      }
      return null;
    }

    void write() throws SSLException {
      MachineChoices choices = new MachineChoices(1);
      ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + 4096);
      ByteBuffer data = ByteBuffer.wrap(MachineEnd.content(0, BYTES));
      int updates = 0;
      while (!engine.isOutboundDone() && !broken) {
        if (!data.hasRemaining() && received.get() == BYTES) {
          engine.closeOutbound();
        }
        data.limit(Math.min(BYTES, data.position() + choices.size(20_000)));
        SSLEngineResult result = engine.wrap(data, record.clear());
        data.limit(BYTES);
        note(result);
        if (record.position() > 0) {
          byte[] bytes = new byte[record.flip().remaining()];
          record.get(bytes);
          out.add(bytes);
        } else {
          taskOrPause();
        }
        if (updates < KEY_UPDATES && choices.percent(30) && mayUpdateKeys(data)) {
          updates++;
          engine.beginHandshake();
        }
      }
    }

    /** As long as the peer cannot have closed. */
    private boolean mayUpdateKeys(ByteBuffer data) {
      return finished.get() > 0
          && data.hasRemaining()
          && engine.getSession().getProtocol().equals("TLSv1.3");
    }

    void read() throws Exception {
      ByteBuffer coming = ByteBuffer.allocate(1 << 20).flip();
      ByteBuffer data = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + 4096);
      while (!engine.isInboundDone() && !broken) {
        byte[] more = in.poll(1, TimeUnit.MILLISECONDS);
        if (more != null) {
          coming.compact().put(more).flip();
        }
        Status status = Status.OK;
        while (status == Status.OK && coming.hasRemaining() && !broken) {
          SSLEngineResult result = engine.unwrap(coming, data.clear());
          note(result);
          status = result.getStatus();
          byte[] came = new byte[data.flip().remaining()];
          data.get(came);
          assertArrayEquals(MachineEnd.content(received.get(), came.length), came);
          received.addAndGet(came.length);
          if (result.bytesConsumed() == 0) {
            taskOrPause();
          }
        }
      }
    }

    private void note(SSLEngineResult result) {
      if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
        finished.incrementAndGet();
      }
    }

    private void taskOrPause() {
      Runnable task = engine.getDelegatedTask();
      if (task != null) {
        task.run();
      } else {
        LockSupport.parkNanos(20_000);
      }
    }
  }
}
