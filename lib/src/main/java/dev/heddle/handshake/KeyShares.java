package dev.heddle.handshake;

/**
 * How long a group's shares are, and how they begin (RFC 8446 section 4.2.8, RFC 7919,
 * draft-ietf-tls-ecdhe-mlkem). Whether a point is on its curve is for the key agreement to say.
 */
final class KeyShares {

  private KeyShares() {}

  /** Demands a share of a client that has the form of its group; of unknown groups nothing. */
  static void requireClientShare(int group, Octets share, String where) throws BrokenRuleException {
    require(group, share, clientLength(group), where);
  }

  /** Demands a share of a server that has the form of its group; of unknown groups nothing. */
  static void requireServerShare(int group, Octets share, String where) throws BrokenRuleException {
    require(group, share, serverLength(group), where);
  }

  private static void require(int group, Octets share, int length, String where)
      throws BrokenRuleException {
    if (length < 0) {
      return;
    }
    if (share.remaining() != length) {
      throw BrokenRuleException.illegal(
          String.format(
              "%s: a share of %d bytes for %s, which takes %d",
              where, share.remaining(), Numbers.group(group), length));
    }
    if (beginsWithPoint(group) && share.again().u8(where) != UNCOMPRESSED) {
      // RFC 8446 section 4.2.8.2: there is no other form of a point.
      throw BrokenRuleException.illegal(
          where + ": the point for " + Numbers.group(group) + " is not uncompressed");
    }
  }

  /** The length of an ephemeral key in plain groups; -1 for one that is not known. */
  private static int plainLength(int group) {
    return switch (group) {
      case P256 -> 65;
      case P384 -> 97;
      case P521 -> 133;
      case X25519 -> 32;
      case X448 -> 56;
      case FFDHE2048 -> 256;
      case FFDHE3072 -> 384;
      case FFDHE4096 -> 512;
      case FFDHE6144 -> 768;
      case FFDHE8192 -> 1024;
      default -> -1;
    };
  }

  /** A client sends an encapsulation key of ML-KEM. */
  private static int clientLength(int group) {
    return switch (group) {
      case X25519MLKEM768 -> 1184 + 32;
      case SECP256R1MLKEM768 -> 65 + 1184;
      case SECP384R1MLKEM1024 -> 97 + 1568;
      default -> plainLength(group);
    };
  }

  /** A server sends a ciphertext of ML-KEM. */
  private static int serverLength(int group) {
    return switch (group) {
      case X25519MLKEM768 -> 1088 + 32;
      case SECP256R1MLKEM768 -> 65 + 1088;
      case SECP384R1MLKEM1024 -> 97 + 1568;
      default -> plainLength(group);
    };
  }

  /** Whether a group is a curve alone, and so one of TLS 1.2, too. */
  static boolean isCurve(int group) {
    return switch (group) {
      case P256, P384, P521, X25519, X448 -> true;
      default -> false;
    };
  }

  private static boolean beginsWithPoint(int group) {
    return switch (group) {
      case P256, P384, P521, SECP256R1MLKEM768, SECP384R1MLKEM1024 -> true;
      default -> false;
    };
  }

  private static final int UNCOMPRESSED = 4;

  private static final int P256 = 0x0017;
  private static final int P384 = 0x0018;
  private static final int P521 = 0x0019;
  private static final int X25519 = 0x001D;
  private static final int X448 = 0x001E;
  private static final int FFDHE2048 = 0x0100;
  private static final int FFDHE3072 = 0x0101;
  private static final int FFDHE4096 = 0x0102;
  private static final int FFDHE6144 = 0x0103;
  private static final int FFDHE8192 = 0x0104;
  private static final int SECP256R1MLKEM768 = 0x11EB;
  private static final int X25519MLKEM768 = 0x11EC;
  private static final int SECP384R1MLKEM1024 = 0x11ED;
}
