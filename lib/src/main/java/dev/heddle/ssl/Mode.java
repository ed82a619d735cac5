package dev.heddle.ssl;

/** The SSL_MODE_* flags of SSL_CTX_set_mode(3). */
public enum Mode {
  /** A write may return once a single record is out. Off by default. */
  ENABLE_PARTIAL_WRITE,
  /** A repeated write may pass another array with the same bytes. Off by default. */
  ACCEPT_MOVING_WRITE_BUFFER,
  /** A read goes on after a record that held no application data. On by default. */
  AUTO_RETRY
}
