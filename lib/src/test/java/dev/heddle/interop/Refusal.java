package dev.heddle.interop;

import dev.heddle.fault.Alert;

/** A connection has failed, as one end tells it. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  /** The peer's alert; null if it sent none. */
  final Alert received;

  /** Our alert; null if there was none or the end does not tell. */
  final Alert sent;

  /** What verifying the peer gave, an X509_V_ERR number; -1 if the end does not tell. */
  final int verifyCode;

  Refusal(String message, Alert received, Alert sent, int verifyCode, Throwable cause) {
    super(message, cause);
    this.received = received;
    this.sent = sent;
    this.verifyCode = verifyCode;
  }
}
