package dev.heddle.scripted;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One direction's AES-GCM with its sequence number (RFC 8446 section 5.2, RFC 5288). */
final class Protection {

  private final boolean tls13;
  private final byte[] key;
  private final byte[] iv;
  private long sequence;

  private Protection(boolean tls13, byte[] key, byte[] iv) {
    this.tls13 = tls13;
    this.key = key;
    this.iv = iv;
  }

  static Protection tls13(byte[] key, byte[] iv) {
    return new Protection(true, key, iv);
  }

  /**
   * Keys of TLS 1.2.
   *
   * @param salt the four octets of the nonce that are not sent
   */
  static Protection tls12(byte[] key, byte[] salt) {
    return new Protection(false, key, salt);
  }

  /** A whole record. */
  Record seal(int type, int version, byte[] content, int padding) {
    if (tls13) {
      byte[] inner = Bytes.of().raw(content).u8(type).raw(new byte[padding]).done();
      byte[] header = Bytes.of(Record.DATA).u16(version).u16(inner.length + 16).done();
      byte[] nonce = nonce13();
      return new Record(Record.DATA, version, gcm(Cipher.ENCRYPT_MODE, nonce, header, inner));
    }
    byte[] explicit = Bytes.of().u64(sequence).done();
    byte[] aad = Bytes.of().u64(sequence++).u8(type).u16(version).u16(content.length).done();
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, Bytes.concat(iv, explicit), aad, content);
    return new Record(type, version, Bytes.concat(explicit, sealed));
  }

  /** The record as it was before it was sealed. */
  Record open(Record sealed) {
    if (tls13) {
      byte[] header =
          Bytes.of(sealed.type()).u16(sealed.version()).u16(sealed.content().length).done();
      byte[] inner = gcm(Cipher.DECRYPT_MODE, nonce13(), header, sealed.content());
      int end = inner.length - 1;
      while (inner[end] == 0) {
        end--;
      }
      return new Record(inner[end], sealed.version(), Arrays.copyOf(inner, end));
    }
    Reader reader = new Reader(sealed.content());
    byte[] nonce = Bytes.concat(iv, reader.raw(8));
    byte[] rest = reader.rest();
    byte[] aad =
        Bytes.of()
            .u64(sequence++)
            .u8(sealed.type())
            .u16(sealed.version())
            .u16(rest.length - 16)
            .done();
    return new Record(sealed.type(), sealed.version(), gcm(Cipher.DECRYPT_MODE, nonce, aad, rest));
  }

  private byte[] nonce13() {
    byte[] nonce = Bytes.of().u32(0).u64(sequence++).done();
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] ^= iv[i];
    }
    return nonce;
  }

  private byte[] gcm(int mode, byte[] nonce, byte[] aad, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a record under keys that the peer has not", e);
    }
  }
}
