package dev.heddle.engine;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;

/**
 * The record protection of AES-GCM and ChaCha20-Poly1305: RFC 8446 section 5.2 for TLS 1.3, RFC
 * 5288 and RFC 7905 for TLS 1.2. bctls' own (TlsAEADCipher) makes an array of the record's length
 * for each; here a record is made in the sink's room, straight from the caller's array, and opened
 * into the reader's if that has room ({@link RecordRoom}).
 *
 * <p>One who sends and one who receives may be in here at once: each has a direction of its own.
 */
final class AeadRecords implements TlsCipher {

  private final boolean tls13;
  private final JdkAead sending;
  private final JdkAead receiving;
  private final RecordKeys keys;
  private final RecordRoom room;

  /** How much of a nonce stands in front of each record: of AES-GCM in TLS 1.2 alone. */
  private final int explicitNonce;

  /** How much follows the data within the encryption: TLS 1.3's content type. */
  private final int innerType;

  // What is authenticated with a record, filled anew for each.
  private final byte[] sendingData;
  private final byte[] receivingData;

  /**
   * Has no keys before {@link #setKeys}.
   *
   * @param keys sets the keys of the two directions
   */
  AeadRecords(boolean tls13, JdkAead sending, JdkAead receiving, RecordKeys keys, RecordRoom room) {
    this.tls13 = tls13;
    this.sending = sending;
    this.receiving = receiving;
    this.keys = keys;
    this.room = room;
    boolean gcm = sending.algorithm() == JdkAead.Algorithm.AES_GCM;
    explicitNonce = gcm && !tls13 ? Long.BYTES : 0;
    innerType = tls13 ? 1 : 0;
    sendingData = new byte[tls13 ? RecordHeader.LENGTH : TLS12_DATA];
    receivingData = new byte[sendingData.length];
  }

  /** Sets the keys that the handshake has come to. */
  void setKeys() throws IOException {
    if (tls13) {
      keys.derive();
    } else {
      keys.cutBlock(JdkAead.NONCE_BYTES - explicitNonce);
    }
  }

  @Override
  public void rekeyEncoder() throws IOException {
    requireTls13();
    keys.updateSending();
  }

  @Override
  public void rekeyDecoder() throws IOException {
    requireTls13();
    keys.updateReceiving();
  }

  private void requireTls13() throws TlsFatalAlert {
    if (!tls13) {
      throw new TlsFatalAlert(AlertDescription.internal_error, "a KeyUpdate in TLS 1.2");
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
    int body = getCiphertextEncodeLimit(length);
    int size = headerAllocation + body;
    byte[] record = room.sink().room(size);
    int start = record == null ? 0 : room.sink().roomOffset();
    if (record == null) {
      record = new byte[size];
    }
    short outerType = tls13 ? ContentType.application_data : type;
    describe(sendingData, seqNo, outerType, version, tls13 ? body : length);
    int at = start + headerAllocation;
    JdkCipher cipher = sending.begin(seqNo, sendingData);
    try {
      seal(cipher, type, plaintext, off, length, record, at + explicitNonce);
      if (explicitNonce > 0) {
        // RFC 5288 section 3 leaves it to the sender what this is.
        TlsUtils.writeUint64(seqNo, record, at);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      Arrays.fill(record, start, start + size, (byte) 0);
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    } finally {
      sending.end(cipher);
    }
    return new TlsEncodeResult(record, start, size, outerType);
  }

  /**
   * Whole blocks go straight from the one array to the other; the rest needs the type behind it.
   * Within one array all is moved first: the two places may overlap, and if the data is in front
   * the JDK would take another array, as long as that whole one.
   */
  private void seal(
      JdkCipher cipher, short type, byte[] plaintext, int off, int length, byte[] record, int at)
      throws GeneralSecurityException {
    int whole = plaintext == record ? 0 : length - length % BLOCK;
    int done = whole == 0 ? 0 : cipher.update(plaintext, off, whole, record, at);
    System.arraycopy(plaintext, off + whole, record, at + whole, length - whole);
    if (tls13) {
      record[at + length] = (byte) type;
    }
    int rest = length + innerType - whole;
    done += cipher.doFinal(record, at + whole, rest, record, at + done);
    if (done != length + innerType + JdkAead.TAG_BYTES) {
      throw new GeneralSecurityException("sealed to " + done + " bytes");
    }
  }

  @Override
  public TlsDecodeResult decodeCiphertext(
      long seqNo, short type, ProtocolVersion version, byte[] ciphertext, int off, int length)
      throws IOException {
    int inner = length - explicitNonce - JdkAead.TAG_BYTES;
    describe(receivingData, seqNo, type, version, tls13 ? length : inner);
    int from = off + explicitNonce;
    boolean inPlace = !room.isOffered(inner) || room.target() == ciphertext;
    byte[] plain = inPlace ? ciphertext : room.target();
    int plainOff = inPlace ? from : room.targetOffset();
    long number = explicitNonce > 0 ? uint64(ciphertext, off) : seqNo;
    JdkCipher cipher = receiving.begin(number, receivingData);
    try {
      int opened = cipher.doFinal(ciphertext, from, inner + JdkAead.TAG_BYTES, plain, plainOff);
      if (opened != inner) {
        throw new GeneralSecurityException("opened to " + opened + " bytes");
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
    } finally {
      receiving.end(cipher);
    }
    return tls13
        ? content(plain, plainOff, inner)
        : new TlsDecodeResult(plain, plainOff, inner, type);
  }

  /** Takes off the padding and the type in front of it (RFC 8446 section 5.4). */
  private static TlsDecodeResult content(byte[] plain, int off, int inner) throws TlsFatalAlert {
    for (int i = inner - 1; i >= 0; i--) {
      if (plain[off + i] != 0) {
        return new TlsDecodeResult(plain, off, i, (short) (plain[off + i] & 0xff));
      }
    }
    throw new TlsFatalAlert(
        AlertDescription.unexpected_message, "a protected record of nothing but padding");
  }

  /** RFC 8446 section 5.2: the header alone; RFC 5246 section 6.2.3.3: its number as well. */
  private void describe(byte[] data, long seqNo, short type, ProtocolVersion version, int length) {
    int header = data.length - RecordHeader.LENGTH;
    if (!tls13) {
      TlsUtils.writeUint64(seqNo, data, 0);
    }
    TlsUtils.writeUint8(type, data, header);
    TlsUtils.writeVersion(version, data, header + 1);
    TlsUtils.writeUint16(length, data, header + 3);
  }

  private static long uint64(byte[] buf, int off) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | buf[off + i] & 0xff;
    }
    return value;
  }

  @Override
  public int getCiphertextEncodeLimit(int plaintextLimit) {
    return explicitNonce + plaintextLimit + innerType + JdkAead.TAG_BYTES;
  }

  @Override
  public int getCiphertextDecodeLimit(int plaintextLimit) {
    return getCiphertextEncodeLimit(plaintextLimit);
  }

  @Override
  public int getPlaintextEncodeLimit(int ciphertextLimit) {
    return ciphertextLimit - getCiphertextEncodeLimit(0);
  }

  @Override
  public int getPlaintextDecodeLimit(int ciphertextLimit) {
    return getPlaintextEncodeLimit(ciphertextLimit);
  }

  @Override
  public boolean usesOpaqueRecordTypeEncode() {
    return tls13;
  }

  @Override
  public boolean usesOpaqueRecordTypeDecode() {
    return tls13;
  }

  private static final int TLS12_DATA = Long.BYTES + RecordHeader.LENGTH;

  /** AES-GCM's; whatever divides by it, ChaCha20 too puts out at once. */
  private static final int BLOCK = 16;
}
