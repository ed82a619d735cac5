package dev.heddle.drivers;

/** What a client meets. Every driver is to pass them all: {@link DriverMatrix}. */
public enum Scenario {
  /** The server is who it should be. */
  GOOD,
  /** The server's certificate hangs from a root that the client does not trust. */
  WRONG_CA,
  /** The server's certificate has run out. */
  EXPIRED,
  /** The server's certificate is for another host. */
  WRONG_NAME,
  /** The server wants a certificate, and the client has one. */
  CLIENT_CERTIFICATE,
  /** The server wants a certificate, and the client has none. */
  NO_CLIENT_CERTIFICATE,
  /** The server wants a certificate, and gets one of an issuer that it does not know. */
  STRANGE_CLIENT_CERTIFICATE,
  /** The answer does not come within the client's read timeout. */
  READ_TIMEOUT,
  /** Another thread closes the connection while one waits for an answer. */
  CLOSE_WHILE_BLOCKED,
  /** The virtual thread that waits for an answer is interrupted. */
  INTERRUPT_WHILE_BLOCKED;

  /** Whether the server of this scenario wants the client's certificate. */
  public boolean wantsClientCertificate() {
    return this == CLIENT_CERTIFICATE
        || this == NO_CLIENT_CERTIFICATE
        || this == STRANGE_CLIENT_CERTIFICATE;
  }
}
