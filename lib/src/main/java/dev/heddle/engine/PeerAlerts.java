package dev.heddle.engine;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.text.Printable;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * What a peer's fatal alert speaks of, where what has gone before leaves no doubt. Else the alert
 * stands alone: nothing is guessed.
 */
final class PeerAlerts {

  static Fault.PeerAlert fault(EndRules rules, int code) {
    return new Fault.PeerAlert(code, rules.client ? fromServer(rules, code) : fromAny(rules, code));
  }

  private static String fromServer(EndRules rules, int code) {
    boolean beforeServerHello = rules.lastMessage < 0 || rules.helloRetried;
    return switch (Alert.of(code)) {
      case PROTOCOL_VERSION ->
          beforeServerHello
              ? "no protocol version in common: offered "
                  + Offers.versions(Wire.versions(rules.config))
              : null;
      // RFC 8446 section 6.2: "unable to negotiate an acceptable set", and not which part of it.
      case HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY ->
          beforeServerHello ? Offers.ofClient(rules.config) : fromAny(rules, code);
      // RFC 7301 section 3.2.
      case NO_APPLICATION_PROTOCOL ->
          rules.config.alpnProtocols().isEmpty()
              ? null
              : "no application protocol in common: offered " + rules.config.alpnProtocols();
      // RFC 6066 section 3.
      case UNRECOGNIZED_NAME ->
          rules.config.serverName().map(name -> "the server does not know " + name).orElse(null);
      default -> fromAny(rules, code);
    };
  }

  private static String fromAny(EndRules rules, int code) {
    Alert alert = Alert.of(code);
    if (rules.certificateAsked && rules.ownChain.isEmpty()) {
      return speaksOfNone(alert, rules) ? noneShown(rules) : null;
    }
    return rules.ownChain.isEmpty() ? null : ofOurs(alert, rules);
  }

  /**
   * Whether an alert means that a certificate was missing. TLS 1.3 has one for that (RFC 8446
   * section 6.2); in TLS 1.2 it is handshake_failure (RFC 5246 section 7.4.6). Some send
   * bad_certificate in either, and where we have shown none there is no other to be bad.
   */
  private static boolean speaksOfNone(Alert alert, EndRules rules) {
    return switch (alert) {
      case CERTIFICATE_REQUIRED, BAD_CERTIFICATE, NO_CERTIFICATE -> true;
      case HANDSHAKE_FAILURE -> !rules.tls13 && !rules.handshakeDone;
      default -> false;
    };
  }

  private static String noneShown(EndRules rules) {
    return rules.noneFits == null
        ? "the server asks for a client certificate and none was given"
        : rules.noneFits;
  }

  private static String ofOurs(Alert alert, EndRules rules) {
    X509Certificate leaf = rules.ownChain.getFirst();
    X509Certificate last = rules.ownChain.getLast();
    String ours = "the peer refuses our certificate " + name(leaf.getSubjectX500Principal());
    return switch (alert) {
      case BAD_CERTIFICATE -> ours + " as bad";
      case UNSUPPORTED_CERTIFICATE ->
          ours + " as of a kind or for a purpose that it does not accept";
      case CERTIFICATE_REVOKED -> ours + " as revoked";
      case CERTIFICATE_EXPIRED ->
          ours + " as expired; it is valid until " + leaf.getNotAfter().toInstant();
      case CERTIFICATE_UNKNOWN -> ours + " without saying why";
      case UNKNOWN_CA ->
          ours
              + ": it does not trust the issuer "
              + name(last.getIssuerX500Principal())
              + ", at which the chain we sent ends";
      default -> null;
    };
  }

  private static String name(X500Principal principal) {
    return "'" + Printable.text(principal.getName()) + "'";
  }

  private PeerAlerts() {}
}
