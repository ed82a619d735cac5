package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An accepted connection and its thread, from first to last: it waits for its turn, shakes hands,
 * is served, and is closed.
 */
final class Accepted implements Runnable {

  private final TlsListener listener;
  private final Bio bio;
  private final Origin origin;
  private final long id = Observer.nextId();
  private final Deadline end; // of the handshake
  private final long begun;
  private final Thread thread;
  private final CountDownLatch needsNoWait = new CountDownLatch(1);
  private volatile boolean aborted;
  private volatile TlsSocket socket; // null until its turn has come

  Accepted(TlsListener listener, Bio bio, Origin origin) {
    this.listener = listener;
    this.bio = bio;
    this.origin = origin;
    this.begun = listener.setup().time().nanoTime();
    this.end = listener.setup().time().in(listener.setup().limits().connect());
    this.thread = Thread.ofVirtual().name("heddle-server-" + id).unstarted(this);
  }

  Origin origin() {
    return origin;
  }

  Thread thread() {
    return thread;
  }

  @Override
  public void run() {
    try {
      if (shakeHands()) {
        serve();
      }
    } finally {
      bio.close();
      listener.left(this);
      needsNoWait.countDown();
    }
  }

  private boolean shakeHands() {
    Turns turns = listener.turns();
    try {
      if (!turns.take(end)) {
        long limit = listener.setup().limits().connect().toMillis();
        return gaveUp(new Fault.TimedOut("a turn to shake hands", limit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return gaveUp(Fault.Cancelled.CLOSED);
    }
    FailureReport failure;
    try {
      failure = Handshake.attempt(open(), end);
    } catch (RuntimeException | Error e) {
      listener.complaints().failure(e);
      return gaveUp(new Fault.Internal("no configuration for a connection", e));
    } finally {
      turns.giveBack();
    }
    if (failure != null) {
      listener.failures().count(failure);
      Farewell.say(socket, failure.fault(), end);
    }
    return failure == null;
  }

  private TlsSocket open() {
    TlsSocket opened = new TlsSocket(id, false, listener.config(), null, bio, listener.setup());
    opened.stopsWith(listener::isStopping);
    socket = opened;
    if (aborted) {
      opened.abort(); // abort() may have looked before
    }
    return opened;
  }

  /** The connection ends before there was a handshake to fail. */
  private boolean gaveUp(Fault fault) {
    bio.abort();
    FailureReport failure =
        new FailureReport(aborted ? Fault.Cancelled.CLOSED : fault, Phase.HELLO, bio.peer(), 0, 0);
    listener.failures().count(failure);
    Duration took = Duration.ofNanos(listener.setup().time().nanoTime() - begun);
    listener.setup().observer().refused(id, bio.peer(), took, failure.withTimes(times(took)));
    return false;
  }

  private static Map<Phase, Duration> times(Duration took) {
    return Map.of(Phase.HELLO, took);
  }

  private void serve() {
    try {
      listener.handler().serve(socket);
      socket.close();
    } catch (IOException | RuntimeException | Error e) {
      socket.abort();
      listener.complaints().handler(e);
    }
  }

  /** Its own handler stops the listener, and waits for the other connections. */
  void stopsItself() {
    needsNoWait.countDown();
  }

  /**
   * Waits until its thread has ended.
   *
   * @param inside whether it is a thread of the listener's own that waits: then not for a handler
   *     that stops the listener itself, since that one waits, too
   */
  void await(boolean inside) throws InterruptedException {
    if (inside) {
      needsNoWait.await(); // IO block
    } else {
      thread.join(); // IO block
    }
  }

  /** Ends the connection, and wakes its handler wherever it waits. For any thread. */
  void abort() {
    aborted = true;
    TlsSocket opened = socket;
    if (opened != null) {
      opened.abort();
    } else {
      bio.abort();
    }
    thread.interrupt();
  }
}
