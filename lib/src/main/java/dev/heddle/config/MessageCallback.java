package dev.heddle.config;

/**
 * Shown each message of the protocol that a connection sends and receives: {@code
 * SSL_CTX_set_msg_callback(3)}. Handshake messages, alerts and change_cipher_spec are shown as they
 * are before encryption, with the header of the record each came in; application data is not shown,
 * nor are the headers of its records. Of secrets the messages hold none, but names, certificates
 * and tickets; {@link MessageTrace} prints them.
 *
 * <p>Called as the messages pass, by one thread at a time for a connection, with no lock held that
 * the other direction needs; it must not use the connection. Where the callback is {@value
 * #MOST_WAITING} messages behind, or {@value #MOST_WAITING_BYTES} bytes of them, what comes then is
 * left out. What it throws fails the connection. A callback that is shared by connections must be
 * safe for use by several threads.
 */
@FunctionalInterface
public interface MessageCallback {

  /**
   * A message has passed.
   *
   * @param sent true for ours, false for the peer's
   * @param version the protocol's version, for example 0x0304: the negotiated one, before that the
   *     highest that is enabled; for {@link #HEADER} that of the record, which says little
   * @param contentType {@link #HANDSHAKE} and so on: what the bytes are
   * @param bytes the callee's own: one handshake message with its header of 4 bytes; an alert's
   *     level and description; 1 for change_cipher_spec; a record's header of 5 bytes; or the true
   *     content type, 1 byte, of an encrypted record of TLS 1.3
   */
  void message(boolean sent, int version, int contentType, byte[] bytes);

  /** SSL3_RT_CHANGE_CIPHER_SPEC. */
  int CHANGE_CIPHER_SPEC = 20;

  /** SSL3_RT_ALERT. */
  int ALERT = 21;

  /** SSL3_RT_HANDSHAKE. */
  int HANDSHAKE = 22;

  /** SSL3_RT_HEADER: not a message, but the header of the record in which those that follow are. */
  int HEADER = 256;

  /** SSL3_RT_INNER_CONTENT_TYPE: what is in an encrypted record of TLS 1.3. */
  int INNER_CONTENT_TYPE = 257;

  /** How far the callback may be behind before messages are left out. */
  int MOST_WAITING = 1000;

  /** The same, in bytes; one message may be longer where none waits. */
  int MOST_WAITING_BYTES = 1 << 20;
}
