package dev.heddle.drivers;

import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** So much data that no buffer on the way holds it: 100 MB, or the first part of them. */
final class Bulk {

  /** All of it, in bytes. */
  static final int SIZE = 100 << 20;

  /** Its length divides no other on the way. */
  private static final byte[] BLOCK = new byte[1_000_003];

  static {
    new SplittableRandom(7).nextBytes(BLOCK);
  }

  private static final class Whole {
    static final String DIGEST = digest(SIZE);
  }

  private Bulk() {}

  /** The digest of all of it, as text. */
  static String digest() {
    return Whole.DIGEST;
  }

  /** The first bytes of it. */
  static InputStream stream(int size) {
    return new Stream(size);
  }

  /** A digest of that many of its first bytes, as text. */
  static String digest(int size) {
    MessageDigest digest = newDigest();
    for (int done = 0; done < size; done += BLOCK.length) {
      digest.update(BLOCK, 0, Math.min(BLOCK.length, size - done));
    }
    return text(digest);
  }

  /** What {@link #digest(int)} is made with, for whoever counts what arrives. */
  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads to the end, and gives back the digest. */
  static String digest(InputStream in) throws java.io.IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[65_536];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return text(digest);
  }

  private static final class Stream extends InputStream {
    private final int size;
    private int done;

    Stream(int size) {
      this.size = size;
    }

    @Override
    public int read() {
      return done == size ? -1 : BLOCK[done++ % BLOCK.length] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int off, int len) {
      if (done == size) {
        return -1;
      }
      int from = done % BLOCK.length;
      int n = Math.min(Math.min(len, size - done), BLOCK.length - from);
      System.arraycopy(BLOCK, from, buffer, off, n);
      done += n;
      return n;
    }
  }
}
