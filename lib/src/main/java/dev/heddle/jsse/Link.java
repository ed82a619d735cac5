package dev.heddle.jsse;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.loop.AlertDelivery;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Outcome;
import dev.heddle.loop.Overdue;
import dev.heddle.net.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLException;

/**
 * What a socket's calls do: handshake, reads and writes over a {@link Loop}, each with its time
 * limits. The loop is made when the first of them needs it, since until then the socket's settings
 * may change.
 *
 * <p>One reader and one writer at a time; the lock of one is never waited for by the other.
 */
final class Link {

  /** Whose link it is. */
  interface Owner {

    /** Begins: nothing can be set any more. */
    Loop loop(SocketTransport transport) throws IOException;

    /** The handshake is done. Called once. */
    void handshakeDone();
  }

  /** Code that is not ours. */
  @FunctionalInterface
  interface Callback<T, E extends Exception> {
    T run() throws E;
  }

  private final Owner owner;
  private final Socket below;
  private final boolean owned;
  private final InputStream consumed;
  private final Limits limits;
  private final TimeSource time = TimeSource.system();
  private final Overdue write = new Overdue(time, this::writeIsLate);
  private final ReentrantLock beginning = new ReentrantLock();
  private final ReentrantLock readers = new ReentrantLock();
  private final ReentrantLock writers = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<FailureReport> failed = new AtomicReference<>();
  private volatile SocketTransport transport;
  private volatile Loop loop;
  private volatile Deadline handshakeEnd;
  private volatile boolean inputShut;
  private volatile boolean outputShut;
  private volatile Thread calledBack;
  private volatile boolean completed;

  Link(Owner owner, Socket below, boolean owned, InputStream consumed, Limits limits) {
    this.owner = owner;
    this.below = below;
    this.owned = owned;
    this.consumed = consumed;
    this.limits = limits;
  }

  /** The loop; from its making on the settings are fixed. */
  private Loop begin() throws IOException {
    Loop begun = loop;
    if (begun != null) {
      return begun;
    }
    checkOpen();
    beginning.lock();
    try {
      if (loop == null) {
        Loop fresh = owner.loop(transport());
        handshakeEnd = time.in(limits.connect());
        loop = fresh;
      }
    } finally {
      beginning.unlock();
    }
    if (closed.get()) {
      loop.close(); // beside this
      throw Failures.closed();
    }
    return loop;
  }

  private SocketTransport transport() throws IOException {
    beginning.lock();
    try {
      if (transport == null) {
        transport = SocketTransport.over(below, owned, consumed);
      }
      return transport;
    } finally {
      beginning.unlock();
    }
  }

  /** Whether the handshake has begun. */
  boolean hasBegun() {
    return loop != null;
  }

  /** Whether the handshake is done. */
  boolean isDone() {
    Loop begun = loop;
    return begun != null && begun.isDone();
  }

  /**
   * Shakes hands, unless that is done. Where SO_TIMEOUT ends it the next call goes on; all calls
   * together have {@link Limits#connect}.
   */
  void handshake() throws IOException {
    checkNotCalledBack();
    Loop begun = begin();
    if (!begun.isDone()) {
      shakeHands(begun);
    }
    if (!completed) {
      complete();
    }
  }

  private void complete() {
    beginning.lock();
    try {
      if (!completed) {
        owner.handshakeDone();
        completed = true;
      }
    } finally {
      beginning.unlock();
    }
  }

  private void shakeHands(Loop begun) throws IOException {
    Runnable late =
        () -> {
          begun.cancel(timedOut(begun.facts().awaiting(), limits.connect().toMillis()));
          transport.freeWriter();
        };
    TimeSource.Alarm alarm = time.at(handshakeEnd, late);
    Outcome outcome = new Outcome();
    int result;
    boolean inTime;
    try {
      result = begun.handshake(outcome); // IO block
    } finally {
      inTime = alarm.cancel();
    }
    if (!inTime) {
      late.run(); // its thread may not have come to it yet
      throw failure(begun, begun.fault());
    }
    if (result == Loop.AGAIN) {
      throw timeout(begun, begun.facts().awaiting());
    }
    if (result != Loop.DONE) {
      throw failure(
          begun,
          result == Loop.FAILED
              ? outcome.fault()
              : new Fault.Truncated(begun.facts().awaiting(), false));
    }
  }

  /**
   * Runs what the handshake asks of somebody else's code, which may come back to this link on the
   * same thread: it would wait for itself.
   */
  <T, E extends Exception> T callingBack(Callback<T, E> callback) throws E {
    Thread outer = calledBack;
    calledBack = Thread.currentThread();
    try {
      return callback.run();
    } finally {
      calledBack = outer;
    }
  }

  /** Whether nothing more can come of it. */
  boolean hasFailed() {
    return failed.get() != null;
  }

  /** As {@code InputStream.read}. */
  int read(byte[] target, int off, int length) throws IOException {
    Objects.checkFromIndexSize(off, length, target.length);
    checkOpen();
    if (length == 0) {
      return 0;
    }
    checkNotCalledBack();
    readers.lock();
    try {
      checkOpen();
      handshake();
      return readBy(time.in(limits.read()), target, off, length);
    } finally {
      readers.unlock();
    }
  }

  private int readBy(Deadline end, byte[] target, int off, int length) throws IOException {
    if (inputShut) {
      return -1;
    }
    transport.readUntil(end);
    Outcome outcome = new Outcome();
    int n = loop.read(target, off, length, false, outcome); // IO block
    checkOpen(); // a close drops what comes, perhaps what came before this as well
    if (n > 0) {
      return n;
    }
    if (n == Loop.END || inputShut) {
      return -1;
    }
    throw n == Loop.AGAIN ? timeout(loop, "data") : failure(loop, outcome.fault());
  }

  /** Data that can be read without waiting, in bytes. */
  int available() {
    Loop begun = loop;
    return begun == null || inputShut || closed.get() ? 0 : begun.pending();
  }

  /** As {@code OutputStream.write}; each 64 KB have {@link Limits#write} to themselves. */
  void write(byte[] data, int off, int length) throws IOException {
    Objects.checkFromIndexSize(off, length, data.length);
    checkOpen();
    if (length == 0) {
      return;
    }
    checkNotCalledBack();
    writers.lock();
    try {
      checkOpen();
      if (failed.get() == null && isOutputShutdown()) {
        throw new SocketException("Socket output is shutdown");
      }
      handshake();
      Outcome outcome = new Outcome();
      for (int done = 0; done < length; ) {
        int some = Math.min(length - done, PIECE);
        write.at(time.in(limits.write()));
        int n = loop.write(data, off + done, some, outcome); // IO block
        if (n <= 0) {
          throw failure(loop, outcome.fault());
        }
        done += n;
      }
    } finally {
      write.at(Deadline.never());
      writers.unlock();
    }
  }

  /** As {@code startHandshake} once the handshake is done; TLS 1.2 has nothing of the kind. */
  void updateKeys() throws IOException {
    checkOpen();
    if (failed.get() == null && (inputShut || isOutputShutdown())) {
      throw new SocketException("Socket has been closed or broken");
    }
    if (loop.facts().version().compareTo(TlsVersion.TLS_1_3) < 0) {
      return;
    }
    sending(
        outcome -> {
          loop.requestKeyUpdate(true);
          return loop.sendKeyUpdate(outcome);
        });
  }

  /** As {@code Socket.shutdownOutput}, by close_notify. */
  void shutdownOutput() throws IOException {
    checkOpen();
    if (isOutputShutdown()) {
      return;
    }
    if (loop == null) {
      outputShut = true;
      transport().shutdownOutput();
      return;
    }
    handshake();
    sending(outcome -> loop.isClosedByUs() ? Loop.DONE : loop.shutdown(outcome));
    transport.shutdownOutput();
  }

  private void sending(ToIntFunction<Outcome> call) throws IOException {
    writers.lock();
    try {
      write.at(time.in(limits.write()));
      Outcome outcome = new Outcome();
      if (call.applyAsInt(outcome) == Loop.FAILED) { // IO block
        throw failure(loop, outcome.fault());
      }
    } finally {
      write.at(Deadline.never());
      writers.unlock();
    }
  }

  /**
   * As {@code Socket.shutdownInput}: reads are at their end from now on.
   *
   * @throws SSLException if the peer has not said that it is at its end; all the same
   */
  void shutdownInput() throws IOException {
    checkOpen();
    if (isInputShutdown()) {
      return;
    }
    inputShut = true;
    Loop begun = loop;
    if (begun != null) {
      transport.endInput();
      if (!begun.isPeerClosed()) {
        throw new SSLException("closing inbound before receiving peer's close_notify");
      }
    }
  }

  boolean isInputShutdown() {
    Loop begun = loop;
    return inputShut || begun != null && begun.isPeerClosed();
  }

  boolean isOutputShutdown() {
    Loop begun = loop;
    return outputShut || begun != null && begun.isClosedByUs() || below.isOutputShutdown();
  }

  /** The transport's receive timeout, whoever sets it. */
  ReceiveTimeout soTimeout() throws IOException {
    checkOpen();
    return transport().timeout();
  }

  boolean isClosed() {
    return closed.get();
  }

  /**
   * As {@code Socket.close}, and never throws. Where nobody is inside a call it takes {@link
   * Limits#close} at most, to see to it that the peer gets what was written; where somebody is, he
   * is freed at once, and nothing is waited for.
   */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    write.stop();
    Loop begun = loop;
    if (begun == null) {
      leaveUnbegun();
    } else {
      leave(begun);
    }
  }

  private void leave(Loop begun) {
    boolean writer = writers.isHeldByCurrentThread() || !writers.tryLock();
    boolean reader = readers.isHeldByCurrentThread() || !readers.tryLock();
    try {
      if (begun.isDone() && begun.fault() == null && !writer && !transport.isReset()) {
        new Goodbye(begun, transport, time, owned).say(reader ? null : limits.close());
      }
    } finally {
      begun.close();
      if (!reader) {
        readers.unlock();
      }
      if (!writer) {
        writers.unlock();
      }
    }
  }

  private void leaveUnbegun() {
    if (!owned) {
      return;
    }
    try {
      below.close();
    } catch (IOException e) {
      // A close has nobody to report to, and the socket is no longer used either way.
    }
  }

  private void checkOpen() throws SocketException {
    if (closed.get()) {
      throw Failures.closed();
    }
  }

  private void checkNotCalledBack() throws SSLException {
    if (calledBack == Thread.currentThread()) {
      throw new SSLException("the handshake waits for this very thread");
    }
  }

  private void writeIsLate() {
    loop.cancel(timedOut("the peer to take what is written", limits.write().toMillis()));
    transport.freeWriter();
  }

  private IOException timeout(Loop begun, String waitingFor) throws IOException {
    checkOpen();
    Duration soTimeout = Duration.ofMillis(transport.timeout().get());
    boolean ours = soTimeout.isZero() || begun.isDone() && limits.read().compareTo(soTimeout) < 0;
    long limit = (ours ? limits.read() : soTimeout).toMillis();
    return Failures.of(begun.report(timedOut(waitingFor, limit)));
  }

  /** What the caller is thrown: the first failure, now and for ever, and nothing is left. */
  private IOException failure(Loop begun, Fault fault) {
    if (fault instanceof Fault.Misuse && begun.fault() == null) {
      return Failures.of(begun.report(fault)); // the connection goes on
    }
    boolean reader = readers.isHeldByCurrentThread();
    boolean alone = reader || awaitReader(fault);
    try {
      Fault why = begun.fault() != null ? begun.fault() : fault;
      FailureReport first = failed.accumulateAndGet(begun.report(why), Link::worthier);
      if (owned && !closed.get()) {
        end(first.fault(), alone);
      }
      return closed.get() ? Failures.closed() : Failures.of(first);
    } finally {
      if (alone && !reader) {
        readers.unlock();
      }
    }
  }

  /**
   * Has the reader meet what the peer has said before its end, which tells more than the end of a
   * write.
   */
  private boolean awaitReader(Fault fault) {
    try {
      return fault instanceof Fault.Transport
          ? readers.tryLock(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS) // IO block
          : readers.tryLock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static FailureReport worthier(FailureReport known, FailureReport other) {
    boolean tellsMore =
        known != null
            && known.fault() instanceof Fault.Transport
            && other.fault() instanceof Fault.PeerAlert;
    return known == null || tellsMore ? other : known;
  }

  private void end(Fault fault, boolean alone) {
    try {
      if (alone && !below.isClosed() && AlertDelivery.isDueFor(fault)) {
        Deadline by = time.in(limits.close());
        transport.drainUntil(by);
        AlertDelivery.await(transport, by, time); // IO block
      }
    } catch (IOException e) {
      // The peer has gone, which is all that was waited for.
    } finally {
      transport.close();
    }
  }

  private static Fault timedOut(String waitingFor, long millis) {
    return new Fault.TimedOut(waitingFor, millis);
  }

  private static final Duration LAST_WORD = Duration.ofMillis(200);
  private static final int PIECE = 64 * 1024;
}
