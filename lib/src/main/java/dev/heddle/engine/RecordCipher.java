package dev.heddle.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;

/**
 * The record protection of a connection, bctls' or ours, which can be wiped here, with what neither
 * looks at. A record too short to be one is like any other that cannot be opened (RFC 8446 section
 * 5.2, RFC 5246 section 7.2.2). In TLS 1.3 a protected record says application_data outside
 * (section 5.2), and none but application data is empty inside (section 5.4, with an alert of its
 * own).
 */
final class RecordCipher implements TlsCipher {

  private final boolean tls13;
  private final List<JdkAead> ours;

  /** Null once it has been wiped. */
  private TlsCipher cipher;

  /**
   * Wraps a cipher.
   *
   * @param ours what of it can be wiped, and not only be dropped
   */
  RecordCipher(TlsCipher cipher, boolean tls13, List<JdkAead> ours) {
    this.cipher = cipher;
    this.tls13 = tls13;
    this.ours = ours;
  }

  /**
   * Wipes the keys and lets go of the rest, of which bctls would keep hold. Whoever calls this sees
   * to it that nobody is using the cipher.
   */
  void wipe() {
    ours.forEach(JdkAead::wipe);
    cipher = null;
  }

  private TlsCipher alive() {
    if (cipher == null) {
      throw new IllegalStateException("the keys of this connection have been wiped");
    }
    return cipher;
  }

  @Override
  public TlsDecodeResult decodeCiphertext(
      long seqNo, short type, ProtocolVersion version, byte[] ciphertext, int off, int length)
      throws IOException {
    if (tls13 && type != ContentType.application_data) {
      throw RecordRules.unprotected();
    }
    if (alive().getPlaintextDecodeLimit(length) < 0) {
      throw new TlsFatalAlert(
          AlertDescription.bad_record_mac, "a protected record of " + length + " bytes");
    }
    TlsDecodeResult decoded =
        alive().decodeCiphertext(seqNo, type, version, ciphertext, off, length);
    if (tls13 && decoded.len == 0 && decoded.contentType != ContentType.application_data) {
      throw RecordRules.empty();
    }
    return decoded;
  }

  /**
   * Whether a record, header included, opens as the first under these keys. Its bytes are left
   * alone.
   */
  boolean opensFirst(byte[] record, int off, int length) throws IOException {
    int from = off + RecordHeader.LENGTH;
    byte[] body = Arrays.copyOfRange(record, from, off + length);
    try {
      decodeCiphertext(
          0, ContentType.application_data, ProtocolVersion.TLSv12, body, 0, body.length);
      return true;
    } catch (TlsFatalAlert e) {
      // For any other alert the record was opened, and the content is wrong.
      return e.getAlertDescription() != AlertDescription.bad_record_mac;
    } finally {
      Arrays.fill(body, (byte) 0);
    }
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
    return alive().encodePlaintext(seqNo, type, version, headerAllocation, plaintext, off, length);
  }

  @Override
  public int getCiphertextDecodeLimit(int plaintextLimit) {
    return alive().getCiphertextDecodeLimit(plaintextLimit);
  }

  @Override
  public int getCiphertextEncodeLimit(int plaintextLimit) {
    return alive().getCiphertextEncodeLimit(plaintextLimit);
  }

  @Override
  public int getPlaintextDecodeLimit(int ciphertextLimit) {
    return alive().getPlaintextDecodeLimit(ciphertextLimit);
  }

  @Override
  public int getPlaintextEncodeLimit(int ciphertextLimit) {
    return alive().getPlaintextEncodeLimit(ciphertextLimit);
  }

  @Override
  public void rekeyDecoder() throws IOException {
    alive().rekeyDecoder();
  }

  @Override
  public void rekeyEncoder() throws IOException {
    alive().rekeyEncoder();
  }

  @Override
  public boolean usesOpaqueRecordTypeDecode() {
    return alive().usesOpaqueRecordTypeDecode();
  }

  @Override
  public boolean usesOpaqueRecordTypeEncode() {
    return alive().usesOpaqueRecordTypeEncode();
  }
}
