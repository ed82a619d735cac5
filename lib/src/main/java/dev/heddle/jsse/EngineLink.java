package dev.heddle.jsse;

import dev.heddle.config.TlsVersion;
import dev.heddle.engine.RecordSink;
import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.loop.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * What an {@code SSLEngine}'s calls do: records in and out of the caller's buffers, one with each
 * call, or all that waits of a flight.
 *
 * <pre>
 *   unwrap  src ──► Inlet ──► TlsEngine.feed ──► dsts       the reading lock
 *                                  │
 *                        ┌─────────┘ answers, alerts
 *                        ▼
 *   wrap    dst ◄── Outlet ◄── TlsEngine.write ◄── srcs     the writing lock
 * </pre>
 *
 * <ul>
 *   <li>One thread may wrap while another unwraps. The locks are taken from reading to writing and
 *       never back, and nothing here waits but for them.
 *   <li>What may ask the caller's managers, or has to sign, is a delegated task: {@code unwrap}
 *       takes the record, and the task feeds it. Until that is done wrap and unwrap do nothing and
 *       say NEED_TASK; so the engine belongs to the task without a lock.
 *   <li>A failure is thrown by the call that meets it, or by the next one if a task did. Its alert
 *       is what wrap still gives; after that outbound is done. Unwrap throws it again.
 * </ul>
 */
final class EngineLink {

  /** Whose link it is. */
  interface Owner {

    /** Begins: nothing can be set any more. */
    TlsEngine begin(Lock writeLock, RecordSink sink) throws SSLException;

    /** The handshake is done. Called once. */
    void handshakeDone();

    /** Whom the connection is to, for messages; null if nobody knows. */
    String peer();
  }

  private final Owner owner;
  private final boolean endsUnsaid;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final Outlet out = new Outlet();
  private final AtomicBoolean finished = new AtomicBoolean(); // and the caller is still to be told
  private final AtomicBoolean untold = new AtomicBoolean(); // a task has failed: the same

  // Under the reading lock.
  private final byte[] header = new byte[HEADER];
  private int recordLength; // of the record whose header has been judged; 0: not yet

  private volatile TlsEngine engine; // null: not begun
  private volatile HandshakeTask task; // null: none is to be run, or running
  private volatile FailureReport failure;
  private volatile boolean done;
  private volatile boolean inboundDone;
  private volatile boolean closing; // the caller has asked for an end
  private volatile boolean outboundClosed; // nothing follows what waits in the outlet
  private volatile long sent;
  private volatile long received;

  /**
   * A link that has not begun.
   *
   * @param endsUnsaid whether the end of what comes is taken for one without close_notify, too
   */
  EngineLink(Owner owner, boolean endsUnsaid) {
    this.owner = owner;
    this.endsUnsaid = endsUnsaid;
  }

  /** Whether nothing more can come of it. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Begins the handshake, unless it has begun: a client's hello is there to be wrapped then. */
  void begin() throws SSLException {
    if (engine != null) {
      return;
    }
    reading.lock();
    try {
      if (engine == null && !outboundClosed) {
        TlsEngine fresh = owner.begin(writing, out);
        Step first = fresh.start();
        engine = fresh;
        if (first == Step.FAILED) {
          throw failed(fresh.fault());
        }
      }
    } finally {
      reading.unlock();
    }
  }

  /** As {@code beginHandshake} once the handshake is done; TLS 1.2 has nothing of the kind. */
  void updateKeys() throws SSLException {
    if (outboundClosed || inboundDone) {
      throw new SSLException("the connection is closed");
    }
    if (!isTls13()) {
      return;
    }
    writing.lock();
    try {
      Fault refused = engine.keyUpdate(true);
      if (refused != null) {
        throw failed(refused);
      }
    } finally {
      writing.unlock();
    }
  }

  boolean isDone() {
    return done;
  }

  private boolean isTls13() {
    return engine.facts().version() == TlsVersion.TLS_1_3;
  }

  // Out.

  /** As {@code SSLEngine.wrap}. */
  SSLEngineResult wrap(Scattered sources, ByteBuffer target) throws SSLException {
    begin();
    if (task != null) {
      return result(Status.OK, 0, 0);
    }
    tellOfTask();
    int before = target.position();
    int consumed;
    writing.lock();
    try {
      consumed = wrapRecord(sources, target);
      sent = sent + (target.position() - before);
    } finally {
      writing.unlock();
    }
    if (consumed < 0) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    afterwards();
    Status status = isOutboundDone() ? Status.CLOSED : Status.OK;
    return result(status, consumed, target.position() - before);
  }

  /** What waits, or else a record of data; how much data, or -1 if there is no room. */
  private int wrapRecord(Scattered sources, ByteBuffer target) throws SSLException {
    if (out.isDue()) {
      if (target.remaining() < out.nextLength()) {
        return -1;
      }
      out.next(target);
      return 0;
    }
    int length = done && !outboundClosed ? sources.remaining(TlsEngine.MAX_PLAINTEXT) : 0;
    if (length == 0) {
      return 0;
    }
    if (target.remaining() < engine.roomFor(length)) {
      return -1;
    }
    out.direct(target);
    try {
      Fault refused = encrypt(sources, length);
      if (refused != null) {
        throw failed(refused);
      }
    } finally {
      out.hold();
    }
    sources.skip(length);
    return length;
  }

  private Fault encrypt(Scattered sources, int length) {
    ByteBuffer whole = sources.whole(length);
    if (whole != null) {
      return engine.write(whole.array(), whole.arrayOffset() + whole.position(), length);
    }
    byte[] gathered = Buffers.borrow();
    try {
      sources.peek(gathered, length);
      return engine.write(gathered, 0, length);
    } finally {
      Buffers.giveBack(gathered, length);
    }
  }

  /**
   * As {@code SSLEngine.closeOutbound}. In the midst of a handshake that is the end of both
   * directions; where a task is running, it comes when that is done.
   */
  void closeOutbound() {
    closing = true;
    end();
  }

  private void end() {
    if (done) {
      endOutbound();
    } else {
      endHandshake();
    }
    afterwards();
  }

  /** Not beside a handshake that goes on, which changes keys. */
  private void endHandshake() {
    reading.lock();
    try {
      HandshakeTask there = task;
      if (there == null || there.cancel()) {
        task = null;
        inboundDone = inboundDone || !done;
        endOutbound();
      }
    } finally {
      reading.unlock();
    }
  }

  private void endOutbound() {
    writing.lock();
    try {
      if (engine != null && !outboundClosed) {
        Fault refused = engine.closeNotify();
        if (refused != null) {
          reported(refused); // nobody asks this method how it went; the next wrap says CLOSED
        }
      }
      outboundClosed = true;
      out.end();
    } finally {
      writing.unlock();
    }
  }

  /** Whether wrap has no more to give: neither a record nor the failure of a task. */
  boolean isOutboundDone() {
    return outboundClosed && !out.isDue() && !untold.get();
  }

  // In.

  /** As {@code SSLEngine.unwrap}. */
  SSLEngineResult unwrap(ByteBuffer source, Scattered targets) throws SSLException {
    begin();
    if (task != null) {
      return result(Status.OK, 0, 0);
    }
    tellOfTask();
    reading.lock();
    try {
      return unwrapRecord(source, targets);
    } catch (RuntimeException e) {
      throw exception(broken(e));
    } catch (Error e) {
      broken(e);
      throw e;
    } finally {
      reading.unlock();
      afterwards();
    }
  }

  private SSLEngineResult unwrapRecord(ByteBuffer source, Scattered targets) throws SSLException {
    if (failure != null) {
      throw exception(failure); // the first one stays
    }
    if (inboundDone || engine == null) {
      return result(Status.CLOSED, 0, 0);
    }
    if (task != null || finished.get() || !done && out.isDue() && !isAlert(source)) {
      return result(Status.OK, 0, 0); // which says what is to be done first
    }
    if (!isRecordThere(source)) {
      return result(Status.BUFFER_UNDERFLOW, 0, 0);
    }
    int length = recordLength;
    if (isForTask()) {
      byte[] record = new byte[length];
      source.get(record);
      consumed(length);
      task = new HandshakeTask(record);
      return result(Status.OK, length, 0);
    }
    if (done && targets.remaining(engine.mostPlaintext()) < engine.mostPlaintext()) {
      return result(Status.BUFFER_OVERFLOW, 0, 0);
    }
    int produced = feed(source, length, targets);
    return result(inboundDone ? Status.CLOSED : Status.OK, length, produced);
  }

  /** Whether the peer says why it gives the handshake up, which is not to wait for a flight. */
  private static boolean isAlert(ByteBuffer source) {
    return source.hasRemaining() && source.get(source.position()) == ALERT;
  }

  /** Whether a whole record has come; its header is judged once. */
  private boolean isRecordThere(ByteBuffer source) throws SSLException {
    if (source.remaining() < HEADER) {
      return false;
    }
    if (recordLength == 0) {
      source.get(source.position(), header);
      int body = engine.recordLength(header);
      if (body < 0) {
        throw failed(engine.fault());
      }
      recordLength = HEADER + body;
    }
    return source.remaining() >= recordLength;
  }

  /** What brings handshake messages may ask a manager, but for the last one that a peer sends. */
  private boolean isForTask() {
    return !done
        && (header[0] == HANDSHAKE || header[0] == APPLICATION_DATA)
        && !engine.awaitsFinishedAlone();
  }

  private void consumed(int length) {
    recordLength = 0;
    received = received + length;
  }

  /** Takes a record; answers how much data was in it. */
  private int feed(ByteBuffer source, int length, Scattered targets) throws SSLException {
    consumed(length);
    Step step = Inlet.feed(engine, source, length, targets);
    if (step == Step.PLAINTEXT) {
      return engine.plainLength();
    }
    FailureReport failed = settle(step);
    if (failed != null) {
      throw exception(failed);
    }
    return 0;
  }

  /** What follows from a record; answers the failure, if it is one. */
  private FailureReport settle(Step step) {
    switch (step) {
      case HANDSHAKE_DONE -> {
        owner.handshakeDone();
        done = true;
        finished.set(failure == null);
      }
      case PEER_CLOSED -> {
        if (!done) {
          return reported(new Fault.Truncated(engine.awaiting(), false));
        }
        inboundDone = true;
        if (!isTls13()) {
          endOutbound(); // RFC 5246 section 7.2.1; in TLS 1.3 the other direction goes on
        }
      }
      case FAILED -> {
        return reported(engine.fault());
      }
      case CLIENT_HELLO_CALLBACK, CERTIFICATE_CALLBACK -> task = new HandshakeTask(null);
      default -> {}
    }
    return null;
  }

  /**
   * As {@code SSLEngine.closeInbound}.
   *
   * @throws SSLException if the peer has not said that it is at its end; all the same
   */
  void closeInbound() throws SSLException {
    reading.lock();
    try {
      if (inboundDone) {
        return;
      }
      if (!done) {
        endHandshake();
      }
      inboundDone = true;
      if (engine != null && !(endsUnsaid && done)) {
        throw failed(new Fault.Truncated(engine.awaiting(), recordLength > 0));
      }
    } finally {
      reading.unlock();
      afterwards();
    }
  }

  boolean isInboundDone() {
    return inboundDone;
  }

  // Tasks.

  /** As {@code SSLEngine.getDelegatedTask}: each task is handed out once. */
  Runnable takeTask() {
    HandshakeTask there = task;
    return there != null && there.taken.compareAndSet(false, true) ? there : null;
  }

  /** Feeds the engine what may take long. */
  private final class HandshakeTask implements Runnable {

    private final byte[] record; // null: asks a callback again that was not ready
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean run = new AtomicBoolean();

    HandshakeTask(byte[] record) {
      this.record = record;
    }

    @Override
    public void run() {
      if (!run.compareAndSet(false, true)) {
        return;
      }
      try {
        if (settle(step()) != null) {
          untold.set(true);
        }
      } catch (RuntimeException | Error e) {
        broken(e);
        untold.set(true);
        if (e instanceof Error error) {
          throw error;
        }
      } finally {
        if (task == this) {
          task = null;
        }
        if (closing) {
          end();
        }
        afterwards();
      }
    }

    /** Sees to it that it is never run; answers whether it was not. */
    boolean cancel() {
      return run.compareAndSet(false, true);
    }

    private Step step() {
      return record == null ? engine.resume() : engine.feed(record, 0, record.length);
    }
  }

  private void tellOfTask() throws SSLException {
    if (untold.compareAndSet(true, false)) {
      afterwards();
      throw exception(failure);
    }
  }

  // Failures and facts.

  private SSLException failed(Fault why) {
    return exception(reported(why));
  }

  /** The first failure counts. Nothing more comes in, and only what waits goes out. */
  private FailureReport reported(Fault why) {
    writing.lock();
    try {
      if (failure == null) {
        Phase phase = done && outboundClosed ? Phase.SHUTDOWN : engine.phase();
        failure = new FailureReport(why, phase, owner.peer(), sent, received);
      }
      inboundDone = true;
      outboundClosed = true;
      out.end();
      return failure;
    } finally {
      writing.unlock();
    }
  }

  /** Nobody knows how far the engine has come. */
  private FailureReport broken(Throwable thrown) {
    engine.abort(
        new Fault.Internal("a callback or the library threw", thrown), Alert.INTERNAL_ERROR.code());
    return reported(engine.fault());
  }

  private static SSLException exception(FailureReport why) {
    IOException thrown = Failures.of(why);
    return thrown instanceof SSLException exact ? exact : new SSLException(thrown);
  }

  /** What is done without a lock once a call, or a task, has done its work. */
  private void afterwards() {
    TlsEngine begun = engine;
    if (begun == null) {
      return;
    }
    try {
      begun.tellMessages();
    } catch (RuntimeException e) {
      reported(new Fault.Internal("the message callback threw", e));
      untold.set(true);
    }
    if (isOutboundDone() && inboundDone && task == null) {
      wipe(begun);
    }
  }

  /** The connection is over; who is inside a call still wipes it after that. */
  private void wipe(TlsEngine begun) {
    begun.forgetSecrets();
    if (reading.tryLock()) {
      try {
        if (writing.tryLock()) {
          try {
            if (task == null) { // unwrap may have made one since
              begun.forgetKeys();
            }
          } finally {
            writing.unlock();
          }
        }
      } finally {
        reading.unlock();
      }
    }
  }

  /** As {@code SSLEngine.getHandshakeStatus}. */
  HandshakeStatus status() {
    if (task != null) {
      return HandshakeStatus.NEED_TASK;
    }
    if (out.isDue() || untold.get() || failure == null && finished.get()) {
      return HandshakeStatus.NEED_WRAP;
    }
    boolean handshaking = engine != null && !done;
    return !inboundDone && (handshaking || outboundClosed)
        ? HandshakeStatus.NEED_UNWRAP
        : HandshakeStatus.NOT_HANDSHAKING;
  }

  private SSLEngineResult result(Status status, int consumed, int produced) {
    boolean moved = status == Status.OK || status == Status.CLOSED;
    boolean tells =
        moved && task == null && !out.isDue() && failure == null && finished.getAndSet(false);
    return new SSLEngineResult(
        status, tells ? HandshakeStatus.FINISHED : status(), consumed, produced);
  }

  private static final int HEADER = 5;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
}
