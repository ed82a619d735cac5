package dev.heddle.fanout;

import dev.heddle.config.HostName;
import dev.heddle.text.Printable;

/**
 * Whom to connect to.
 *
 * @param host a DNS name, or an address literal without brackets
 * @param port 1 to 65535
 */
public record Target(String host, int port) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the host is neither name nor address, or the port is out of
   *     its range
   */
  public Target {
    HostName.of(host);
    if (port < 1 || port > MOST) {
      throw new IllegalArgumentException(PORTS + ", not " + port);
    }
  }

  /**
   * Reads {@code name:443}, {@code 192.0.2.7:443} or {@code [2001:db8::7]:443}.
   *
   * @throws IllegalArgumentException with a message that quotes the text, escaped, and says what is
   *     wrong
   */
  public static Target parse(String text) {
    return parse(text, NONE);
  }

  /**
   * As {@link #parse(String)}, but the port may be missing. An IPv6 address is in brackets all the
   * same.
   *
   * @param defaultPort the port to take then, 1 to 65535
   */
  public static Target parse(String text, int defaultPort) {
    if (text.contains("//")) {
      throw bad(text, "this is a URL; say HOST:PORT");
    }
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    if (colon < 0 && defaultPort == NONE) {
      throw bad(text, "no port; say HOST:PORT");
    }
    String host = host(text, colon < 0 ? text : text.substring(0, colon));
    int port = colon < 0 ? defaultPort : port(text, text.substring(colon + 1));
    try {
      return new Target(host, port);
    } catch (IllegalArgumentException e) {
      throw bad(text, e.getMessage());
    }
  }

  private static String host(String text, String host) {
    if (host.startsWith("[") != host.endsWith("]")) {
      throw bad(text, "an IPv6 address is in brackets, with :PORT behind them");
    }
    if (!host.startsWith("[")) {
      if (host.indexOf(':') >= 0) {
        throw bad(text, "an IPv6 address must be in brackets");
      }
      return host;
    }
    String inside = host.substring(1, host.length() - 1);
    if (inside.indexOf(':') < 0) {
      throw bad(text, "only an IPv6 address is in brackets");
    }
    return inside;
  }

  private static int port(String text, String port) {
    if (!port.matches("[0-9]{1,5}")) {
      throw bad(text, PORTS);
    }
    return Integer.parseInt(port);
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("\"" + Printable.text(text) + "\": " + why);
  }

  /** As {@link #parse(String)} reads it. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static final int NONE = 0;
  private static final int MOST = 65535;
  private static final String PORTS = "the port must be a number from 1 to " + MOST;
}
