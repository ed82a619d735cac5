package dev.heddle.fuzz;

import dev.heddle.config.Credentials;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.HexFormat;

/**
 * Signs what a fuzzer has made, so that the check of a signature does not stop everything that
 * comes after it: X.509's form of contents, algorithm and signature, with ECDSA and SHA-256.
 */
final class Signed {

  /**
   * A certificate, a CRL or an OCSP response of their contents.
   *
   * @param signer with a P-256 key
   */
  static byte[] of(byte[] contents, Credentials signer) {
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initSign(signer.privateKey());
      ecdsa.update(contents);
      byte[] signature = ecdsa.sign();
      return der(SEQUENCE, contents, ALGORITHM, der(BIT_STRING, new byte[1], signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A DER element of these parts (X.690 section 8.1). */
  static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x80) {
      int octets = length >= 1 << 16 ? 3 : length >= 1 << 8 ? 2 : 1;
      out.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift > 0; shift -= 8) {
        out.write(length >> shift);
      }
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static final int SEQUENCE = 0x30;
  static final int OCTET_STRING = 4;
  private static final int BIT_STRING = 3;

  /** ecdsa-with-SHA256 (RFC 5758 section 3.2). */
  private static final byte[] ALGORITHM = HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private Signed() {}
}
