package dev.heddle.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** What scripts write, and how traces show what was read. */
final class Data {

  /** Two buffers, so that a script can move a write to another address ({@code buf=2}). */
  private final byte[][] buffers = new byte[2][];

  /** How much of the buffer is the payload. */
  record Payload(byte[] buffer, int length) {}

  /**
   * The bytes of a token: literal text, {@code @N} for so many letters, {@code -} for none.
   *
   * @param buffer 1 or 2: always the same array for the same number
   */
  Payload payload(String token, int buffer) {
    if (buffers[buffer - 1] == null) {
      buffers[buffer - 1] = new byte[MOST];
    }
    byte[] target = buffers[buffer - 1];
    if (token.equals("-")) {
      return new Payload(target, 0);
    }
    if (token.startsWith("@")) {
      int length = Integer.parseInt(token.substring(1));
      for (int i = 0; i < length; i++) {
        target[i] = (byte) ('a' + i % 26);
      }
      return new Payload(target, length);
    }
    byte[] text = token.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, target, 0, text.length);
    return new Payload(target, text.length);
  }

  /** Short printable data as it is, other data by its checksum, none as {@code -}. */
  static String show(byte[] data, int length) {
    if (length <= 0) {
      return "-";
    }
    byte[] shown = Arrays.copyOf(data, length);
    if (length <= MOST_SHOWN && isPrintable(shown)) {
      return new String(shown, StandardCharsets.US_ASCII);
    }
    CRC32 crc = new CRC32();
    crc.update(shown);
    return String.format("crc32:%08x", crc.getValue());
  }

  private static boolean isPrintable(byte[] data) {
    for (byte b : data) {
      if (b <= ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  static final int MOST = 4_000_000;
  private static final int MOST_SHOWN = 40;
}
