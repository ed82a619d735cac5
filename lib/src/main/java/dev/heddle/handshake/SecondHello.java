package dev.heddle.handshake;

import java.util.Arrays;

/**
 * What a client may change when it answers a HelloRetryRequest (RFC 8446 section 4.1.2): its key
 * shares, to the one that was asked for, early_data, which goes away, cookie, which comes back,
 * pre_shared_key, whose identities may become fewer, and padding.
 *
 * @param first a copy of the hello that was answered
 * @param group what we have asked for
 * @param cookie what we have sent; null for none
 */
record SecondHello(ClientHello first, int group, byte[] cookie) {

  /** Judges the second hello, whose form has been. */
  void check(ClientHello second) throws BrokenRuleException {
    require(first.legacyVersion() == second.legacyVersion(), "legacy_version");
    requireSame(first.random(), second.random(), "random");
    requireSame(first.sessionId(), second.sessionId(), "legacy_session_id");
    require(Arrays.equals(first.cipherSuites(), second.cipherSuites()), "cipher_suites");
    requireSame(
        first.compressionMethods(), second.compressionMethods(), "legacy_compression_methods");
    checkExtensions(first.extensions(), second.extensions());
    checkAnswer(second.extensions());
    checkPsks(second);
  }

  private void checkPsks(ClientHello second) throws BrokenRuleException {
    OfferedPsks now = second.offeredPsks();
    if (now != null && !now.isPartOf(first.offeredPsks())) {
      throw BrokenRuleException.illegal(
          WHERE + " has an identity in pre_shared_key which the first had not");
    }
  }

  private static void checkExtensions(Extensions before, Extensions after)
      throws BrokenRuleException {
    for (int type : before.types()) {
      if (!mayDiffer(type)) {
        Octets now = after.body(type);
        require(now != null && before.body(type).equalTo(now), ExtensionType.text(type));
      }
    }
    for (int type : after.types()) {
      if (!before.types().contains(type) && !mayComeNew(type)) {
        throw BrokenRuleException.illegal(
            WHERE + " has " + ExtensionType.text(type) + ", which the first had not");
      }
    }
  }

  private void checkAnswer(Extensions after) throws BrokenRuleException {
    if (after.has(ExtensionType.EARLY_DATA)) {
      throw BrokenRuleException.illegal(WHERE + " still has early_data");
    }
    if (cookie != null) {
      Octets back = after.body(ExtensionType.COOKIE);
      if (back == null || !back.vector16(WHERE).equalTo(cookie)) {
        throw BrokenRuleException.illegal(WHERE + " does not bring our cookie back");
      }
    }
    Octets shares = after.body(ExtensionType.KEY_SHARE);
    String what = WHERE + ": key_share";
    if (shares == null) {
      throw BrokenRuleException.missing(WHERE + " has no key_share");
    }
    ClientShares.read(shares, what).requireOnly(group, what);
    ClientHelloRules.checkShares(after);
  }

  private static boolean mayDiffer(int type) {
    ExtensionType known = ExtensionType.of(type);
    return known != null
        && switch (known) {
          case KEY_SHARE, EARLY_DATA, COOKIE, PRE_SHARED_KEY, PADDING -> true;
          default -> false;
        };
  }

  private static boolean mayComeNew(int type) {
    return type == ExtensionType.COOKIE.code() || type == ExtensionType.PADDING.code();
  }

  private static void requireSame(Octets before, Octets after, String field)
      throws BrokenRuleException {
    require(before.equalTo(after), field);
  }

  private static void require(boolean same, String field) throws BrokenRuleException {
    if (!same) {
      throw BrokenRuleException.illegal(WHERE + " changes " + field);
    }
  }

  private static final String WHERE = "the second ClientHello";
}
