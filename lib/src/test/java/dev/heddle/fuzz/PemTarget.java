package dev.heddle.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;

/**
 * PEM files: the input is the file, read as trust anchors, as a chain and as a key, whose password
 * is {@value #PASSWORD}.
 *
 * <p>Asserts: only {@link ConfigException} is thrown, and what is accepted holds something. Files
 * that ask for work beyond what a fuzzer has time for are passed over: see {@link Work}.
 */
final class PemTarget {

  static final String PASSWORD = "fuzz";

  static void run(byte[] input) {
    if (Work.tooMuch(input)) {
      return;
    }
    try {
      assertFalse(Trust.pem(new String(input, ISO_8859_1)).anchors().isEmpty());
    } catch (ConfigException e) {
      assertTrue(e.getMessage().contains("PEM text"), e.getMessage());
    }
    read(input, KEY);
    read(CHAIN, input);
    read(input, input);
  }

  private static void read(byte[] chain, byte[] key) {
    try {
      Credentials read = Credentials.pem(chain, key, PASSWORD.toCharArray());
      assertFalse(read.chain().isEmpty());
      assertFalse(read.toString().isEmpty());
    } catch (ConfigException e) {
      assertTrue(e.getMessage().contains("PEM text"), e.getMessage());
    }
  }

  private static final byte[] KEY = Fixed.file("server");
  private static final byte[] CHAIN = KEY;

  private PemTarget() {}
}
