package dev.heddle.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals a session's values by AES-256-GCM, and opens what was sealed: the form of a ticket that RFC
 * 5077 section 4 recommends, in one pass and with a purpose.
 *
 * <pre>
 * format (1) | name of the key (16) | nonce (12) | encrypted values | tag (16)
 * </pre>
 *
 * <p>The tag covers the format, the key's name and the purpose as well. The nonce is random: one
 * key may seal 2^32 sessions (NIST SP 800-38D section 8.3), a million a minute for three days.
 */
final class SessionSeal {

  /** Changes with what {@link SessionCodec} writes. */
  static final byte FORMAT = 1;

  private static final int NONCE_AT = 1 + TicketKey.NAME_BYTES;
  private static final int NONCE_BYTES = 12;
  private static final int HEAD_BYTES = NONCE_AT + NONCE_BYTES;
  private static final int TAG_BYTES = 16;

  private SessionSeal() {}

  /** See {@link Session#seal}. */
  static byte[] seal(SessionValues values, TicketKeys keys, String purpose) {
    List<TicketKey> now = keys.keys();
    if (now.isEmpty()) {
      throw new ConfigException("no ticket key to seal a session with");
    }
    byte[] plain = SessionCodec.encode(values);
    try {
      byte[] sealed = new byte[HEAD_BYTES + plain.length + TAG_BYTES];
      byte[] nonce = Randomness.bytes(NONCE_BYTES);
      sealed[0] = FORMAT;
      TicketKey key = now.get(0);
      key.writeName(sealed, 1);
      System.arraycopy(nonce, 0, sealed, NONCE_AT, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, sealed, purpose);
      cipher.doFinal(plain, 0, plain.length, sealed, HEAD_BYTES);
      key.ciphers().giveBack(cipher);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** See {@link Session#open}. */
  static Optional<SessionValues> open(byte[] sealed, TicketKeys keys, String purpose) {
    int length = sealed.length - HEAD_BYTES - TAG_BYTES;
    if (length < 0 || length > SessionCodec.MAX_BYTES || sealed[0] != FORMAT) {
      return Optional.empty();
    }
    for (TicketKey key : keys.keys()) {
      if (key.isNamed(sealed, 1)) {
        return open(sealed, key, new byte[length], purpose);
      }
    }
    return Optional.empty();
  }

  private static Optional<SessionValues> open(
      byte[] sealed, TicketKey key, byte[] plain, String purpose) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, purpose);
      cipher.doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES, plain, 0);
      key.ciphers().giveBack(cipher);
      return Optional.ofNullable(SessionCodec.decode(plain));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static Cipher cipher(int mode, TicketKey key, byte[] sealed, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = key.ciphers().take();
    GCMParameterSpec nonce = new GCMParameterSpec(TAG_BYTES * 8, sealed, NONCE_AT, NONCE_BYTES);
    cipher.init(mode, key.forCipher(), nonce, Randomness.source());
    cipher.updateAAD(sealed, 0, NONCE_AT);
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
