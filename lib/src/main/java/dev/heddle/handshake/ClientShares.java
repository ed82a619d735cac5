package dev.heddle.handshake;

import java.util.Arrays;

/**
 * The key shares of a ClientHello (RFC 8446 section 4.2.8).
 *
 * @param groups in the order of the message; may be empty
 * @param shares the key_exchange of each
 */
record ClientShares(int[] groups, Octets[] shares) {

  /** Reads the body of the extension. */
  static ClientShares read(Octets body, String what) throws BrokenRuleException {
    Octets list = body.vector16(what);
    int[] groups = new int[USUAL];
    Octets[] shares = new Octets[USUAL];
    int count = 0;
    String each = what + ": a share";
    while (!list.isEmpty()) {
      if (count == groups.length) {
        groups = Arrays.copyOf(groups, 2 * count);
        shares = Arrays.copyOf(shares, 2 * count);
      }
      groups[count] = list.u16(each);
      shares[count++] = list.vector16(each).notEmpty(each);
    }
    return new ClientShares(Arrays.copyOf(groups, count), Arrays.copyOf(shares, count));
  }

  /**
   * Demands one share at most of each group, of groups that are offered alone, and that each has
   * the form of its group where we know that.
   *
   * @param offered the client's supported_groups
   */
  void requireFit(int[] offered, String what) throws BrokenRuleException {
    if (groups.length > MOST) {
      throw BrokenRuleException.illegal(what + " has more than " + MOST + " shares");
    }
    for (int i = 0; i < groups.length; i++) {
      if (indexOf(groups, groups[i]) < i) {
        throw BrokenRuleException.illegal(what + " has two shares of " + Numbers.group(groups[i]));
      }
      if (indexOf(offered, groups[i]) < 0) {
        throw BrokenRuleException.illegal(
            what + ": " + Numbers.group(groups[i]) + " is not in supported_groups");
      }
      KeyShares.requireClientShare(groups[i], shares[i].again(), what);
    }
  }

  /** Demands one share alone, of the group that we have asked for (RFC 8446 section 4.1.2). */
  void requireOnly(int group, String what) throws BrokenRuleException {
    if (groups.length != 1 || groups[0] != group) {
      throw BrokenRuleException.illegal(
          what + " is not one share of " + Numbers.group(group) + ", which was asked for");
    }
  }

  private static int indexOf(int[] values, int wanted) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static final int USUAL = 4;

  /** There are hardly more groups than that, and looking for doubles takes this squared. */
  private static final int MOST = 32;
}
