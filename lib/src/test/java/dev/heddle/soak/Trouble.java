package dev.heddle.soak;

import dev.heddle.fault.Fault;
import java.util.EnumSet;
import java.util.Set;

/** What breaks a connection, and how its ends may find it then. */
enum Trouble {
  NONE,
  /** Both directions end, with FIN. */
  CUT(Finding.TRUNCATED, Finding.TRANSPORT),
  /** One direction ends, with FIN. */
  HALF_CUT(Finding.TRUNCATED, Finding.TRANSPORT),
  /** Both directions end, with RST. */
  RESET(Finding.TRUNCATED, Finding.TRANSPORT),
  /** Nothing passes any more; the ends give up after a while. */
  STALL(Finding.TRUNCATED, Finding.TRANSPORT, Finding.CLOSED),
  /** A bit is changed. */
  FLIP(
      Finding.TRUNCATED,
      Finding.TRANSPORT,
      Finding.CLOSED,
      Finding.REFUSED,
      Finding.ALERT,
      Finding.CERTIFICATE),
  /** One of an end's threads is interrupted. */
  INTERRUPT(Finding.TRUNCATED, Finding.TRANSPORT, Finding.INTERRUPTED),
  /** A thread that has nothing to do with it closes one end. */
  CLOSE(Finding.TRUNCATED, Finding.TRANSPORT, Finding.CLOSED),
  /** One end's transport throws an exception that it must not throw. */
  THROW(Finding.TRUNCATED, Finding.TRANSPORT, Finding.ALERT, Finding.INTERNAL),
  /** The client does not show the certificate that the server demands. */
  NO_CERTIFICATE(Finding.CERTIFICATE, Finding.ALERT, Finding.TRANSPORT, Finding.TRUNCATED),
  /** The server's certificate is for somebody else. */
  WRONG_NAME(Finding.CERTIFICATE, Finding.ALERT, Finding.TRANSPORT, Finding.TRUNCATED),
  /** The client's verify callback throws. */
  CALLBACK_THROWS(Finding.INTERNAL, Finding.ALERT, Finding.TRANSPORT, Finding.TRUNCATED),
  /** The listener does not answer; the client is interrupted, closed, or out of time. */
  STUCK_CONNECT(Finding.TRANSPORT, Finding.INTERRUPTED, Finding.CLOSED);

  /** The outcomes that are told apart. */
  enum Finding {
    TRUNCATED,
    TRANSPORT,
    INTERRUPTED,
    CLOSED,
    ALERT,
    REFUSED,
    CERTIFICATE,
    INTERNAL,
    MISUSE;

    static Finding of(Fault fault) {
      return switch (fault) {
        case Fault.PeerAlert f -> ALERT;
        case Fault.PeerBrokeRules f -> REFUSED;
        case Fault.PeerIncompatible f -> REFUSED;
        case Fault.Refused f -> REFUSED;
        case Fault.NotTls f -> REFUSED;
        case Fault.Truncated f -> TRUNCATED;
        case Fault.BadCertificate f -> CERTIFICATE;
        case Fault.Transport f -> TRANSPORT;
        case Fault.TimedOut f -> TRANSPORT;
        case Fault.Cancelled f -> f.equals(Fault.Cancelled.INTERRUPTED) ? INTERRUPTED : CLOSED;
        case Fault.Misuse f -> MISUSE;
        case Fault.Internal f -> INTERNAL;
      };
    }
  }

  private final Set<Finding> findings = EnumSet.noneOf(Finding.class);

  Trouble(Finding... findings) {
    this.findings.addAll(Set.of(findings));
  }

  /** Whether this may be why a call failed. */
  boolean explains(Fault fault) {
    return findings.contains(Finding.of(fault));
  }

  /** Whether it comes with the handshake, and not at a byte of the stream. */
  boolean isSettled() {
    return this == NO_CERTIFICATE
        || this == WRONG_NAME
        || this == CALLBACK_THROWS
        || this == STUCK_CONNECT;
  }

  /** Whether the ends may have to give up by themselves, soon. */
  boolean isSilent() {
    return this == STALL || this == FLIP;
  }
}
