package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What has become of a connection, for both halves: the first fault stays, but that the peer's last
 * alert takes the place of a transport that failed; and whoever gives the connection up says why
 * before its transport goes.
 */
final class Fate {

  private final Bio source;
  private final Bio sink;
  private final AtomicReference<Fault> fault = new AtomicReference<>();
  private final AtomicReference<Fault> cancelled = new AtomicReference<>();

  Fate(Bio source, Bio sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Why nothing more can be done; null while something can. */
  Fault fault() {
    Fault known = fault.get();
    return known != null ? known : cancelled.get();
  }

  /** Ends the connection for this reason, unless there was one before; the call has failed. */
  int fail(Fault reason, Outcome outcome) {
    if (!fault.compareAndSet(null, reason) && reason instanceof Fault.PeerAlert) {
      // A write may meet the end of the transport before a read comes to what the peer said of it.
      Fault known = fault.get();
      if (known instanceof Fault.Transport) {
        fault.compareAndSet(known, reason);
      }
    }
    return outcome.failed(fault.get());
  }

  /** The transport threw: because of us, because of an interrupt, or by itself. */
  int fail(IOException e, Outcome outcome) {
    if (cancelled.get() == null && Thread.currentThread().isInterrupted()) {
      cancel(Fault.Cancelled.INTERRUPTED);
    }
    Fault why = cancelled.get();
    return fail(why != null ? why : new Fault.Transport(e), outcome);
  }

  /** The stream has ended: a cut by the peer, unless it was our own doing. */
  int fail(Fault.Truncated cut, Outcome outcome) {
    Fault why = cancelled.get();
    return fail(why != null ? why : cut, outcome);
  }

  /** The transport threw what it must not: nobody knows what it has done. */
  int failUnexpectedly(Throwable thrown, Outcome outcome) {
    return fail(
        new Fault.Internal("the transport threw " + thrown.getClass().getName(), thrown), outcome);
  }

  /** Whether there is nothing left to send an alert to. */
  boolean isTransportGone() {
    return cancelled.get() != null || fault.get() instanceof Fault.Transport;
  }

  /** Gives the connection up: resets the transport, and with it every call that waits there. */
  void cancel(Fault why) {
    cancelled.compareAndSet(null, why);
    try {
      sink.abort();
    } finally {
      source.abort();
    }
  }

  /** Gives the connection up in a friendlier way, for when nobody waits there. */
  void close() {
    cancelled.compareAndSet(null, Fault.Cancelled.CLOSED);
    try {
      sink.close();
    } finally {
      source.close();
    }
  }
}
