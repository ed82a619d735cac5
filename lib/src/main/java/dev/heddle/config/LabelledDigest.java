package dev.heddle.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * SHA-256 over values that each go in with a label and their lengths, so that two lists of values
 * give one digest only if they are equal. What is digested does not depend on the process.
 */
final class LabelledDigest {

  /** Copied for each digest, which takes less than to look one up. */
  private static final MessageDigest SHA_256 = sha256();

  private final MessageDigest digest;

  /**
   * An empty list.
   *
   * @param what what the digest is for; it goes in first
   */
  LabelledDigest(String what) {
    try {
      digest = (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 cannot be copied", e);
    }
    counted(what.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes; null is another value than none. */
  LabelledDigest add(String label, byte[] value) {
    counted(label.getBytes(StandardCharsets.UTF_8));
    if (value == null) {
      length(-1);
    } else {
      counted(value);
    }
    return this;
  }

  /** Adds a text, a number, a constant or a boolean, by its text; null is another value than "". */
  LabelledDigest add(String label, Object value) {
    byte[] bytes = value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    return add(label, bytes);
  }

  /** Adds values of which the order does not matter, by the digest of each. */
  LabelledDigest addUnordered(String label, Stream<byte[]> values) {
    values
        .map(value -> HexFormat.of().formatHex(new LabelledDigest(label).add("", value).finish()))
        .sorted()
        .forEach(each -> add(label, each));
    return this;
  }

  /** The digest, 32 bytes; nothing can be added any more. */
  byte[] finish() {
    return digest.digest();
  }

  private void counted(byte[] bytes) {
    length(bytes.length);
    digest.update(bytes);
  }

  private void length(int length) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
