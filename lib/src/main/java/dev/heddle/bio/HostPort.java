package dev.heddle.bio;

import dev.heddle.text.Printable;

/**
 * A host and a port as OpenSSL writes them together, see {@code BIO_parse_hostserv(3)}; an IPv6
 * address is in brackets.
 *
 * @param host the name or literal without brackets; empty for "any" of a listener
 * @param port 0 to 65535
 */
record HostPort(String host, int port) {

  HostPort {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** {@code name:1234}, {@code 192.0.2.7:1234} or {@code [2001:db8::7]:1234}. */
  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw bad(text, "no port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw bad(text, "an IPv6 address must be in brackets");
    }
    String port = text.substring(colon + 1);
    if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw bad(text, "the port is not a number");
    }
    return new HostPort(host, Integer.parseInt(port));
  }

  /** As {@link #parse}, and a port alone or a host of {@code *} stands for any interface. */
  static HostPort parseListener(String text) {
    HostPort parsed = parse(text.indexOf(':') < 0 ? ":" + text : text);
    return parsed.host.equals("*") ? new HostPort("", parsed.port) : parsed;
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("\"" + Printable.text(text) + "\": " + why);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
