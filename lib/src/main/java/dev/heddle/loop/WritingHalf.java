package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The writing half: data into the engine, records out. {@link #turn} is whose turn it is to write,
 * and is held over the sink's calls; {@link #lock} guards the engine's writing side, for CPU work
 * only, and is the one the reading half needs.
 */
final class WritingHalf {

  final ReentrantLock turn = new ReentrantLock();

  private final ReentrantLock lock;
  private final TlsEngine engine;
  private final Bio sink;
  private final Outgoing out;
  private final Settings settings;
  private final Fate fate;
  private final NagleSwitch nagle;
  private final PendingWrite pending = new PendingWrite();
  private final AtomicReference<Boolean> keyUpdateDue = new AtomicReference<>();
  private volatile boolean closed;

  WritingHalf(
      TlsEngine engine, ReentrantLock lock, Bio sink, Outgoing out, Settings settings, Fate fate) {
    this.engine = engine;
    this.lock = lock;
    this.sink = sink;
    this.out = out;
    this.settings = settings;
    this.fate = fate;
    this.nagle = new NagleSwitch(sink, settings);
  }

  /** Writes data; holding the turn. */
  int write(byte[] data, int off, int length, Outcome outcome) {
    Fault earlier = fate.fault();
    if (earlier != null) {
      return outcome.failed(earlier);
    }
    if (closed) {
      return outcome.failed(AFTER_SHUTDOWN);
    }
    if (!pending.accepts(data, off, length, settings.movingWriteBuffer)) {
      return outcome.failed(BAD_WRITE_RETRY);
    }
    int written = pending.encrypted();
    boolean flushFirst = pending.isActive();
    do {
      if (written < length && !flushFirst) {
        int from = off + written;
        int n = Math.min(length - written, TlsEngine.MAX_PLAINTEXT);
        Fault refused = underLock(() -> encrypt(data, from, n));
        if (refused != null) {
          return fate.fail(refused, outcome);
        }
        written += n;
      }
      flushFirst = false;
      int flushed = flush(outcome);
      if (flushed == Loop.AGAIN) {
        pending.remember(data, off, length, written);
        return Loop.AGAIN;
      }
      if (flushed != Loop.DONE) {
        return flushed;
      }
      pending.clear();
    } while (written < length && !settings.partialWrite);
    nagle.dataIsOut();
    return written == 0 ? Loop.NO_BYTES : written;
  }

  private Fault encrypt(byte[] data, int off, int length) {
    Fault refused = keyUpdate();
    return refused != null ? refused : engine.write(data, off, length);
  }

  /** Asks for a KeyUpdate; false if one is due already. */
  boolean requestKeyUpdate(boolean request) {
    return keyUpdateDue.compareAndSet(null, request);
  }

  /** Sends a KeyUpdate that was asked for, if there is one; takes the turn. */
  int sendKeyUpdate(Outcome outcome) {
    if (keyUpdateDue.get() == null) {
      return Loop.DONE;
    }
    turn.lock();
    try {
      Fault earlier = fate.fault();
      Fault refused = earlier != null ? earlier : underLock(this::keyUpdate);
      return refused != null ? fate.fail(refused, outcome) : flush(outcome);
    } finally {
      yieldTurn();
    }
  }

  private Fault keyUpdate() {
    Boolean request = keyUpdateDue.getAndSet(null);
    return request == null ? null : engine.keyUpdate(request);
  }

  /** Sends our close_notify, or the rest of it; takes the turn. */
  int closeNotify(Outcome outcome) {
    turn.lock();
    try {
      Fault refused = fate.fault();
      boolean first = !closed;
      closed = true;
      // Behind half a write a close_notify would tell the peer that it has all of it.
      boolean cutShort = pending.isCutShort();
      if (refused == null && first && !cutShort) {
        refused = underLock(engine::closeNotify);
      }
      int flushed = refused != null ? fate.fail(refused, outcome) : flush(outcome);
      return flushed == Loop.DONE && cutShort ? fate.fail(BAD_WRITE_RETRY, outcome) : flushed;
    } finally {
      yieldTurn();
    }
  }

  private Fault underLock(Supplier<Fault> work) {
    lock.lock();
    try {
      return work.get();
    } catch (Error e) {
      // Nobody knows how much of a record there is.
      fate.fail(new Fault.Internal("the library threw", e), new Outcome());
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Sends all there is; holding the turn. */
  int flush(Outcome outcome) {
    return flush(outcome, false);
  }

  /**
   * Sends all there is; holding the turn.
   *
   * @param tickets whether it is tickets alone: a peer that has closed at once does not miss them,
   *     and what it has sent can still be read. libssl 3.0 does the same
   */
  private int flush(Outcome outcome, boolean tickets) {
    try {
      int flushed = out.flush(); // IO block
      return flushed == Loop.AGAIN ? outcome.again(out.want()) : flushed;
    } catch (IOException e) {
      out.release();
      return tickets && fate.fault() == null && !Thread.currentThread().isInterrupted()
          ? Loop.DONE
          : fate.fail(e, outcome);
    } catch (RuntimeException e) {
      out.release();
      return fate.failUnexpectedly(e, outcome);
    } catch (Error e) {
      out.release();
      fate.failUnexpectedly(e, outcome);
      throw e;
    }
  }

  /** Sends all there is, if the peer may be waiting for it; takes the turn. */
  int flushFlight(boolean complete, Outcome outcome) {
    if (!complete && !out.isAwaited()) {
      return Loop.DONE;
    }
    turn.lock();
    try {
      nagle.handshakeBegins();
      int flushed = flush(outcome, complete && engine.owesTicketsAlone());
      nagle.handshakeBegins();
      return flushed;
    } finally {
      yieldTurn();
    }
  }

  /** Lets go of the turn, and sees to what the reader could not send meanwhile. */
  void yieldTurn() {
    turn.unlock();
    sendWhatIsDue();
    tellMessages();
  }

  /**
   * Shows the messages that have passed to whom they are for; one who throws ends it all. An error
   * is thrown on.
   */
  void tellMessages() {
    try {
      engine.tellMessages();
    } catch (RuntimeException | Error e) {
      fate.fail(new Fault.Internal("the message callback threw", e), new Outcome());
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /**
   * Sends what the engine has put out on the way, unless somebody writes: then that one does. Once
   * the connection has failed nobody finishes a write any more, so what a transport has not taken
   * yet is offered again.
   */
  void sendWhatIsDue() {
    if (fate.isTransportGone()) {
      out.forgetQueue();
    }
    while ((fate.fault() == null ? out.isDue() : out.isUnsent()) && turn.tryLock()) {
      try {
        boolean sent =
            fate.fault() == null ? flush(new Outcome()) == Loop.DONE : LastWords.send(out, sink);
        if (!sent) {
          return;
        }
      } finally {
        turn.unlock();
      }
    }
  }

  /** The engine has failed: the reason stays, and its alert goes out if it can. */
  int failWithEngine(Outcome outcome) {
    int failed = fate.fail(engine.fault(), outcome);
    sendWhatIsDue();
    tellMessages();
    return failed;
  }

  /** Lets the buffer go with what was not sent; holding the turn. */
  void release() {
    out.release();
    pending.clear();
  }

  // Facts, for any thread.

  boolean isClosed() {
    return closed;
  }

  void setClosed(boolean value) {
    closed = value;
  }

  /** Whether something is still to go out, or a write was not finished. */
  boolean isUnsent() {
    return out.isUnsent() || pending.isCutShort();
  }

  long sent() {
    return out.sent();
  }

  private static final Fault AFTER_SHUTDOWN =
      new Fault.Misuse("protocol is shutdown", "nothing can be written after close_notify");
  private static final Fault BAD_WRITE_RETRY =
      new Fault.Misuse(
          "bad write retry", "an interrupted write is repeated with the same array and length");
}
