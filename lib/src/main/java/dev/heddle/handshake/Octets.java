package dev.heddle.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads bytes in TLS's presentation language (RFC 8446 section 3), front to back, without copying.
 * Whatever is too short, too long or left over is a decode_error that names what was being read.
 */
public final class Octets {

  private final byte[] buf;
  private int pos;
  private final int end;

  /** Over a part of an array, which must not change meanwhile. */
  public Octets(byte[] buf, int off, int length) {
    this.buf = buf;
    this.pos = off;
    this.end = off + length;
  }

  Octets(byte[] all) {
    this(all, 0, all.length);
  }

  int remaining() {
    return end - pos;
  }

  boolean isEmpty() {
    return pos == end;
  }

  int u8(String what) throws BrokenRuleException {
    need(1, what);
    return buf[pos++] & 0xff;
  }

  int u16(String what) throws BrokenRuleException {
    return u8(what) << 8 | u8(what);
  }

  int u24(String what) throws BrokenRuleException {
    return u16(what) << 8 | u8(what);
  }

  long u32(String what) throws BrokenRuleException {
    return (long) u16(what) << 16 | u16(what);
  }

  /** The next bytes as a reader of their own. */
  Octets take(int length, String what) throws BrokenRuleException {
    need(length, what);
    Octets part = new Octets(buf, pos, length);
    pos += length;
    return part;
  }

  /** A vector with a length of one byte. */
  Octets vector8(String what) throws BrokenRuleException {
    return take(u8(what), what);
  }

  /** A vector with a length of two bytes. */
  Octets vector16(String what) throws BrokenRuleException {
    return take(u16(what), what);
  }

  /** A vector with a length of three bytes. */
  Octets vector24(String what) throws BrokenRuleException {
    return take(u24(what), what);
  }

  /** What is left, as an array of its own. */
  public byte[] bytes() {
    return Arrays.copyOfRange(buf, pos, end);
  }

  /** What is left, one char a byte. */
  String latin1() {
    return new String(buf, pos, remaining(), StandardCharsets.ISO_8859_1);
  }

  /** Passes over what is left. */
  void skip() {
    pos = end;
  }

  /** What is left as 16-bit numbers. */
  int[] u16s(String what) throws BrokenRuleException {
    if (remaining() % 2 != 0) {
      throw BrokenRuleException.decode(what + " has an odd length");
    }
    int[] values = new int[remaining() / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = u16(what);
    }
    return values;
  }

  /** A second reader of what is left; this one stays where it is. */
  Octets again() {
    return new Octets(buf, pos, remaining());
  }

  boolean equalTo(Octets other) {
    return Arrays.equals(buf, pos, end, other.buf, other.pos, other.end);
  }

  boolean equalTo(byte[] other) {
    return Arrays.equals(buf, pos, end, other, 0, other.length);
  }

  /** Demands that nothing is left. */
  void end(String what) throws BrokenRuleException {
    if (!isEmpty()) {
      throw BrokenRuleException.decode(what + " has " + remaining() + " bytes too many");
    }
  }

  /** Demands that something is left. */
  Octets notEmpty(String what) throws BrokenRuleException {
    if (isEmpty()) {
      throw BrokenRuleException.decode(what + " is empty");
    }
    return this;
  }

  private void need(int length, String what) throws BrokenRuleException {
    if (remaining() < length) {
      throw BrokenRuleException.decode(what + " is cut short");
    }
  }
}
