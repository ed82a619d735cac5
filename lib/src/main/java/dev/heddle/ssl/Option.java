package dev.heddle.ssl;

/** The SSL_OP_* flags of SSL_CTX_set_options(3) that mean something here. */
public enum Option {
  /**
   * An end of the stream without close_notify counts as one with it: reads answer 0 with {@link
   * SslError#ZERO_RETURN}. Off by default: a cut-off stream must not pass for a complete one.
   */
  IGNORE_UNEXPECTED_EOF
}
