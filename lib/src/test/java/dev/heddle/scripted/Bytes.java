package dev.heddle.scripted;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Builds wire bytes: numbers, and vectors behind their length (RFC 8446 section 3.4). */
final class Bytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Bytes() {}

  static Bytes of(int... octets) {
    Bytes bytes = new Bytes();
    for (int octet : octets) {
      bytes.u8(octet);
    }
    return bytes;
  }

  Bytes u8(int value) {
    out.write(value);
    return this;
  }

  Bytes u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  Bytes u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  Bytes u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  Bytes u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  Bytes raw(byte... value) {
    out.writeBytes(value);
    return this;
  }

  /** A vector with a length of one octet. */
  Bytes vec8(byte... content) {
    return u8(content.length).raw(content);
  }

  /** A vector with a length of two octets. */
  Bytes vec16(byte... content) {
    return u16(content.length).raw(content);
  }

  /** A vector with a length of three octets. */
  Bytes vec24(byte... content) {
    return u24(content.length).raw(content);
  }

  Bytes vec8(Consumer<Bytes> content) {
    return vec8(made(content));
  }

  Bytes vec16(Consumer<Bytes> content) {
    return vec16(made(content));
  }

  Bytes vec24(Consumer<Bytes> content) {
    return vec24(made(content));
  }

  byte[] done() {
    return out.toByteArray();
  }

  private static byte[] made(Consumer<Bytes> content) {
    Bytes bytes = new Bytes();
    content.accept(bytes);
    return bytes.done();
  }

  static byte[] concat(byte[]... parts) {
    Bytes bytes = new Bytes();
    for (byte[] part : parts) {
      bytes.raw(part);
    }
    return bytes.done();
  }

  /** All but the last octets. */
  static byte[] cut(byte[] value, int octets) {
    return Arrays.copyOf(value, value.length - octets);
  }

  /** With one bit changed, counted from the end if the index is negative. */
  static byte[] flip(byte[] value, int index) {
    byte[] result = value.clone();
    result[index < 0 ? value.length + index : index] ^= 1;
    return result;
  }
}
