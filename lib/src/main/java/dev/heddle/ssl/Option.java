package dev.heddle.ssl;

/** The SSL_OP_* flags of SSL_CTX_set_options(3) that mean something here. */
public enum Option {
  /**
   * An end of the stream without close_notify counts as one with it: reads answer 0 with {@link
   * SslError#ZERO_RETURN}. Off by default: a cut-off stream must not pass for a complete one.
   */
  IGNORE_UNEXPECTED_EOF,
  /**
   * A server issues no tickets that hold a session: it keeps TLS 1.2 sessions in its cache under an
   * id, and sends tickets of TLS 1.3 that only stand for a session in the cache, which is resumed
   * once. Off by default. At a client it says nothing.
   */
  NO_TICKET
}
