package dev.heddle.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * How much work an encrypted file asks for. The bounds of the library and of the JDK, 10 and 5
 * million iterations and 256 MB, are what a user may wait for once and a fuzzer cannot wait for a
 * thousand times: here 32767 iterations are the limit, and there is no scrypt.
 */
final class Work {

  /** Whether a PEM file may ask for too much. */
  static boolean tooMuch(byte[] pem) {
    try (PemReader reader =
        new PemReader(
            new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.ISO_8859_1))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        if (block.getType().equals("ENCRYPTED PRIVATE KEY") && tooMuchDer(block.getContent())) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      return false; // damaged: nothing of it is decrypted
    }
  }

  /**
   * Whether there is anything in an encrypted structure that could be an INTEGER of more than two
   * octets, among what is not ciphertext; or scrypt. Ciphertext that happens to look so passes over
   * an input that would have done no harm.
   */
  static boolean tooMuchDer(byte[] der) {
    for (int i = 0; i + 2 < der.length; i++) {
      boolean longInteger = der[i] == 2 && der[i + 1] >= 3 && der[i + 1] <= 8 && der[i + 2] >= 0;
      if (longInteger || startsWith(der, i, SCRYPT)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] whole, int off, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (off + i >= whole.length || whole[off + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  /** 1.3.6.1.4.1.11591.4.11 (RFC 7914 section 7), without its last arc. */
  private static final byte[] SCRYPT = {0x2b, 6, 1, 4, 1, (byte) 0xda, 0x47, 4};

  private Work() {}
}
