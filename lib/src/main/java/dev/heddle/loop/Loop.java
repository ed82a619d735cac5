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
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one driver: moves bytes between an engine and its transport, in blocking and non-blocking
 * mode alike. The transport says whether a call waits; "not now" is a return value here, never an
 * exception.
 *
 * <pre>
 *   handshake turn ──► read turn ──────────► write turn ─────────► write lock
 *   (until done)       source.read           sink.write            engine output, CPU only
 *                      engine.feed           engine.write (under the write lock)
 *
 *   source ──► Incoming ──► engine ──► plain ──► caller          reading half
 *   sink  ◄── Outgoing ◄── engine ◄─────────── caller            writing half
 * </pre>
 *
 * <ul>
 *   <li>Locks are taken from left to right and never back. A half makes its socket calls holding
 *       its own turn; the write lock, which the other half may need at any time, is never held over
 *       one.
 *   <li>What the reading half must send (an alert, an answer) lies in the engine's output. It sends
 *       it if nobody writes; else whoever holds the write turn does before letting go. A reader
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

  private final TlsEngine engine;
  private final Bio source;
  private final Bio sink;
  private final Settings settings;
  private final Incoming in;
  private final Outgoing out;
  private final NagleSwitch nagle;

  private final ReentrantLock handshakeTurn = new ReentrantLock();
  private final ReentrantLock readTurn = new ReentrantLock();
  private final ReentrantLock writeTurn = new ReentrantLock();
  private final ReentrantLock writeLock;

  private volatile boolean done;
  private volatile boolean peerClosed;
  private volatile boolean weClosed;
  private volatile Fault fault;
  private volatile Fault.Cancelled cancelled;

  // The reading half's.
  private boolean started;
  private int plainOff;
  private volatile int plainLeft;

  // The writing half's.
  private final PendingWrite pending = new PendingWrite();
  private volatile Boolean keyUpdateDue;

  /**
   * A loop over a fresh engine.
   *
   * @param client which end this is
   * @param config what the engine offers and accepts
   * @param source where TLS reads from
   * @param sink where TLS writes to; may be the source
   * @param settings how calls behave
   * @param alerts told of every alert, on the thread that meets it, under locks: must only note it
   */
  public Loop(
      boolean client,
      TlsConfig config,
      Bio source,
      Bio sink,
      Settings settings,
      AlertListener alerts) {
    this.source = Objects.requireNonNull(source, "source");
    this.sink = Objects.requireNonNull(sink, "sink");
    this.settings = settings;
    this.writeLock = new ReentrantLock();
    this.engine =
        client
            ? TlsEngine.client(config, writeLock, alerts)
            : TlsEngine.server(config, writeLock, alerts);
    this.in = new Incoming(source);
    this.out = new Outgoing(engine, sink, writeLock);
    this.nagle = new NagleSwitch(sink, settings);
  }

  // ---------------------------------------------------------------- handshake

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
      cancel(Fault.Cancelled.INTERRUPTED);
    }
    handshakeTurn.lock();
    try {
      if (done) {
        return DONE;
      }
      readTurn.lock();
      try {
        return shakeHandsLocked(outcome, dataFollows);
      } finally {
        readTurn.unlock();
      }
    } finally {
      handshakeTurn.unlock();
    }
  }

  private int shakeHandsLocked(Outcome outcome, boolean dataFollows) {
    if (!started) {
      started = true;
      nagle.handshakeBegins();
      if (engine.start() == Step.FAILED) {
        return fail(engine.fault(), outcome);
      }
    }
    for (; ; ) {
      if (peerClosed) {
        return END;
      }
      boolean complete = engine.isHandshakeDone();
      // The client's last flight waits for the first data if there is some, and what the peer does
      // not wait for goes with the next flight: one segment for all of it.
      if (complete ? !dataFollows : out.isAwaited()) {
        int flushed = flush(outcome);
        if (flushed != DONE) {
          return flushed;
        }
      }
      if (complete) {
        done = true;
        return DONE;
      }
      int advanced = advanceLocked(outcome);
      if (advanced != MORE && advanced != DONE) {
        return advanced;
      }
    }
  }

  // ------------------------------------------------------------- reading half

  /**
   * Reads application data, shaking hands first if that has not been done.
   *
   * @param peek whether the data stays to be read again
   * @return the number of bytes, at least 1 if {@code length} is; {@link #END} after the peer's
   *     close_notify; {@link #AGAIN} or {@link #FAILED}. A length of 0 waits for data and takes
   *     none: {@link #NO_BYTES}.
   */
  public int read(byte[] target, int off, int length, boolean peek, Outcome outcome) {
    int ready = handshake(outcome);
    if (ready != DONE) {
      return ready;
    }
    readTurn.lock();
    try {
      if (plainLeft == 0) {
        int filled = fillLocked(outcome);
        if (filled != DONE) {
          return filled;
        }
      }
      int n = Math.min(length, plainLeft);
      System.arraycopy(engine.plain(), plainOff, target, off, n);
      if (!peek) {
        consumeLocked(n);
      }
      return n == 0 ? NO_BYTES : n;
    } finally {
      readTurn.unlock();
    }
  }

  private void consumeLocked(int n) {
    plainOff += n;
    plainLeft = plainLeft - n;
    if (plainLeft == 0) {
      in.release();
    }
  }

  /** Brings plaintext: {@link #DONE}; or END, AGAIN, FAILED. */
  private int fillLocked(Outcome outcome) {
    for (; ; ) {
      if (peerClosed) {
        return END;
      }
      int advanced = advanceLocked(outcome);
      if (advanced != MORE) {
        return advanced;
      }
      sendWhatIsDue();
      if (!settings.autoRetry) {
        return outcome.again(Want.READ);
      }
    }
  }

  /**
   * Takes one record, or asks a callback again: DONE with plaintext or the handshake's end, MORE.
   */
  private int advanceLocked(Outcome outcome) {
    Fault earlier = stickyFault();
    if (earlier != null) {
      return outcome.failed(earlier);
    }
    if (engine.isSuspended()) {
      return judgeLocked(engine.resume(), outcome);
    }
    int got;
    try {
      got = in.next(engine); // IO block
    } catch (IOException e) {
      return fail(transport(e), outcome);
    }
    return switch (got) {
      case Incoming.RECORD -> judgeLocked(engine.feed(in.record(), 0, in.recordLength()), outcome);
      case Incoming.END -> endOfStreamLocked(outcome);
      case AGAIN -> outcome.again(in.want());
      default -> failEngine(outcome);
    };
  }

  private int judgeLocked(Step step, Outcome outcome) {
    switch (step) {
      case PLAINTEXT -> {
        plainOff = engine.plainOffset();
        plainLeft = engine.plainLength();
        return DONE;
      }
      // The message that waits lies in the record: the buffer stays until the callback is ready.
      case CLIENT_HELLO_CALLBACK -> {
        return outcome.again(Want.CLIENT_HELLO_CALLBACK);
      }
      case CLIENT_CERTIFICATE_CALLBACK -> {
        return outcome.again(Want.CLIENT_CERTIFICATE_CALLBACK);
      }
      case HANDSHAKE_DONE -> {
        in.release();
        return DONE;
      }
      case PEER_CLOSED -> {
        in.release();
        peerClosed = true;
        return END;
      }
      case FAILED -> {
        in.release();
        return failEngine(outcome);
      }
      case MORE -> {
        in.release();
        return MORE;
      }
    }
    throw new IllegalStateException("no such step: " + step);
  }

  private int endOfStreamLocked(Outcome outcome) {
    if (settings.ignoreUnexpectedEof && !in.isMidRecord()) {
      peerClosed = true;
      return END;
    }
    Fault truncated = new Fault.Truncated(engine.awaiting(), in.isMidRecord());
    in.release();
    return fail(cancelled == null ? truncated : cancelled, outcome);
  }

  /** Application data that has been decrypted and not read, in bytes (SSL_pending). */
  public int pending() {
    return plainLeft;
  }

  /** Whether bytes have been taken from the transport that no read has handed out. */
  public boolean hasPending() {
    return plainLeft > 0 || in.isMidRecord();
  }

  // ------------------------------------------------------------- writing half

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
      return ready;
    }
    writeTurn.lock();
    try {
      return writeLocked(data, off, length, outcome);
    } finally {
      writeTurn.unlock();
      sendWhatIsDue();
    }
  }

  private int writeLocked(byte[] data, int off, int length, Outcome outcome) {
    Fault earlier = stickyFault();
    if (earlier != null) {
      return outcome.failed(earlier);
    }
    if (weClosed) {
      return outcome.failed(AFTER_SHUTDOWN);
    }
    if (!pending.accepts(data, off, length, settings.movingWriteBuffer)) {
      return outcome.failed(BAD_WRITE_RETRY);
    }
    int written = pending.encrypted();
    boolean flushFirst = pending.isActive();
    do {
      if (written < length && !flushFirst) {
        int n = Math.min(length - written, TlsEngine.MAX_PLAINTEXT);
        Fault refused = encrypt(data, off + written, n);
        if (refused != null) {
          return fail(refused, outcome);
        }
        written += n;
      }
      flushFirst = false;
      int flushed = flushLocked(outcome);
      if (flushed == AGAIN) {
        pending.remember(data, off, length, written);
        return AGAIN;
      }
      if (flushed != DONE) {
        return flushed;
      }
      pending.clear();
    } while (written < length && !settings.partialWrite);
    nagle.dataIsOut();
    return written == 0 ? NO_BYTES : written;
  }

  private Fault encrypt(byte[] data, int off, int length) {
    writeLock.lock();
    try {
      Fault refused = sendKeyUpdateLocked();
      return refused != null ? refused : engine.write(data, off, length);
    } finally {
      writeLock.unlock();
    }
  }

  /**
   * Asks for a KeyUpdate: it goes out before the next data, or by {@link #sendKeyUpdate}. TLS 1.3,
   * after the handshake.
   *
   * @param request whether the peer is asked to change its key too
   */
  public void requestKeyUpdate(boolean request) {
    keyUpdateDue = request;
  }

  /** Sends a KeyUpdate that was asked for, if there is one. */
  public int sendKeyUpdate(Outcome outcome) {
    outcome.clear();
    if (keyUpdateDue == null) {
      return DONE;
    }
    writeTurn.lock();
    try {
      Fault earlier = stickyFault();
      if (earlier != null) {
        return outcome.failed(earlier);
      }
      writeLock.lock();
      Fault refused;
      try {
        refused = sendKeyUpdateLocked();
      } finally {
        writeLock.unlock();
      }
      return refused != null ? fail(refused, outcome) : flushLocked(outcome);
    } finally {
      writeTurn.unlock();
    }
  }

  private Fault sendKeyUpdateLocked() {
    Boolean request = keyUpdateDue;
    if (request == null) {
      return null;
    }
    keyUpdateDue = null;
    return engine.keyUpdate(request);
  }

  private int flush(Outcome outcome) {
    writeTurn.lock();
    try {
      return flushLocked(outcome);
    } finally {
      writeTurn.unlock();
    }
  }

  private int flushLocked(Outcome outcome) {
    try {
      int flushed = out.flush(); // IO block
      return flushed == AGAIN ? outcome.again(out.want()) : flushed;
    } catch (IOException e) {
      out.release();
      return fail(transport(e), outcome);
    }
  }

  /** Sends what the engine has put out on the way, unless somebody writes: then that one does. */
  private void sendWhatIsDue() {
    while (stickyFault() == null && out.isDue() && writeTurn.tryLock()) {
      try {
        if (flushLocked(new Outcome()) != DONE) {
          return;
        }
      } finally {
        writeTurn.unlock();
      }
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * Sends close_notify, and once that is out, waits for the peer's (SSL_shutdown).
   *
   * @return {@link #DONE} when both are exchanged, {@link #NO_BYTES} when only ours is out, {@link
   *     #AGAIN}, or {@link #FAILED}: also, without harm, while there is data to be read
   */
  public int shutdown(Outcome outcome) {
    outcome.clear();
    if (!done) {
      return outcome.failed(SHUTDOWN_IN_HANDSHAKE);
    }
    if (!weClosed || out.isUnsent()) {
      return sendCloseNotify(outcome);
    }
    if (peerClosed) {
      return DONE;
    }
    readTurn.lock();
    try {
      int filled = plainLeft > 0 ? DONE : fillLocked(outcome);
      return filled == END ? DONE : filled == DONE ? outcome.failed(DATA_UNREAD) : filled;
    } finally {
      readTurn.unlock();
    }
  }

  private int sendCloseNotify(Outcome outcome) {
    writeTurn.lock();
    try {
      Fault earlier = stickyFault();
      if (!weClosed) {
        weClosed = true;
        if (earlier == null) {
          writeLock.lock();
          try {
            earlier = engine.closeNotify();
          } finally {
            writeLock.unlock();
          }
        }
      }
      if (earlier != null) {
        return fail(earlier, outcome);
      }
      int flushed = flushLocked(outcome);
      return flushed != DONE ? flushed : peerClosed ? DONE : NO_BYTES;
    } finally {
      writeTurn.unlock();
    }
  }

  /**
   * Closes the transport without a word to the peer, beside stuck calls too: they fail. Returns
   * promptly; may be called by any thread, any number of times.
   */
  public void close() {
    cancelled(Fault.Cancelled.CLOSED);
    if (writeTurn.isLocked() && !writeTurn.isHeldByCurrentThread()) {
      sink.abort();
      source.abort();
    } else {
      sink.close();
      source.close();
    }
    letGoOfBuffers();
  }

  /** Ends all calls because of {@code why}: resets the transport. */
  void cancel(Fault.Cancelled why) {
    cancelled(why);
    sink.abort();
    source.abort();
  }

  private void cancelled(Fault.Cancelled why) {
    if (cancelled == null) {
      cancelled = why;
    }
  }

  /** Drops what is buffered, as far as nobody is using it. */
  public void letGoOfBuffers() {
    if (readTurn.tryLock()) {
      try {
        plainLeft = 0;
        in.release();
      } finally {
        readTurn.unlock();
      }
    }
    if (writeTurn.tryLock()) {
      try {
        out.release();
        pending.clear();
      } finally {
        writeTurn.unlock();
      }
    }
  }

  // ----------------------------------------------------------------- failures

  private Fault stickyFault() {
    Fault known = fault;
    return known != null ? known : cancelled;
  }

  private Fault transport(IOException e) {
    if (cancelled != null) {
      return cancelled;
    }
    if (Thread.currentThread().isInterrupted()) {
      cancel(Fault.Cancelled.INTERRUPTED);
      return Fault.Cancelled.INTERRUPTED;
    }
    return new Fault.Transport(e);
  }

  private int fail(Fault reason, Outcome outcome) {
    if (fault == null) {
      fault = reason;
    }
    return outcome.failed(fault);
  }

  /** The engine has failed: its alert goes out if it can, and the reason stays. */
  private int failEngine(Outcome outcome) {
    Fault reason = engine.fault();
    LastWords.send(out, writeTurn, sink);
    return fail(reason, outcome);
  }

  /** Gives the connection up because of a callback that threw: the peer gets internal_error. */
  int failInternally(Throwable thrown, Outcome outcome) {
    engine.abort(
        new Fault.Internal("a callback or the library threw", thrown), Alert.INTERNAL_ERROR.code());
    return failEngine(outcome);
  }

  /** A fault of this loop with its circumstances. */
  public FailureReport report(Fault reason) {
    Phase phase = done ? (weClosed ? Phase.SHUTDOWN : Phase.DATA) : engine.phase();
    return new FailureReport(reason, phase, peer(), out.sent(), in.received());
  }

  private String peer() {
    String peer = sink.peer();
    return peer != null ? peer : source.peer();
  }

  // -------------------------------------------------------------------- facts

  /** The engine, for facts about the connection. */
  public TlsEngine engine() {
    return engine;
  }

  /** Whether the handshake is done and its last flight is out. */
  public boolean isDone() {
    return done;
  }

  /** Whether a handshake has begun. */
  public boolean isStarted() {
    return started;
  }

  /** Whether the peer's close_notify, or what counts as one, has come. */
  public boolean isPeerClosed() {
    return peerClosed;
  }

  /** Whether our close_notify is out, or on its way. */
  public boolean isClosedByUs() {
    return weClosed;
  }

  /** Takes both ends' closing as said, or as not said, whatever was (SSL_set_shutdown). */
  public void setShutdown(boolean ours, boolean theirs) {
    weClosed = ours;
    peerClosed = theirs;
  }

  /** Why the connection has failed; null while it has not. */
  public Fault fault() {
    return stickyFault();
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

  private static final int MORE = -4;

  private static final Fault AFTER_SHUTDOWN =
      new Fault.Misuse("protocol is shutdown", "nothing can be written after close_notify");
  private static final Fault BAD_WRITE_RETRY =
      new Fault.Misuse(
          "bad write retry", "an interrupted write is repeated with the same array and length");
  private static final Fault SHUTDOWN_IN_HANDSHAKE =
      new Fault.Misuse("shutdown while in init", "finish the handshake first, or just close");
  private static final Fault DATA_UNREAD =
      new Fault.Misuse(
          "application data after close notify", "read what has come, then shut down again");
}
