package dev.heddle.engine;

/** What one record, or one resumed message, has brought. */
public enum Step {
  /** Nothing the caller waits for: feed the next record, after sending what there is to send. */
  MORE,
  /** Application data: {@link TlsEngine#plain()} says where it lies. */
  PLAINTEXT,
  /** The handshake is complete, but for output still to be sent. */
  HANDSHAKE_DONE,
  /** The peer's close_notify: nothing it sends later will be read. */
  PEER_CLOSED,
  /** The ClientHello callback asked to be called again: {@link TlsEngine#resume()}. */
  CLIENT_HELLO_CALLBACK,
  /** The callback that chooses credentials asked to be called again: {@link TlsEngine#resume()}. */
  CERTIFICATE_CALLBACK,
  /** The connection has failed: {@link TlsEngine#fault()}; an alert may wait to be sent. */
  FAILED
}
