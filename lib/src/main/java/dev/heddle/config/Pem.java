package dev.heddle.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** PEM files (RFC 7468), read with BouncyCastle's parser; no type of it leaves this class. */
final class Pem {

  private Pem() {}

  static List<X509Certificate> certificates(byte[] pem, String source) {
    throw new UnsupportedOperationException("not yet");
  }

  static PrivateKey privateKey(byte[] pem, String source) {
    throw new UnsupportedOperationException("not yet");
  }
}
