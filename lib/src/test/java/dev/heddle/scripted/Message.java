package dev.heddle.scripted;

/**
 * The steps of a handshake that a script can name: handshake messages, with those apart that share
 * a number, and the record that is no message.
 */
enum Message {
  HELLO_REQUEST(0),
  CLIENT_HELLO(1),
  /** The one that answers a HelloRetryRequest. */
  SECOND_CLIENT_HELLO(1),
  SERVER_HELLO(2),
  HELLO_RETRY_REQUEST(2),
  NEW_SESSION_TICKET(4),
  END_OF_EARLY_DATA(5),
  ENCRYPTED_EXTENSIONS(8),
  CERTIFICATE(11),
  SERVER_KEY_EXCHANGE(12),
  CERTIFICATE_REQUEST(13),
  SERVER_HELLO_DONE(14),
  CERTIFICATE_VERIFY(15),
  CLIENT_KEY_EXCHANGE(16),
  FINISHED(20),
  CERTIFICATE_STATUS(22),
  KEY_UPDATE(24),
  /** A record of its own type in TLS 1.2, not a handshake message. */
  CHANGE_CIPHER_SPEC(-1);

  /** The number on the wire (RFC 8446 appendix B.3). */
  final int code;

  Message(int code) {
    this.code = code;
  }

  /** The message with its header around a body. */
  byte[] framed(byte... body) {
    return Bytes.of(code).vec24(body).done();
  }
}
