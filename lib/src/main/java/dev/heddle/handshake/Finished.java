package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;

/** A Finished message from either side (RFC 8446 section 4.4.4, RFC 5246 section 7.4.9). */
final class Finished {

  private static final String WHERE = "Finished: verify_data";

  private Finished() {}

  /** Judges TLS 1.3's, which is as long as the suite's hash. */
  static void check13(Octets body, CipherSuite suite) throws BrokenRuleException {
    check(body, suite.hashLength());
  }

  /** Judges TLS 1.2's. */
  static void check12(Octets body) throws BrokenRuleException {
    check(body, 12);
  }

  private static void check(Octets body, int length) throws BrokenRuleException {
    body.take(length, WHERE);
    body.end(WHERE);
  }
}
