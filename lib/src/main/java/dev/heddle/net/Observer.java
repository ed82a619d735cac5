package dev.heddle.net;

import dev.heddle.fault.FailureReport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Tells whoever wants to know what happens to connections; makes no event that nobody wants. */
final class Observer {

  private static final AtomicLong LAST_ID = new AtomicLong();

  private final ConnectionListener listener; // null: nobody

  Observer(ConnectionListener listener) {
    this.listener = listener;
  }

  /** The next connection's number. */
  static long nextId() {
    return LAST_ID.incrementAndGet();
  }

  void resolved(
      long id, String host, List<InetAddress> addresses, Duration time, FailureReport failure) {
    if (listener != null) {
      tell(new ConnectionEvent.Resolved(id, host, addresses, time, failure));
    }
  }

  void connected(long id, String peer, Duration time, FailureReport failure) {
    if (listener != null) {
      tell(new ConnectionEvent.Connected(id, peer, time, failure));
    }
  }

  void handshake(TlsSocket socket, boolean client, Duration time, FailureReport failure) {
    if (listener != null) {
      tell(
          new ConnectionEvent.Handshake(
              socket.id(),
              client,
              socket.peer(),
              time,
              failure == null ? socket.info() : null,
              failure));
    }
  }

  /** A handshake of a server that was given up before it began. */
  void refused(long id, String peer, Duration time, FailureReport failure) {
    if (listener != null) {
      tell(new ConnectionEvent.Handshake(id, false, peer, time, null, failure));
    }
  }

  void closed(TlsSocket socket, FailureReport failure) {
    if (listener != null) {
      tell(new ConnectionEvent.Closed(socket.id(), socket.info(), failure));
    }
  }

  private void tell(ConnectionEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
