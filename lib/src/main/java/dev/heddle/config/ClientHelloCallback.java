package dev.heddle.config;

/**
 * Called by a server for each ClientHello before it is acted on: {@code
 * SSL_CTX_set_client_hello_cb(3)}. It runs on the connection's own thread under no lock; the
 * callback is shared by all connections of a configuration and must be safe for use by several
 * threads.
 */
@FunctionalInterface
public interface ClientHelloCallback {

  /**
   * Decides about one ClientHello.
   *
   * @param hello what the client sent; never null
   * @return what to do; null counts as {@link Result#REFUSE}
   */
  Result onClientHello(ClientHelloInfo hello);

  /**
   * As the other method, told whose connection it is. This is what is called; the default passes
   * the hello on.
   *
   * @param attachment what the program has given the connection to be known by; null for nothing
   */
  default Result onClientHello(ClientHelloInfo hello, Object attachment) {
    return onClientHello(hello);
  }

  /** What the callback wants. */
  enum Result {
    /** {@code SSL_CLIENT_HELLO_SUCCESS}: go on. */
    SUCCESS,
    /**
     * {@code SSL_CLIENT_HELLO_RETRY}: leave the handshake with WANT_CLIENT_HELLO_CB; the next call
     * asks again with the same ClientHello.
     */
    RETRY,
    /**
     * {@code SSL_CLIENT_HELLO_ERROR}: end the handshake with the fatal alert access_denied. The
     * OpenSSL callback names the alert itself.
     */
    REFUSE,
    /** {@code SSL_CLIENT_HELLO_ERROR} with the fatal alert unrecognized_name (RFC 6066 3). */
    REFUSE_NAME
  }
}
