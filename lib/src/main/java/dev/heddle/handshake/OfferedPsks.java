package dev.heddle.handshake;

/** The form of a client's pre_shared_key (RFC 8446 section 4.2.11). */
final class OfferedPsks {

  static void read(Octets body, String what) throws BrokenRuleException {
    int identities = 0;
    Octets list = body.vector16(what + ": identities").notEmpty(what + ": identities");
    while (!list.isEmpty()) {
      list.vector16(what + ": an identity").notEmpty(what + ": an identity");
      list.u32(what + ": obfuscated_ticket_age");
      identities++;
    }
    int binders = 0;
    list = body.vector16(what + ": binders").notEmpty(what + ": binders");
    while (!list.isEmpty()) {
      if (list.vector8(what + ": a binder").remaining() < SHORTEST_BINDER) {
        throw BrokenRuleException.decode(
            what + ": a binder is shorter than " + SHORTEST_BINDER + " bytes");
      }
      binders++;
    }
    if (identities != binders) {
      throw BrokenRuleException.illegal(
          what + " has " + identities + " identities and " + binders + " binders");
    }
  }

  private static final int SHORTEST_BINDER = 32;

  private OfferedPsks() {}
}
