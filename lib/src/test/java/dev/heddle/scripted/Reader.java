package dev.heddle.scripted;

import java.util.Arrays;

/** Takes wire bytes apart. Too few of them are an {@link IllegalArgumentException}. */
final class Reader {

  private final byte[] bytes;
  private int at;

  Reader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  /** How many octets are left. */
  int left() {
    return bytes.length - at;
  }

  int u8() {
    return raw(1)[0] & 0xFF;
  }

  int u16() {
    return u8() << 8 | u8();
  }

  int u24() {
    return u8() << 16 | u16();
  }

  long u32() {
    return (long) u16() << 16 | u16();
  }

  byte[] raw(int length) {
    if (length > bytes.length - at) {
      throw new IllegalArgumentException(
          length + " octets wanted, " + (bytes.length - at) + " left");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  byte[] vec8() {
    return raw(u8());
  }

  byte[] vec16() {
    return raw(u16());
  }

  byte[] vec24() {
    return raw(u24());
  }

  byte[] rest() {
    return raw(bytes.length - at);
  }
}
