package dev.heddle.demo.common;

import dev.heddle.config.HostName;

/**
 * Where to connect to.
 *
 * @param host a DNS name or an address literal without brackets
 * @param port 1 to 65535
 */
public record Target(String host, int port) {

  /**
   * Reads {@code name:443}, {@code 192.0.2.7:443} or {@code [2001:db8::7]:443}.
   *
   * @throws IllegalArgumentException with a message that quotes the text and says what is wrong
   */
  public static Target parse(String text) {
    if (text.contains("//")) {
      throw bad(text, "this is a URL; say HOST:PORT");
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw bad(text, "no port; say HOST:PORT");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") != host.endsWith("]")) {
      throw bad(text, "an IPv6 address is in brackets, with :PORT behind them");
    }
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
      if (host.indexOf(':') < 0) {
        throw bad(text, "only an IPv6 address is in brackets");
      }
    } else if (host.indexOf(':') >= 0) {
      throw bad(text, "an IPv6 address must be in brackets");
    }
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > MOST) {
      throw bad(text, "the port must be a number from 1 to " + MOST);
    }
    try {
      HostName.of(host);
    } catch (IllegalArgumentException e) {
      throw bad(text, e.getMessage());
    }
    return new Target(host, Integer.parseInt(port));
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(Lines.oneLine("\"" + text + "\": " + why));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static final int MOST = 65535;
}
