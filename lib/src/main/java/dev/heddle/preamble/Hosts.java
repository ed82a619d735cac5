package dev.heddle.preamble;

import dev.heddle.text.IpLiteral;
import dev.heddle.text.Printable;

/** Hosts and ports as they are said to a peer: nothing that could end a line or begin another. */
final class Hosts {

  /**
   * Checks what a host and port are made of.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static void check(String host, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
    }
    boolean name = host.length() <= LONGEST && host.matches("[A-Za-z0-9._-]+");
    if (!name && (host.startsWith("[") || IpLiteral.parse(host) == null)) {
      throw new IllegalArgumentException("\"" + Printable.text(host) + "\" is no host");
    }
    if (host.indexOf('%') >= 0 && !host.matches("[0-9A-Fa-f:.]+%[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("\"" + Printable.text(host) + "\" has no proper zone");
    }
  }

  /** {@code name:1234}, {@code 192.0.2.7:1234} or {@code [2001:db8::7]:1234}. */
  static String text(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static final int LONGEST = 253;

  private Hosts() {}
}
