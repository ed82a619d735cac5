package dev.heddle.net;

import dev.heddle.fault.FailureReport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.FlightRecorder;

/**
 * Tells whoever wants to know what happens to connections: a listener, and the Flight Recorder.
 * Makes no event that nobody wants, and asks no clock for it.
 */
final class Observer {

  private static final AtomicLong LAST_ID = new AtomicLong();
  private static final boolean FLIGHT_RECORDER = hasFlightRecorder();

  private final ConnectionListener listener; // null: nobody

  Observer(ConnectionListener listener) {
    this.listener = listener;
  }

  /** The next connection's number. */
  static long nextId() {
    return LAST_ID.incrementAndGet();
  }

  /**
   * A name has been looked up, or not.
   *
   * @param watch in the phase that is over now
   */
  void resolved(
      long id, String host, List<InetAddress> addresses, Stopwatch watch, FailureReport failure) {
    boolean recorded = isFlying() && FlightEvents.wantsResolve();
    if (recorded || listener != null) {
      var event = new ConnectionEvent.Resolved(id, host, addresses, watch.inPhase(), failure);
      if (recorded) {
        FlightEvents.commit(event);
      }
      tell(event);
    }
  }

  /**
   * A transport stands, or does not.
   *
   * @param watch in the phase that is over now
   */
  void connected(long id, String peer, Stopwatch watch, FailureReport failure) {
    boolean recorded = isFlying() && FlightEvents.wantsConnect();
    if (recorded || listener != null) {
      var event = new ConnectionEvent.Connected(id, peer, watch.inPhase(), failure);
      if (recorded) {
        FlightEvents.commit(event);
      }
      tell(event);
    }
  }

  /**
   * A handshake is over.
   *
   * @param begun when it began, on the connection's clock
   */
  void handshake(TlsSocket socket, long begun, FailureReport failure) {
    if (wantsHandshake()) {
      Duration time = Duration.ofNanos(socket.setup().time().nanoTime() - begun);
      ConnectionInfo info = failure == null ? socket.info() : null;
      shookHands(
          new ConnectionEvent.Handshake(
              socket.id(), socket.isClient(), socket.peer(), time, info, failure));
    }
  }

  /** A handshake of a server that was given up before it began. */
  void refused(long id, String peer, Duration time, FailureReport failure) {
    if (wantsHandshake()) {
      shookHands(new ConnectionEvent.Handshake(id, false, peer, time, null, failure));
    }
  }

  private boolean wantsHandshake() {
    return listener != null || isFlying() && FlightEvents.wantsHandshake();
  }

  private void shookHands(ConnectionEvent.Handshake event) {
    if (isFlying() && FlightEvents.wantsHandshake()) {
      FlightEvents.commit(event);
    }
    tell(event);
  }

  /** A connection is closed. */
  void closed(TlsSocket socket, FailureReport failure) {
    boolean recorded = isFlying() && FlightEvents.wantsClose();
    if (recorded || listener != null) {
      var event = new ConnectionEvent.Closed(socket.id(), socket.info(), failure);
      if (recorded) {
        FlightEvents.commit(event);
      }
      tell(event);
    }
  }

  private void tell(ConnectionEvent event) {
    if (listener == null) {
      return;
    }
    try {
      listener.on(event);
    } catch (Throwable e) { // whatever a listener does wrong, the connection must not suffer
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /**
   * Whether the Flight Recorder has been started, ever. Before that nobody records, and the mere
   * making of an event's class would wake it up, which takes as long as a third of a handshake in a
   * fresh JVM.
   */
  private static boolean isFlying() {
    return FLIGHT_RECORDER && FlightRecorder.isInitialized();
  }

  /** A runtime image may do without the module, and a module path may not have resolved it. */
  private static boolean hasFlightRecorder() {
    try {
      Class.forName("jdk.jfr.Event", false, Observer.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
