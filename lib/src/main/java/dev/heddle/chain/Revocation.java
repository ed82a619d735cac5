package dev.heddle.chain;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** What both kinds of evidence, staple and CRL, have in common to say about a revocation. */
final class Revocation {

  private Revocation() {}

  /**
   * That a certificate is revoked, in one clause.
   *
   * @param reason the number of RFC 5280 section 5.3.1; -1 if none was given
   * @param evidence who says so, for example {@code by the OCSP staple}
   */
  static String text(
      X509Certificate certificate, Instant when, int reason, String evidence, Instant now) {
    return "certificate was revoked on "
        + ChainText.time(when, now)
        + ", that of "
        + ChainText.subject(certificate)
        + (reason < 0 ? "" : ", for " + reason(reason))
        + ", "
        + evidence;
  }

  private static String reason(int number) {
    return number < REASONS.length ? REASONS[number] : "reason " + number;
  }

  private static final String[] REASONS = {
    "unspecified reasons",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "reason 7",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise"
  };
}
