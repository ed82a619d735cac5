package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.chain.ChainCheck;
import dev.heddle.config.ConfigException;
import dev.heddle.config.Crls;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.VerifyResult;
import java.io.IOException;
import java.util.Arrays;

/**
 * Lists of revoked certificates. The first byte says what the rest is: a file ({@value #FILE}), or
 * the contents of a list ({@value #SIGNED}), which is then signed by its issuer, so that all of the
 * checks see it.
 *
 * <p>Asserts: only {@link ConfigException} is thrown, naming the file, when it is read, and nothing
 * when a chain is checked by it. A list that is accepted for a certificate does not leave the text
 * of the result empty.
 */
final class CrlTarget {

  static final int FILE = 0;
  static final int SIGNED = 1;

  static void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    boolean signed = (input[0] & 1) == SIGNED;
    Crls crls;
    try {
      crls = Crls.files(InputFiles.write(signed ? Signed.of(rest, Fixed.ROOT) : rest));
      assertFalse(crls.all().isEmpty());
    } catch (ConfigException e) {
      assertTrue(e.getMessage().contains("file "), e.getMessage());
      return;
    }
    // The client's certificate is the root's own work: one list decides.
    VerifyResult result =
        ChainCheck.check(
            Fixed.config().crls(crls, RevocationCheck.ALL).build(), Fixed.CLIENT.chain(), false);
    assertFalse(result.toString().isEmpty());
  }

  private CrlTarget() {}
}
