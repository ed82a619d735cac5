package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.config.ChannelBinding;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.loop.Facts;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Outcome;
import dev.heddle.loop.Overdue;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A TLS connection whose handshake is done: plain blocking calls, each with a limit. {@link Tls}
 * and {@link Dialer} make them, {@link TlsListener} hands them out, and {@link #client} and {@link
 * #server} put TLS over a transport that stands.
 *
 * <p><b>Failures.</b> What goes wrong is a {@link TlsException}, or a {@link TlsTimeoutException}
 * or {@link TlsInterruptedException}, with a {@link FailureReport} inside: which fault it was, in
 * which phase, with whom. After any but a read timeout, or one in the queue behind another thread's
 * call, the connection is gone: its transport is closed or reset, and the same reason is given
 * again.
 *
 * <p><b>Threads.</b> One thread may read while another writes; further ones take turns. {@link
 * #close}, {@link #abort} and {@link #probe} may be called beside both. Interrupting a thread in
 * any of the calls closes the connection, and the thread's interrupt status stays set; a platform
 * thread on a {@link java.net.Socket} that has no channel is the one the JDK does not let us
 * interrupt.
 */
public final class TlsSocket implements Closeable {

  private final long id;
  private final boolean client;
  private final Setup setup;
  private final Loop loop;
  private final Bio bio;
  private final TimedBio source;
  private final Overdue write;
  private final Overdue idle;
  private final SocketInput input = new SocketInput(this);
  private final SocketOutput output = new SocketOutput(this);
  private final ReentrantLock readers = new ReentrantLock();
  private final ReentrantLock writers = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<Fault> givenUp = new AtomicReference<>();
  private volatile BooleanSupplier stopping = () -> false;
  private volatile Limits limits;

  /** A connection whose handshake is still to be done; see {@link Handshake}. */
  TlsSocket(long id, boolean client, TlsConfig config, String sessionPeer, Bio bio, Setup setup) {
    this.id = id;
    this.client = client;
    this.setup = setup;
    this.limits = setup.limits();
    this.bio = bio;
    this.source = new TimedBio(bio);
    this.loop =
        new Loop(
            client, config, sessionPeer, source, bio, setup.settings(), (sent, level, code) -> {});
    this.write = new Overdue(setup.time(), this::writeIsLate);
    this.idle = new Overdue(setup.time(), this::hasIdled);
  }

  /**
   * Shakes hands as the client over a transport that stands, such as {@code SocketBio.of(socket)}.
   * Blocks until the handshake is done, for {@link Limits#connect} at most.
   *
   * @param bio a blocking transport whose reads can be limited ({@link Bio#receiveTimeout(int)});
   *     it is this connection's from now on, and closed with it, or when the handshake fails
   * @param config whom to trust and what to offer, with the host name to check
   * @param limits how long calls may take
   * @throws IllegalArgumentException if the transport is of another kind; it stays as it is
   * @throws TlsException if the handshake failed
   * @throws TlsTimeoutException if it took too long
   * @throws TlsInterruptedException if the thread was interrupted
   */
  public static TlsSocket client(Bio bio, TlsConfig config, Limits limits) throws IOException {
    return Handshake.layered(true, bio, config, limits);
  }

  /** Shakes hands as the server over a transport that stands; otherwise as {@link #client}. */
  public static TlsSocket server(Bio bio, TlsConfig config, Limits limits) throws IOException {
    return Handshake.layered(false, bio, config, limits);
  }

  /** The data that comes, as a stream; closing it closes the connection. */
  public InputStream inputStream() {
    return input;
  }

  /**
   * The way out, as a stream; closing it closes the connection. It holds nothing back: each write
   * is at least one record.
   */
  public OutputStream outputStream() {
    return output;
  }

  /**
   * Reads data: waits until there is some, for {@link Limits#read} at most.
   *
   * @return how many bytes, at most one record's; -1 after the peer's close_notify
   * @throws TlsTimeoutException if none came in time; nothing is lost, and the next read goes on
   * @throws IndexOutOfBoundsException if the range lies outside the array
   */
  public int read(byte[] target, int off, int length) throws IOException {
    Objects.checkFromIndexSize(off, length, target.length);
    if (length == 0) {
      return 0;
    }
    Deadline end = setup.time().in(limits.read());
    takeTurn(readers, end);
    try {
      return readBy(end, target, off, length);
    } finally {
      readers.unlock();
    }
  }

  private int readBy(Deadline end, byte[] target, int off, int length) throws IOException {
    Outcome outcome = new Outcome();
    source.readUntil(end);
    for (; ; ) {
      int n = loop.read(target, off, length, false, outcome); // IO block
      if (n > 0 && !closed.get()) {
        moved();
        return n;
      }
      if (n > 0) {
        throw failure(null); // a close drops what comes, perhaps what came before this as well
      }
      if (givenUp.get() != null || n != Loop.END && n != Loop.AGAIN) {
        throw failure(outcome.fault());
      }
      if (n == Loop.END) {
        if (closed.get()) {
          throw failure(null); // what came before the end may have been dropped
        }
        return -1;
      }
      if (end.hasPassed()) {
        throw report(timedOut("data", limits.read())).toException();
      }
    }
  }

  /** Data that can be read without waiting, in bytes. */
  public int available() {
    return loop.pending();
  }

  /**
   * Writes data: waits until the transport has taken all of it. The limit is {@link Limits#write};
   * each 64 KB have it to themselves.
   *
   * @throws TlsTimeoutException if the peer takes nothing for too long; the connection is gone
   * @throws IndexOutOfBoundsException if the range lies outside the array
   */
  public void write(byte[] data, int off, int length) throws IOException {
    Objects.checkFromIndexSize(off, length, data.length);
    Deadline end = setup.time().in(limits.write());
    takeTurn(writers, end);
    try {
      Outcome outcome = new Outcome();
      for (int done = 0; done < length; ) {
        int some = Math.min(length - done, PIECE);
        write.at(setup.time().in(limits.write()));
        int n = loop.write(data, off + done, some, outcome); // IO block
        if (n <= 0) {
          throw failure(outcome.fault());
        }
        done += n;
        moved();
      }
    } finally {
      write.at(Deadline.never());
      writers.unlock();
    }
  }

  /**
   * Ends the way out: sends close_notify (RFC 8446 section 6.1). Reading goes on; a peer of TLS 1.2
   * answers by closing. Blocks as a write does.
   */
  public void shutdownOutput() throws IOException {
    takeTurn(writers, setup.time().in(limits.write()));
    try {
      write.at(setup.time().in(limits.write()));
      Outcome outcome = new Outcome();
      if (!loop.isClosedByUs() && loop.shutdown(outcome) == Loop.FAILED) { // IO block
        throw failure(outcome.fault());
      }
    } finally {
      write.at(Deadline.never());
      writers.unlock();
    }
  }

  /**
   * Looks whether the connection is fit to be used again, as a pool must before it hands one out.
   * Takes what has come that is no data, such as tickets and key updates. Answers within a few
   * milliseconds, for the end of a stream shows only when it is read.
   */
  public Probe probe() {
    if (isOver()) {
      return Probe.CLOSED;
    }
    if (!readers.tryLock()) {
      return Probe.BUSY;
    }
    try {
      if (loop.pending() > 0) {
        return Probe.DATA_PENDING;
      }
      Outcome outcome = new Outcome();
      source.readUntil(setup.time().in(PROBE));
      return switch (loop.probe(outcome)) { // IO block
        case Loop.DONE -> Probe.DATA_PENDING;
        case Loop.AGAIN -> loop.hasPending() ? Probe.DATA_PENDING : Probe.IDLE;
        case Loop.BUSY -> Probe.BUSY;
        default -> Probe.CLOSED;
      };
    } finally {
      readers.unlock();
    }
  }

  /** What is known of the connection. Made anew: its bytes are those up to now. */
  public ConnectionInfo info() {
    Facts facts = loop.facts();
    return new ConnectionInfo(
        id,
        peer(),
        facts.version(),
        facts.cipherSuite(),
        facts.group(),
        facts.peerSignatureScheme(),
        facts.alpn(),
        facts.serverName(),
        facts.peerChain(),
        facts.reused(),
        setup.times(facts.phaseTimes()),
        loop.sent(),
        loop.received());
  }

  /**
   * Changes the sending key (RFC 8446 section 4.6.3). Blocks as a write does.
   *
   * @param requestPeer whether the peer is asked to change its key too
   * @throws TlsException {@code MISUSE} in TLS 1.2, which has none; the connection goes on
   */
  public void updateKeys(boolean requestPeer) throws IOException {
    if (loop.facts().version().compareTo(TlsVersion.TLS_1_3) < 0) {
      throw report(new Fault.Misuse("no key update in TLS 1.2", null)).toException();
    }
    takeTurn(writers, setup.time().in(limits.write()));
    try {
      write.at(setup.time().in(limits.write()));
      Outcome outcome = new Outcome();
      loop.requestKeyUpdate(requestPeer);
      if (loop.sendKeyUpdate(outcome) != Loop.DONE) { // IO block
        throw failure(outcome.fault());
      }
    } finally {
      write.at(Deadline.never());
      writers.unlock();
    }
  }

  /**
   * Exports keying material (RFC 5705, RFC 8446 section 7.5). Does not block.
   *
   * @param label a label that no other use has, in ASCII
   * @param context what the material is for; null for none
   * @param length how many bytes
   * @throws IllegalStateException if the connection's secrets are gone, or it cannot export
   */
  public byte[] exportKeyingMaterial(String label, byte[] context, int length) {
    return loop.facts().exportKeyingMaterial(label, context, length);
  }

  /**
   * What binds an authentication above TLS to this connection (RFC 5929, RFC 9266). Does not block.
   *
   * @throws IllegalStateException if the connection has none of this kind
   */
  public byte[] channelBinding(ChannelBinding type) {
    return loop.facts().channelBinding(type);
  }

  /** The limits that calls from now on have. */
  public Limits limits() {
    return limits;
  }

  /** Changes the limits, for calls that begin from now on. Does not block. */
  public void limits(Limits other) {
    limits = Objects.requireNonNull(other, "limits");
    moved();
  }

  /**
   * Whether the {@link TlsListener} that this connection came from is stopping: a handler then ends
   * what it is about and returns. False for any other connection.
   */
  public boolean isStopping() {
    return stopping.getAsBoolean();
  }

  /** Whom to ask whether the listener is stopping. */
  void stopsWith(BooleanSupplier listener) {
    stopping = listener;
  }

  /** Whether {@link #close} or {@link #abort} has been called, or a limit has closed this. */
  public boolean isClosed() {
    return closed.get();
  }

  /**
   * Closes the connection in an orderly way: sends close_notify, ends the transport's output, reads
   * what still comes and drops it until the peer's end, and closes the transport. What was written
   * before so reaches the peer. All of it takes {@link Limits#close} at most, beside calls of other
   * threads that are stuck, too: they fail. Idempotent; a failure has nobody to report to. An
   * interrupted thread does not wait for the peer.
   */
  @Override
  public void close() {
    close(Fault.Cancelled.CLOSED);
  }

  private void close(Fault why) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Fault before = loop.fault();
    Deadline end = setup.time().in(limits.close());
    var alarm = setup.time().at(end, () -> loop.cancel(why));
    try {
      if (before == null && loop.isDone() && !end.hasPassed()) {
        sayGoodbye(end);
      }
    } finally {
      alarm.cancel();
      over(before);
    }
  }

  private void sayGoodbye(Deadline end) {
    Outcome outcome = new Outcome();
    boolean said = loop.isClosedByUs() || loop.shutdown(outcome) != Loop.FAILED; // IO block
    try {
      if (said && bio.shutdownOutput() && !loop.isPeerClosed()) {
        source.readUntil(end);
        loop.drain(outcome); // IO block
      }
    } catch (IOException e) {
      loop.cancel(new Fault.Transport(e)); // the end has come by itself
    }
  }

  /**
   * Drops the connection at once, without a word: the peer sees a reset, and calls of other threads
   * fail within 100 ms, whatever SO_LINGER the owner of the socket has set. Idempotent; also of use
   * while another thread's {@link #close} waits.
   */
  public void abort() {
    boolean first = closed.compareAndSet(false, true);
    Fault before = loop.fault();
    loop.cancel(Fault.Cancelled.CLOSED);
    if (first) {
      over(before);
    } else {
      loop.close();
    }
  }

  private void over(Fault before) {
    write.stop();
    idle.stop();
    loop.close();
    if (loop.isDone()) {
      Fault why = givenUp.get() != null ? givenUp.get() : before;
      setup.observer().closed(this, why == null ? null : report(why));
    }
  }

  /** {@code TlsSocket[3, db.example/192.0.2.7:5432]}. */
  @Override
  public String toString() {
    return "TlsSocket[" + id + ", " + peer() + "]";
  }

  long id() {
    return id;
  }

  String peer() {
    return setup.peer() != null ? setup.peer() : bio.peer();
  }

  boolean isClient() {
    return client;
  }

  Loop loop() {
    return loop;
  }

  /** What is beneath TLS; for when TLS is over. */
  TimedBio transport() {
    return source;
  }

  Setup setup() {
    return setup;
  }

  /** What has gone wrong, with the times of all phases. */
  FailureReport report(Fault fault) {
    FailureReport report = loop.report(fault).withPeer(peer());
    return loop.isDone() ? report : report.withTimes(setup.times(loop.facts().phaseTimes()));
  }

  /** Data has moved, or the limits have changed. */
  void moved() {
    idle.at(setup.time().in(limits.idle()));
  }

  private IOException failure(Fault fault) {
    Fault why = givenUp.get();
    if (why == null) {
      why = fault == null || closed.get() && fault.equals(Fault.Cancelled.CLOSED) ? CLOSED : fault;
    }
    return report(why).toException();
  }

  private boolean isOver() {
    return closed.get() || loop.fault() != null || loop.isPeerClosed();
  }

  private void takeTurn(ReentrantLock turn, Deadline end) throws IOException {
    if (closed.get()) {
      throw failure(null);
    }
    try {
      if (turn.tryLock() || turn.tryLock(end.remainingNanos(), TimeUnit.NANOSECONDS)) { // IO block
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop.cancel(Fault.Cancelled.INTERRUPTED);
      throw failure(Fault.Cancelled.INTERRUPTED);
    }
    boolean reading = turn == readers;
    throw report(
            timedOut(
                reading ? "another thread's read" : "another thread's write",
                reading ? limits.read() : limits.write()))
        .toException();
  }

  private void writeIsLate() {
    loop.cancel(timedOut("the peer to take what is written", limits.write()));
  }

  private void hasIdled() {
    givenUp.compareAndSet(null, timedOut("any data, in or out", limits.idle()));
    Thread.ofVirtual().name("heddle-idle").start(() -> close(givenUp.get()));
  }

  private static Fault timedOut(String waitingFor, Duration limit) {
    return new Fault.TimedOut(waitingFor, limit.toMillis());
  }

  private static final Fault CLOSED = new Fault.Misuse("socket is closed", null);
  private static final Duration PROBE = Duration.ofMillis(2);
  private static final int PIECE = 64 * 1024;
}
