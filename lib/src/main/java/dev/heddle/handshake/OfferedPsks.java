package dev.heddle.handshake;

/** The form of a client's pre_shared_key (RFC 8446 section 4.2.11). */
final class OfferedPsks {

  static void read(Octets body, String what) throws BrokenRuleException {
    int identities = 0;
    String identity = what + ": an identity";
    Octets list = body.vector16(identity).notEmpty(identity);
    while (!list.isEmpty()) {
      list.vector16(identity).notEmpty(identity);
      list.u32(identity);
      identities++;
    }
    int binders = 0;
    String binder = what + ": a binder";
    list = body.vector16(binder).notEmpty(binder);
    while (!list.isEmpty()) {
      if (list.vector8(binder).remaining() < SHORTEST_BINDER) {
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
