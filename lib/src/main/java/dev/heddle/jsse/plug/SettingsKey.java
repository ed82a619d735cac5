package dev.heddle.jsse.plug;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of a driver's settings in {@link Shared}: a digest, so that no password is kept. Files go
 * in with their content: one that is replaced makes other settings of it.
 */
public final class SettingsKey {

  private final MessageDigest digest;

  /** Without settings. */
  public SettingsKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds a setting; null is another value than "". */
  public SettingsKey add(String name, Object value) {
    counted(name.getBytes(StandardCharsets.UTF_8));
    if (value == null) {
      length(-1);
    } else {
      counted(value.toString().getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Adds a file, which may be null. One that cannot be read counts by its name alone. */
  public SettingsKey addFile(String name, Path file) {
    add(name, file);
    return file == null ? this : addContent(() -> Files.newInputStream(file));
  }

  /** Opens what is to be digested. */
  @FunctionalInterface
  public interface Source {
    /** The caller closes it. */
    InputStream open() throws IOException;
  }

  /** Adds what can be read; one that cannot is as good as an empty one. */
  public SettingsKey addContent(Source source) {
    byte[] content;
    try (InputStream in = source.open()) {
      content = in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      return add("unreadable", e.getClass().getName()); // whoever reads it to use it says why
    }
    counted(content);
    Arrays.fill(content, (byte) 0);
    return this;
  }

  /** The key; nothing can be added any more. */
  public String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void counted(byte[] bytes) {
    length(bytes.length);
    digest.update(bytes);
  }

  private void length(int length) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      digest.update((byte) (length >>> shift));
    }
  }

  private static final int MOST_BYTES = 16 << 20;
}
