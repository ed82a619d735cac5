package dev.heddle.handshake;

/** The server_name extension of a client (RFC 6066 section 3). */
final class ServerName {

  /**
   * Reads the list.
   *
   * @return the host_name; null if there are only names of other types
   */
  static String read(Octets body, String what) throws BrokenRuleException {
    Octets list = body.vector16(what).notEmpty(what);
    String hostName = null;
    while (!list.isEmpty()) {
      int type = list.u8(what);
      // Names of types to come begin with a length of two bytes, too.
      Octets name = list.vector16(what).notEmpty(what);
      if (type == HOST_NAME) {
        if (hostName != null) {
          throw BrokenRuleException.illegal(what + " has two names of type host_name");
        }
        hostName = hostName(name, what + ": host_name");
      }
    }
    return hostName;
  }

  /**
   * What no DNS name has is refused. An address, or a dot at the end, is not permitted either, but
   * libssl and others have always let it pass, and it does no harm: no certificate is for it.
   */
  private static String hostName(Octets name, String what) throws BrokenRuleException {
    if (name.remaining() > MOST_BYTES) {
      throw BrokenRuleException.illegal(what + " is longer than " + MOST_BYTES + " bytes");
    }
    String text = name.latin1();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        throw BrokenRuleException.illegal(what + " is not a DNS name in ASCII");
      }
    }
    return text;
  }

  private static final int HOST_NAME = 0;

  /** As many as libssl takes; a DNS name has 253 at most. */
  private static final int MOST_BYTES = 255;

  private ServerName() {}
}
