package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import java.io.IOException;
import java.nio.file.Path;

/**
 * PKCS#12 files: the input is the file, and its password is {@value PemTarget#PASSWORD}. The JDK's
 * reader takes its own older formats under this name too.
 *
 * <p>Asserts: only {@link ConfigException} is thrown, naming the file. Files that ask for much work
 * are passed over, see {@link Work}.
 */
final class Pkcs12Target {

  static void run(byte[] input) throws IOException {
    if (Work.tooMuchDer(input)) {
      return;
    }
    Path file = InputFiles.write(input);
    try {
      Credentials read = Credentials.pkcs12(file, PemTarget.PASSWORD.toCharArray());
      assertFalse(read.chain().isEmpty());
    } catch (ConfigException e) {
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
  }

  private Pkcs12Target() {}
}
