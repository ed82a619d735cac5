package dev.heddle.config;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** Walks through DER (X.690), as far as certificates need it here. */
final class Der {

  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  private Der() {}

  /**
   * The content of the next element, which is taken from the buffer.
   *
   * @throws RuntimeException if it has another tag, or is cut off
   */
  static ByteBuffer next(ByteBuffer der, int tag) {
    if ((der.get() & 0xFF) != tag) {
      throw new IllegalArgumentException("another tag");
    }
    int length = der.get() & 0xFF;
    if (length >= 0x80) {
      int more = length - 0x80;
      if (more < 1 || more > 3) {
        throw new IllegalArgumentException("of indefinite or absurd length");
      }
      length = 0;
      for (int i = 0; i < more; i++) {
        length = length << 8 | der.get() & 0xFF;
      }
    }
    if (length > der.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer content = der.slice(der.position(), length);
    der.position(der.position() + length);
    return content;
  }

  /** As {@link #next(ByteBuffer, int)}, whatever the tag is. */
  static ByteBuffer next(ByteBuffer der) {
    return next(der, der.get(der.position()) & 0xFF);
  }

  /**
   * A certificate in DER.
   *
   * @throws ConfigException if it has no encoding, as only one of a program's own making may
   */
  static byte[] encoding(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new ConfigException("a certificate that has no encoding", e);
    }
  }
}
