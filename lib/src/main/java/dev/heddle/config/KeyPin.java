package dev.heddle.config;

import dev.heddle.text.Printable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key by the SHA-256 digest of its SubjectPublicKeyInfo: a pin of RFC 7469 section 2.4. It
 * stays the same when a certificate is renewed for the same key. Immutable.
 */
public final class KeyPin {

  private static final String PREFIX = "sha256/";

  private final byte[] digest;

  private KeyPin(byte[] digest) {
    this.digest = digest;
  }

  /**
   * A pin from its text.
   *
   * @param text {@code sha256/} and the digest in Base64; {@code sha256//}, as {@code curl
   *     --pinnedpubkey} has it, is the same
   * @throws ConfigException naming the text if it is no such pin
   */
  public static KeyPin parse(String text) {
    String base64 =
        text.startsWith(PREFIX + "/")
            ? text.substring(PREFIX.length() + 1)
            : text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
    byte[] digest = base64 == null ? null : decoded(base64);
    if (digest == null && text.startsWith(PREFIX + "/")) {
      // The second slash was the first character of the Base64.
      digest = decoded(text.substring(PREFIX.length()));
    }
    if (digest == null) {
      throw new ConfigException(
          "'"
              + Printable.text(text)
              + "' is no pin of a public key: sha256/ and 32 bytes in Base64 are expected");
    }
    return new KeyPin(digest);
  }

  private static byte[] decoded(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == 32 ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The pin of a certificate's key. */
  public static KeyPin of(X509Certificate certificate) {
    try {
      return new KeyPin(MessageDigest.getInstance("SHA-256").digest(keyInfo(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * As it stands in the certificate: a key may encode itself in another way. RFC 5280 section 4.1:
   * it is the seventh field, or the sixth where the version is left out.
   */
  private static byte[] keyInfo(X509Certificate certificate) {
    try {
      ByteBuffer fields = Der.next(ByteBuffer.wrap(certificate.getTBSCertificate()), Der.SEQUENCE);
      boolean hasVersion = (fields.get(fields.position()) & 0xFF) == VERSION;
      for (int before = hasVersion ? 6 : 5; before > 0; before--) {
        Der.next(fields);
      }
      int start = fields.position();
      Der.next(fields, Der.SEQUENCE);
      byte[] info = new byte[fields.position() - start];
      fields.get(start, info);
      return info;
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that has no encoding", e);
    }
  }

  /** Whether the certificate has this key. */
  public boolean matches(X509Certificate certificate) {
    return equals(of(certificate));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPin that && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** The text {@link #parse} reads: {@code sha256/} and the digest in Base64. */
  @Override
  public String toString() {
    return PREFIX + Base64.getEncoder().encodeToString(digest);
  }

  private static final int VERSION = 0xA0;
}
