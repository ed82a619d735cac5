package dev.heddle.ssl;

/**
 * Told what happens on a connection (SSL_CTX_set_info_callback(3)): the start and the end of a
 * handshake and every alert. Called by the thread whose call brought it about, after that call's
 * work is done and with no lock held, in the order of events.
 */
@FunctionalInterface
public interface InfoCallback {

  /**
   * Something has happened.
   *
   * @param ssl the connection
   * @param where a combination of the constants below
   * @param ret for an alert, its level times 256 plus its description; else 1
   */
  void info(Ssl ssl, int where, int ret);

  /** SSL_CB_READ: the peer's, beside {@link #ALERT}. */
  int READ = 0x04;

  /** SSL_CB_WRITE: ours, beside {@link #ALERT}. */
  int WRITE = 0x08;

  /** SSL_CB_HANDSHAKE_START. */
  int HANDSHAKE_START = 0x10;

  /** SSL_CB_HANDSHAKE_DONE. */
  int HANDSHAKE_DONE = 0x20;

  /** SSL_CB_ALERT. */
  int ALERT = 0x4000;
}
