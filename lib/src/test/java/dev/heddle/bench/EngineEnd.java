package dev.heddle.bench;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * One end of a connection in memory: an engine, and what it has made for the other end. Its
 * engine's tasks run where its calls do. For one thread.
 */
final class EngineEnd {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MOST_CALLS = 1000;
  private static final int MOST_TURNS = 100;

  private final SSLEngine engine;
  private final ByteBuffer out;
  private final ByteBuffer plain;

  EngineEnd(SSLEngine engine) {
    this.engine = engine;
    this.out = ByteBuffer.allocate(4 * engine.getSession().getPacketBufferSize());
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  SSLEngine engine() {
    return engine;
  }

  /**
   * Lets both ends of some connections talk until none has anything left to say: a handshake that
   * has been begun, and tickets after it. All of one side take their turn, then all of the other,
   * so that the clock is read once for many.
   *
   * @param watch the clients' time
   * @param serverWatch the servers' time
   * @throws SSLException a handshake failed, or there is no end of it
   */
  static void talk(
      List<EngineEnd> clients, Stopwatch watch, List<EngineEnd> servers, Stopwatch serverWatch)
      throws SSLException {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      boolean said = turn(clients, servers, watch);
      if (!turn(servers, clients, serverWatch) && !said) {
        return;
      }
    }
    throw new SSLException("no end after " + MOST_TURNS + " turns: " + clients.getFirst());
  }

  private static boolean turn(List<EngineEnd> ends, List<EngineEnd> others, Stopwatch watch)
      throws SSLException {
    boolean said = false;
    watch.start();
    for (int i = 0; i < ends.size(); i++) {
      said |= ends.get(i).advance(others.get(i));
    }
    watch.stop();
    return said;
  }

  /** Takes what the other end has made, and says what there is to say; false if there is none. */
  private boolean advance(EngineEnd other) throws SSLException {
    other.out.flip();
    for (int calls = 0; calls < MOST_CALLS; calls++) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      } else if (status == HandshakeStatus.NEED_WRAP) {
        check(engine.wrap(NOTHING, out));
      } else if (other.out.hasRemaining()) {
        check(engine.unwrap(other.out, plain));
      } else {
        other.out.clear();
        return out.position() > 0;
      }
    }
    throw new SSLException("no end after " + MOST_CALLS + " calls: " + this);
  }

  private void check(SSLEngineResult result) throws SSLException {
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException(this + ": " + result);
    }
  }

  /**
   * Sends so many bytes to the other end, 256 KB before any is received.
   *
   * @param bytes a multiple of {@link #TURN}
   * @param write how many are there for {@code wrap} to take at a time; it may take less
   * @param direct whether all buffers are direct ones
   * @param watch this end's time, in {@code wrap}
   * @param otherWatch the other end's time, in {@code unwrap}
   */
  void send(
      long bytes, int write, EngineEnd other, boolean direct, Stopwatch watch, Stopwatch otherWatch)
      throws SSLException {
    ByteBuffer data = allocate(TURN, direct);
    int writes = Math.ceilDiv(TURN, Math.min(write, RECORD));
    int packet = engine.getSession().getPacketBufferSize();
    ByteBuffer wire = allocate(TURN + writes * OVERHEAD + packet, direct);
    ByteBuffer target = allocate(other.engine.getSession().getApplicationBufferSize(), direct);
    long received = 0;
    for (long left = bytes; left > 0; left -= TURN) {
      wire.clear();
      data.clear();
      watch.start();
      for (int end = 0; end < TURN; ) {
        end = Math.min(end + write, TURN);
        data.limit(end);
        while (data.hasRemaining()) {
          check(engine.wrap(data, wire));
        }
      }
      watch.stop();
      wire.flip();
      otherWatch.start();
      while (wire.hasRemaining()) {
        target.clear();
        check(other.engine.unwrap(wire, target));
        received += target.position();
      }
      otherWatch.stop();
    }
    if (received != bytes) {
      throw new SSLException(received + " of " + bytes + " bytes have come");
    }
  }

  private static ByteBuffer allocate(int capacity, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
  }

  @Override
  public String toString() {
    return (engine.getUseClientMode() ? "client, " : "server, ") + engine.getHandshakeStatus();
  }

  /** The most that a record carries. */
  static final int RECORD = 16_384;

  /** The bytes that are sent before any is received: they fit into a processor's cache. */
  static final int TURN = 16 * RECORD;

  /** More than two records add to the bytes of a write. */
  private static final int OVERHEAD = 100;
}
