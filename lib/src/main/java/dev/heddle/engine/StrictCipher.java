package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;

/**
 * Record protection with what bctls does not look at. A record too short to be one is like any
 * other that cannot be opened (RFC 8446 section 5.2, RFC 5246 section 7.2.2). In TLS 1.3 a
 * protected record says application_data outside (section 5.2), and none but application data is
 * empty inside (section 5.4, with an alert of its own).
 */
record StrictCipher(TlsCipher cipher, boolean tls13) implements TlsCipher {

  @Override
  public TlsDecodeResult decodeCiphertext(
      long seqNo, short type, ProtocolVersion version, byte[] ciphertext, int off, int length)
      throws IOException {
    if (tls13 && type != ContentType.application_data) {
      throw new TlsFatalAlert(
          AlertDescription.unexpected_message,
          "a record is not protected although keys are in use");
    }
    if (cipher.getPlaintextDecodeLimit(length) < 0) {
      throw new TlsFatalAlert(
          AlertDescription.bad_record_mac, "a protected record of " + length + " bytes");
    }
    TlsDecodeResult decoded =
        cipher.decodeCiphertext(seqNo, type, version, ciphertext, off, length);
    if (tls13 && decoded.len == 0 && decoded.contentType != ContentType.application_data) {
      throw RecordRules.empty();
    }
    return decoded;
  }

  @Override
  public TlsEncodeResult encodePlaintext(
      long seqNo,
      short type,
      ProtocolVersion version,
      int headerAllocation,
      byte[] plaintext,
      int off,
      int length)
      throws IOException {
    return cipher.encodePlaintext(seqNo, type, version, headerAllocation, plaintext, off, length);
  }

  @Override
  public int getCiphertextDecodeLimit(int plaintextLimit) {
    return cipher.getCiphertextDecodeLimit(plaintextLimit);
  }

  @Override
  public int getCiphertextEncodeLimit(int plaintextLimit) {
    return cipher.getCiphertextEncodeLimit(plaintextLimit);
  }

  @Override
  public int getPlaintextDecodeLimit(int ciphertextLimit) {
    return cipher.getPlaintextDecodeLimit(ciphertextLimit);
  }

  @Override
  public int getPlaintextEncodeLimit(int ciphertextLimit) {
    return cipher.getPlaintextEncodeLimit(ciphertextLimit);
  }

  @Override
  public void rekeyDecoder() throws IOException {
    cipher.rekeyDecoder();
  }

  @Override
  public void rekeyEncoder() throws IOException {
    cipher.rekeyEncoder();
  }

  @Override
  public boolean usesOpaqueRecordTypeDecode() {
    return cipher.usesOpaqueRecordTypeDecode();
  }

  @Override
  public boolean usesOpaqueRecordTypeEncode() {
    return cipher.usesOpaqueRecordTypeEncode();
  }
}
