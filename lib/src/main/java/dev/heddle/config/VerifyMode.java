package dev.heddle.config;

/**
 * What is asked of the peer's certificate: {@code SSL_CTX_set_verify(3)}. The chain is checked in
 * every mode, so that its result can be read; the mode says what follows from it.
 */
public enum VerifyMode {
  /**
   * {@code SSL_VERIFY_NONE}. A client goes on whatever the result; a server does not ask for a
   * certificate.
   */
  NONE,
  /**
   * {@code SSL_VERIFY_PEER}. A client refuses a server whose certificate does not verify; a server
   * asks for a certificate, goes on without one, and refuses one that does not verify.
   */
  PEER,
  /**
   * {@code SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT}. As {@link #PEER}, and a server also
   * refuses a client that has no certificate. For a client the same as {@link #PEER}.
   */
  REQUIRE
}
