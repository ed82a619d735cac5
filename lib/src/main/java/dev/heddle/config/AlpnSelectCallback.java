package dev.heddle.config;

import java.util.List;

/**
 * Chooses a server's application protocol (RFC 7301): {@code SSL_CTX_set_alpn_select_cb(3)}. It
 * runs on the connection's own thread under no lock, may block, and must be safe for use by several
 * threads.
 */
@FunctionalInterface
public interface AlpnSelectCallback {

  /**
   * Chooses for one client; asked only if it offers any.
   *
   * @param offered what the client offers, the preferred one first, one char a byte; never empty
   * @param attachment what the program has given the connection to be known by; null for nothing
   * @return one of those offered; the empty string to go on without; null to end the handshake with
   *     the fatal alert no_application_protocol, as does one that was not offered
   */
  String select(List<String> offered, Object attachment);
}
