package dev.heddle.jsse;

import dev.heddle.config.AlpnSelectCallback;
import dev.heddle.config.ClientHelloCallback;

/** Has a server's SNI matchers and its ALPN selector answer; both belong to the connection. */
final class HelloBridge {

  /** Refuses a name that none of the connection's matchers of its kind takes. */
  static final ClientHelloCallback SERVER_NAMES = null;

  /** Asks {@link Connection#selectApplicationProtocol}. */
  static final AlpnSelectCallback SELECTOR = null;

  private HelloBridge() {}
}
