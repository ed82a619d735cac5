package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.config.TlsConfig;
import dev.heddle.engine.AlertListener;
import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The one driver: moves bytes between an engine and its transport, in blocking and non-blocking
 * mode alike. The transport says whether a call waits; "not now" is a return value here, never an
 * exception.
 *
 * <pre>
 *   handshake turn ──► reading turn ────────► writing turn ───────► write lock
 *   (until done)       source.read            sink.write            Outgoing's queue, CPU only
 *                      engine.feed            engine.write (under the write lock)
 *
 *   ReadingHalf:  source ──► Incoming ──► engine ──► plain ──► caller
 *   WritingHalf:  sink  ◄── Outgoing ◄── engine ◄───────────── caller
 *   Fate:         the first fault, for both
 * </pre>
 *
 * <ul>
 *   <li>Locks are taken from left to right and never back. A half makes its socket calls holding
 *       its own turn; the write lock, which the other half may need at any time, is never held over
 *       one.
 *   <li>What the reading half must send (an alert, an answer) lies in Outgoing's queue. It sends it
 *       if nobody writes; else whoever holds the writing turn does before letting go. A reader
 *       never waits for a stuck writer.
 *   <li>States: handshaking, then open; each half ends by itself: the reading one by the peer's
 *       close_notify, the writing one by ours. A fault ends both, and stays.
 *   <li>Every place that may block is marked {@code // IO block}.
 * </ul>
 *
 * <p>One reader and one writer may use a loop at the same time; further threads queue up behind
 * them.
 */
public final class Loop {

  /** Told of every alert, on the thread that meets it and under locks: must only note it. */
  @FunctionalInterface
  public interface Alerts {

    /**
     * An alert has passed.
     *
     * @param sent true for ours, false for the peer's
     * @param level the level byte: 1 warning, 2 fatal
     * @param description the description byte
     */
    void alert(boolean sent, int level, int description);
  }

  private final TlsEngine engine;
  private final Bio source;
  private final Bio sink;
  private final Fate fate;
  private final ReadingHalf reading;
  private final WritingHalf writing;
  private final Facts facts;
  private final Leftovers leftovers;
  private final ReentrantLock handshakeTurn = new ReentrantLock();
  private final PhaseTimes times;
  private boolean started;
  private volatile boolean done;

  /**
   * A loop over a fresh engine.
   *
   * @param client which end this is
   * @param config what the engine offers and accepts
   * @param source where TLS reads from
   * @param sink where TLS writes to; may be the source
   * @param settings how calls behave
   * @param alerts told of every alert
   */
  public Loop(
      boolean client, TlsConfig config, Bio source, Bio sink, Settings settings, Alerts alerts) {
    this(client, config, sink.peer(), source, sink, settings, alerts);
  }

  /**
   * A loop over a fresh engine, whose sessions are for a peer by this name.
   *
   * @param peer whom a client's sessions are resumed with, such as {@code host:port}; null: nobody
   */
  public Loop(
      boolean client,
      TlsConfig config,
      String peer,
      Bio source,
      Bio sink,
      Settings settings,
      Alerts alerts) {
    this.source = Objects.requireNonNull(source, "source");
    this.sink = Objects.requireNonNull(sink, "sink");
    ReentrantLock writeLock = new ReentrantLock();
    AlertListener listener = alerts::alert;
    Outgoing out = new Outgoing(sink, writeLock);
    this.engine =
        client
            ? TlsEngine.client(config, peer, settings.attachment, writeLock, out, listener)
            : TlsEngine.server(config, settings.attachment, writeLock, out, listener);
    this.fate = new Fate(source, sink);
    this.writing = new WritingHalf(engine, writeLock, sink, out, settings, fate);
    this.reading = new ReadingHalf(engine, source, settings, fate, writing);
    this.times = new PhaseTimes(settings.time);
    this.facts = new Facts(engine, times);
    this.leftovers = new Leftovers(engine, fate, reading, writing);
  }

  /**
   * Shakes hands. On a blocking transport this returns only when the handshake has finished or
   * failed and runs on a virtual thread: the caller's if it is one, else a fresh one the caller
   * waits for.
   *
   * @return {@link #DONE}, {@link #END} if the peer closed in an orderly way, {@link #AGAIN} or
   *     {@link #FAILED}, with the reason in {@code outcome}
   */
  public int handshake(Outcome outcome) {
    return handshake(outcome, false);
  }

  private int handshake(Outcome outcome, boolean dataFollows) {
    outcome.clear();
    if (done) {
      return DONE;
    }
    if (!isBlocking() || Thread.currentThread().isVirtual()) {
      return handshakeHere(outcome, dataFollows);
    }
    return HandshakeThread.run(this, o -> handshakeHere(o, dataFollows), outcome);
  }

  private int handshakeHere(Outcome outcome, boolean dataFollows) {
    if (isBlocking() && Thread.currentThread().isInterrupted()) {
      fate.cancel(Fault.Cancelled.INTERRUPTED);
    }
    takeHandshakeTurn();
    try {
      return done ? DONE : withReadingTurn(() -> shakeHands(outcome, dataFollows), outcome);
    } finally {
      handshakeTurn.unlock();
    }
  }

  /**
   * Runs what needs the reading turn. What it throws ends the connection before anybody else can
   * have the turn: nobody knows how far the engine has come. An error is thrown on.
   */
  private int withReadingTurn(IntSupplier work, Outcome outcome) {
    reading.turn.lock();
    try {
      return reading.hearOut(work.getAsInt(), outcome);
    } catch (RuntimeException e) {
      int failed = failInternally(e, outcome);
      reading.release();
      return failed;
    } catch (Error e) {
      fate.fail(internal(e), outcome);
      reading.release();
      try {
        failInternally(e, outcome);
      } catch (Error again) {
        if (again != e) {
          e.addSuppressed(again);
        }
      }
      throw e;
    } finally {
      reading.turn.unlock();
      leftovers.wipeIfOver();
    }
  }

  /** Waits for whoever shakes hands; an interrupt gives the connection up, and the wait with it. */
  private void takeHandshakeTurn() {
    if (!isBlocking()) {
      handshakeTurn.lock();
      return;
    }
    try {
      handshakeTurn.lockInterruptibly(); // IO block
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fate.cancel(Fault.Cancelled.INTERRUPTED);
      handshakeTurn.lock();
    }
  }

  private int shakeHands(Outcome outcome, boolean dataFollows) {
    if (!started) {
      started = true;
      times.at(Phase.HELLO);
      if (engine.start() == Step.FAILED) {
        return fate.fail(engine.fault(), outcome);
      }
    }
    for (; ; ) {
      Fault earlier = fate.fault();
      if (earlier != null) {
        writing.sendWhatIsDue();
        return outcome.failed(earlier);
      }
      if (reading.isPeerClosed()) {
        return END;
      }
      boolean complete = engine.isHandshakeDone();
      // A client's last flight waits for its first data, if there is some: one segment for both.
      if (!(complete && dataFollows)) {
        int flushed = writing.flushFlight(complete, outcome);
        if (flushed != DONE) {
          return reading.hearOut(flushed, outcome);
        }
      }
      if (complete) {
        done = true;
        return DONE;
      }
      int advanced = reading.advance(outcome);
      times.at(engine.phase());
      if (advanced != ReadingHalf.MORE && advanced != DONE) {
        return advanced;
      }
    }
  }

  /**
   * Reads application data, shaking hands first if that has not been done.
   *
   * @param peek whether the data stays to be read again
   * @return the number of bytes, at least 1 if {@code length} is; {@link #END} after the peer's
   *     close_notify; {@link #CLOSED_EARLY}; {@link #AGAIN} or {@link #FAILED}. A length of 0 waits
   *     for data and takes none: {@link #NO_BYTES}.
   */
  public int read(byte[] target, int off, int length, boolean peek, Outcome outcome) {
    int ready = handshake(outcome);
    if (ready != DONE) {
      return ready == END ? closedEarly(outcome) : ready;
    }
    return withReadingTurn(
        () -> {
          int filled = reading.fill(outcome);
          if (filled != DONE) {
            return filled;
          }
          int n = reading.handOut(target, off, length, peek);
          return n == 0 ? NO_BYTES : n;
        },
        outcome);
  }

  /**
   * Writes application data, shaking hands first if that has not been done.
   *
   * @return the number of bytes written: all, or with partial writes at least one record; {@link
   *     #AGAIN}: call again with the same bytes; {@link #FAILED}. A length of 0 gives {@link
   *     #NO_BYTES}.
   */
  public int write(byte[] data, int off, int length, Outcome outcome) {
    int ready = handshake(outcome, length > 0);
    if (ready != DONE) {
      return ready == END ? closedEarly(outcome) : ready;
    }
    try {
      return hearOut(encryptAndSend(data, off, length, outcome), outcome);
    } finally {
      leftovers.wipeIfOver(); // not before: what is heard out takes the keys
    }
  }

  private int encryptAndSend(byte[] data, int off, int length, Outcome outcome) {
    writing.turn.lock();
    try {
      return writing.write(data, off, length, outcome);
    } finally {
      writing.yieldTurn();
    }
  }

  /**
   * Looks for the alert that tells why the transport has failed a write, unless somebody reads: who
   * does comes upon it. Not with the writing turn.
   */
  private int hearOut(int result, Outcome outcome) {
    if (result != FAILED || reading.turn.isHeldByCurrentThread() || !reading.turn.tryLock()) {
      return result;
    }
    try {
      return withReadingTurn(() -> reading.hearOut(result, outcome), outcome);
    } finally {
      reading.turn.unlock();
    }
  }

  /** close_notify in the handshake: nobody has been authenticated who could end a stream. */
  private int closedEarly(Outcome outcome) {
    outcome.failed(new Fault.Truncated(engine.awaiting(), false));
    return CLOSED_EARLY;
  }

  /**
   * Asks for a KeyUpdate: it goes out before the next data, or by {@link #sendKeyUpdate}. TLS 1.3,
   * after the handshake.
   *
   * @param request whether the peer is asked to change its key too
   * @return false if one that was asked for before is still to go out
   */
  public boolean requestKeyUpdate(boolean request) {
    return writing.requestKeyUpdate(request);
  }

  /** Sends a KeyUpdate that was asked for, if there is one; results as for {@link #handshake}. */
  public int sendKeyUpdate(Outcome outcome) {
    outcome.clear();
    try {
      return hearOut(writing.sendKeyUpdate(outcome), outcome);
    } finally {
      leftovers.wipeIfOver();
    }
  }

  /**
   * Sends close_notify, and once that is out, waits for the peer's (SSL_shutdown).
   *
   * @return {@link #DONE} when both are exchanged, {@link #NO_BYTES} when only ours is out, {@link
   *     #AGAIN}, or {@link #FAILED}: also, without harm, while there is data to be read
   */
  public int shutdown(Outcome outcome) {
    outcome.clear();
    try {
      return shutDown(outcome);
    } finally {
      leftovers.wipeIfOver();
    }
  }

  private int shutDown(Outcome outcome) {
    if (!done) {
      return outcome.failed(SHUTDOWN_IN_HANDSHAKE);
    }
    Fault earlier = fate.fault();
    if (earlier != null) {
      writing.sendWhatIsDue();
      return outcome.failed(earlier);
    }
    if (!writing.isClosed() || writing.isUnsent()) {
      int sent = writing.closeNotify(outcome);
      return sent != DONE ? hearOut(sent, outcome) : isPeerClosed() ? DONE : NO_BYTES;
    }
    if (isPeerClosed()) {
      return DONE;
    }
    return withReadingTurn(
        () -> {
          int filled = reading.fill(outcome);
          return switch (filled) {
            case END -> DONE;
            case DONE -> outcome.failed(DATA_UNREAD);
            default -> filled;
          };
        },
        outcome);
  }

  /**
   * Looks whether there is data to be read, or an end: takes what has come of other records,
   * tickets for one, and leaves data where the next read finds it. Waits as long as the transport's
   * receive timeout says.
   *
   * @return {@link #DONE}: there is data; {@link #END}; {@link #AGAIN}: neither has come; {@link
   *     #FAILED}; {@link #BUSY}: another thread reads
   */
  public int probe(Outcome outcome) {
    outcome.clear();
    if (!done || reading.turn.isHeldByCurrentThread() || !reading.turn.tryLock()) {
      return BUSY;
    }
    try {
      return withReadingTurn(() -> reading.fill(outcome), outcome);
    } finally {
      reading.turn.unlock();
      leftovers.wipeIfOver();
    }
  }

  /**
   * Reads until there is no more, and drops it. Waits for another reader to be done.
   *
   * @return {@link #END}, {@link #AGAIN} or {@link #FAILED}
   */
  public int drain(Outcome outcome) {
    outcome.clear();
    return withReadingTurn(
        () -> {
          int filled;
          while ((filled = reading.fill(outcome)) == DONE) {
            reading.skip();
          }
          return filled;
        },
        outcome);
  }

  /**
   * Closes the transport without a word to the peer, beside stuck calls too: they fail. Returns
   * promptly; may be called by any thread, any number of times.
   */
  public void close() {
    if (writing.turn.isLocked() && !writing.turn.isHeldByCurrentThread()) {
      fate.cancel(Fault.Cancelled.CLOSED);
    } else {
      fate.close();
    }
    letGo();
  }

  /**
   * Ends all calls because of {@code why}, unless there was another reason before: resets the
   * transport. Returns promptly; may be called by any thread, any number of times.
   */
  public void cancel(Fault why) {
    fate.cancel(why);
  }

  /**
   * Wipes all secrets, and drops what is buffered: at once, or when nobody is using it any more.
   */
  public void letGo() {
    engine.forgetSecrets();
    leftovers.abandon();
  }

  /** Gives the connection up because of a callback that threw: the peer gets internal_error. */
  int failInternally(Throwable thrown, Outcome outcome) {
    engine.abort(internal(thrown), Alert.INTERNAL_ERROR.code());
    try {
      return writing.failWithEngine(outcome);
    } finally {
      leftovers.wipeIfOver();
    }
  }

  private static Fault internal(Throwable thrown) {
    return new Fault.Internal("a callback or the library threw", thrown);
  }

  /** Why the connection has failed; null while it has not. */
  public Fault fault() {
    return fate.fault();
  }

  /** A fault of this loop with its circumstances. */
  public FailureReport report(Fault reason) {
    Phase phase = !done ? engine.phase() : writing.isClosed() ? Phase.SHUTDOWN : Phase.DATA;
    String peer = sink.peer() != null ? sink.peer() : source.peer();
    return new FailureReport(reason, phase, peer, sent(), received());
  }

  /** Bytes handed to the transport so far. */
  public long sent() {
    return writing.sent();
  }

  /** Bytes taken from the transport so far. */
  public long received() {
    return reading.received();
  }

  /** What is known of the connection. */
  public Facts facts() {
    return facts;
  }

  /** Application data that has been decrypted and not read, in bytes (SSL_pending). */
  public int pending() {
    return reading.pending();
  }

  /** Whether bytes have been taken from the transport that no read has handed out. */
  public boolean hasPending() {
    return reading.hasPending();
  }

  /** Whether the handshake is done and its last flight is out, or goes with the first data. */
  public boolean isDone() {
    return done;
  }

  /** Whether the peer's close_notify, or what counts as one, has come. */
  public boolean isPeerClosed() {
    return reading.isPeerClosed();
  }

  /** Whether our close_notify is out, or on its way. */
  public boolean isClosedByUs() {
    return writing.isClosed();
  }

  /** Takes both ends' closing as said, or as not said, whatever was (SSL_set_shutdown). */
  public void setShutdown(boolean ours, boolean theirs) {
    writing.setClosed(ours);
    reading.setPeerClosed(theirs);
  }

  /** Whether calls wait on this transport. */
  public boolean isBlocking() {
    return source.isBlocking() && sink.isBlocking();
  }

  /** The call has done what it was called for. */
  public static final int DONE = 1;

  /** The peer has closed its side in an orderly way. */
  public static final int END = 0;

  /** Not now: {@link Outcome#want()} says what for. */
  public static final int AGAIN = -1;

  /** Failed: {@link Outcome#fault()} says why. */
  public static final int FAILED = -2;

  /** Done, without a byte: what was asked for was none, or only our close_notify is out. */
  public static final int NO_BYTES = -3;

  /** Another thread has the turn. */
  public static final int BUSY = -6;

  /** The peer closed in an orderly way before the handshake was done: no data, and no end of it. */
  public static final int CLOSED_EARLY = -5;

  private static final Fault SHUTDOWN_IN_HANDSHAKE =
      new Fault.Misuse("shutdown while in init", "finish the handshake first, or just close");
  private static final Fault DATA_UNREAD =
      new Fault.Misuse(
          "application data after close notify", "read what has come, then shut down again");
}
