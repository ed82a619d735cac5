package dev.heddle.config;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals tickets and saved sessions by AES-256-GCM. Who has it can read and make tickets,
 * and so read what they resume and pass for a client. Immutable.
 */
public final class TicketKey {

  private final byte[] name;
  private final SecretKeySpec key;
  private final GcmCiphers ciphers = new GcmCiphers();

  private TicketKey(byte[] name, byte[] secret) {
    this.name = name.clone();
    this.key = new SecretKeySpec(secret, "AES");
  }

  /**
   * A key.
   *
   * @param name what tells it from others, in the clear at the head of each ticket; 16 bytes
   * @param secret 32 bytes of good randomness
   * @throws ConfigException if a length is another
   */
  public static TicketKey of(byte[] name, byte[] secret) {
    if (Objects.requireNonNull(name, "name").length != NAME_BYTES) {
      throw new ConfigException("a ticket key's name has 16 bytes, not " + name.length);
    }
    if (Objects.requireNonNull(secret, "secret").length != SECRET_BYTES) {
      throw new ConfigException("a ticket key has 32 bytes, not " + secret.length);
    }
    return new TicketKey(name, secret);
  }

  /** A new key, of random name and secret. */
  public static TicketKey random() {
    byte[] secret = Randomness.bytes(SECRET_BYTES);
    try {
      return new TicketKey(Randomness.bytes(NAME_BYTES), secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** What tells it from others, 16 bytes; a copy. */
  public byte[] name() {
    return name.clone();
  }

  /** The key itself, 32 bytes; a copy. */
  public byte[] secret() {
    return key.getEncoded();
  }

  /** The key as a cipher takes it, without another copy. */
  SecretKey forCipher() {
    return key;
  }

  /** The ciphers that have been used with it. */
  GcmCiphers ciphers() {
    return ciphers;
  }

  /** Whether its name stands in these bytes. */
  boolean isNamed(byte[] bytes, int offset) {
    return Arrays.equals(name, 0, NAME_BYTES, bytes, offset, offset + NAME_BYTES);
  }

  /** Puts its name into these bytes. */
  void writeName(byte[] bytes, int offset) {
    System.arraycopy(name, 0, bytes, offset, NAME_BYTES);
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "TicketKey[" + HexFormat.of().formatHex(name) + "]";
  }

  /** Bytes in a name. */
  static final int NAME_BYTES = 16;

  /** Bytes in a key. */
  static final int SECRET_BYTES = 32;
}
