package dev.heddle.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a client's pre_shared_key offers (RFC 8446 section 4.2.11). */
public final class OfferedPsks {

  private final Octets identities;

  private OfferedPsks(Octets identities) {
    this.identities = identities;
  }

  /** Reads the body to its end, and judges its form. */
  static OfferedPsks read(Octets body, String what) throws BrokenRuleException {
    int identities = 0;
    String identity = what + ": an identity";
    Octets list = body.vector16(identity).notEmpty(identity);
    OfferedPsks offered = new OfferedPsks(list.again());
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
    return offered;
  }

  /**
   * The identities, which for a session are its ticket, in the client's order.
   *
   * @param most those beyond are left out
   */
  public List<byte[]> identities(int most) {
    List<byte[]> found = new ArrayList<>();
    Octets list = identities.again();
    while (!list.isEmpty() && found.size() < most) {
      found.add(next(list).bytes());
    }
    return found;
  }

  /** Whether an identity is among them. */
  public boolean has(byte[] identity) {
    Octets list = identities.again();
    while (!list.isEmpty()) {
      if (next(list).equalTo(identity)) {
        return true;
      }
    }
    return false;
  }

  /** Whether these are some of the others, or all, in the same order. */
  boolean isPartOf(OfferedPsks others) {
    Octets list = identities.again();
    Octets remaining = others.identities.again();
    while (!list.isEmpty()) {
      Octets each = next(list);
      boolean found = false;
      while (!found && !remaining.isEmpty()) {
        found = next(remaining).equalTo(each);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /**
   * The body of the extension with zeros where it says how old each ticket is.
   *
   * @param body of a form that has been judged
   */
  public static byte[] withoutAges(byte[] body) {
    byte[] changed = body.clone();
    int end = 2 + u16(body, 0);
    for (int pos = 2; pos < end; pos += AGE) {
      pos += 2 + u16(body, pos);
      Arrays.fill(changed, pos, pos + AGE, (byte) 0);
    }
    return changed;
  }

  private static int u16(byte[] b, int off) {
    return (b[off] & 0xff) << 8 | b[off + 1] & 0xff;
  }

  private static Octets next(Octets list) {
    try {
      Octets identity = list.vector16("");
      list.u32("");
      return identity;
    } catch (BrokenRuleException e) {
      throw new IllegalStateException("its form has been judged", e);
    }
  }

  private static final int AGE = 4;
  private static final int SHORTEST_BINDER = 32;
}
