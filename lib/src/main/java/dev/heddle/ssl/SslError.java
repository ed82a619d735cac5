package dev.heddle.ssl;

/** What {@link Ssl#getError} answers: the SSL_ERROR_* values of SSL_get_error(3). */
public enum SslError {
  /** The call succeeded. */
  NONE(0),
  /** A fatal error of the library or the protocol; the error queue says which. */
  SSL(1),
  /** Call again once the source can be read. */
  WANT_READ(2),
  /** Call again once the sink can be written. */
  WANT_WRITE(3),
  /** Call again: the client certificate callback was not ready. */
  WANT_X509_LOOKUP(4),
  /** A fatal error of the transport; the error queue says which. */
  SYSCALL(5),
  /** The peer has sent close_notify: there is nothing more to read. */
  ZERO_RETURN(6),
  /** Call again once the transport has connected. */
  WANT_CONNECT(7),
  /** Call again once the transport has accepted a connection. */
  WANT_ACCEPT(8),
  /** Call again: the ClientHello callback was not ready. */
  WANT_CLIENT_HELLO_CB(11);

  private final int code;

  SslError(int code) {
    this.code = code;
  }

  /** OpenSSL's number for it. */
  public int code() {
    return code;
  }

  /** Whether the same call is to be made again later. */
  public boolean isWant() {
    return switch (this) {
      case WANT_READ,
          WANT_WRITE,
          WANT_X509_LOOKUP,
          WANT_CONNECT,
          WANT_ACCEPT,
          WANT_CLIENT_HELLO_CB ->
          true;
      case NONE, SSL, SYSCALL, ZERO_RETURN -> false;
    };
  }
}
