package dev.heddle.config;

import java.util.List;

/** Lists of cipher suites as OpenSSL spells them. */
public final class CipherSuites {

  private CipherSuites() {}

  /** A list of TLS 1.2 suites: {@code SSL_CTX_set_cipher_list(3)}. */
  public static List<CipherSuite> parse12(String list) {
    throw new UnsupportedOperationException("not yet");
  }

  /** A list of TLS 1.3 suites: {@code SSL_CTX_set_ciphersuites(3)}. */
  public static List<CipherSuite> parse13(String list) {
    throw new UnsupportedOperationException("not yet");
  }
}
