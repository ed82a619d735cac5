package dev.heddle.preamble;

import dev.heddle.fault.Phase;

/**
 * The way to a server through a proxy. The proxy is told the server's name, if it has one, and
 * looks it up; TLS is with the server, so the proxy sees who is connected and how much is said, and
 * no more. The proxy itself is spoken to in the clear, the password included.
 *
 * <p>Immutable.
 */
public abstract sealed class Proxy implements Preamble permits Socks5, HttpConnect {

  private final String host;
  private final int port;

  Proxy(String host, int port) {
    Hosts.check(host, port);
    this.host = host;
    this.port = port;
  }

  /**
   * A SOCKS version 5 proxy that asks for no login (RFC 1928).
   *
   * @param host the proxy's name or address literal without brackets
   * @param port 1 to 65535; 1080 is usual
   * @throws IllegalArgumentException if host or port is none
   */
  public static Proxy socks5(String host, int port) {
    return new Socks5(host, port, null);
  }

  /**
   * A SOCKS version 5 proxy, with a login if it wants one (RFC 1928, RFC 1929).
   *
   * @param user 1 to 255 bytes in UTF-8
   * @param password 1 to 255 bytes in UTF-8; copied
   * @throws IllegalArgumentException if one of them has another length, or host or port is none
   */
  public static Proxy socks5(String host, int port, String user, char[] password) {
    return new Socks5(host, port, new Login(user, password));
  }

  /**
   * A proxy of HTTP that is asked to CONNECT (RFC 9110 section 9.3.6).
   *
   * @param host the proxy's name or address literal without brackets
   * @param port 1 to 65535
   * @throws IllegalArgumentException if host or port is none
   */
  public static Proxy httpConnect(String host, int port) {
    return new HttpConnect(host, port, null);
  }

  /**
   * A proxy of HTTP that is asked to CONNECT, and given the login at once, by the Basic scheme (RFC
   * 7617).
   *
   * @param user without a colon or control character
   * @param password without a control character; copied
   * @throws IllegalArgumentException if one of them has such, or host or port is none
   */
  public static Proxy httpConnect(String host, int port, String user, char[] password) {
    return new HttpConnect(host, port, new Login(user, password));
  }

  /** The proxy's name or address literal. */
  public final String host() {
    return host;
  }

  /** The proxy's port. */
  public final int port() {
    return port;
  }

  /** {@link Phase#PROXY}. */
  @Override
  public final Phase phase() {
    return Phase.PROXY;
  }

  /** {@code SOCKS5 proxy.example:1080}, without the login. */
  @Override
  public final String toString() {
    return protocol() + " " + Hosts.text(host, port);
  }
}
