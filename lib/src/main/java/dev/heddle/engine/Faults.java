package dev.heddle.engine;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.text.Printable;
import java.io.EOFException;
import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** Turns what bctls throws into a {@link Fault}: it has three exceptions for everything. */
final class Faults {

  /**
   * The fault behind an exception.
   *
   * @param thrown what bctls, or one of our overrides, threw
   * @param noted what our own code had to say before it threw; null if nothing
   * @param doing what was being done, for an internal error
   */
  static Fault of(Throwable thrown, Fault noted, String doing) {
    if (noted != null) {
      return noted;
    }
    if (thrown == null) {
      return new Fault.Internal(doing, null);
    }
    if (thrown instanceof TlsFatalAlertReceived received) {
      return new Fault.PeerAlert(received.getAlertDescription() & 0xff, null);
    }
    if (thrown instanceof TlsFatalAlert raised) {
      return ofRaised(raised, doing);
    }
    return new Fault.Internal(doing, thrown);
  }

  private static Fault ofRaised(TlsFatalAlert raised, String doing) {
    int code = raised.getAlertDescription() & 0xff;
    Alert alert = Alert.of(code);
    return switch (raised.getAlertDescription()) {
      case AlertDescription.internal_error -> new Fault.Internal(doing + detail(raised), raised);
      case AlertDescription.protocol_version ->
          new Fault.PeerIncompatible(alert, "no protocol version in common" + detail(raised));
      case AlertDescription.handshake_failure, AlertDescription.insufficient_security ->
          new Fault.PeerIncompatible(
              alert, "no cipher suite, group or signature scheme in common" + detail(raised));
      case AlertDescription.no_application_protocol ->
          new Fault.PeerIncompatible(alert, "no application protocol in common" + detail(raised));
      default -> new Fault.PeerBrokeRules(alert, clause(raised));
    };
  }

  /** For a message of the peer's that ends where bctls expected more of it. */
  static TlsFatalAlert tooShort(short type, EOFException thrown) {
    return new TlsFatalAlert(
        AlertDescription.decode_error,
        HandshakeType.getName(type) + " is shorter than its lengths say",
        thrown);
  }

  private static String detail(TlsFatalAlert raised) {
    String clause = ownWords(raised);
    return clause == null ? "" : " (" + clause + ")";
  }

  private static String clause(TlsFatalAlert raised) {
    String clause = ownWords(raised);
    return clause == null ? Alert.text(raised.getAlertDescription() & 0xff) : clause;
  }

  /** bctls prefixes its messages with the alert's name and number and a semicolon. */
  private static String ownWords(IOException raised) {
    String message = raised.getMessage();
    int semicolon = message == null ? -1 : message.indexOf(';');
    if (semicolon < 0) {
      // Whatever threw may quote the peer.
      return raised.getCause() == null ? null : Printable.text(raised.getCause().toString());
    }
    return Printable.text(message.substring(semicolon + 1).strip());
  }

  private Faults() {}
}
