package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.chain.ChainCheck;
import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.Credentials;
import dev.heddle.config.HostName;
import dev.heddle.config.KeyPin;
import dev.heddle.config.TlsConfig;
import dev.heddle.engine.FuzzDoor;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates as a peer presents them, read as the engine reads them and then judged. The first
 * byte says what the rest is: a leaf in DER ({@value #RAW}); the TBSCertificate of a leaf ({@value
 * #LEAF}) or of the authority above it ({@value #AUTHORITY}), which is then signed by its issuer,
 * so that all of the checks see it.
 *
 * <p>Asserts: reading throws nothing but what the engine turns into an alert that blames the peer;
 * judging throws nothing, whether or not all faults are shown to a callback, and accepts a path
 * only where it also finds no fault.
 */
final class PathTarget {

  static final int RAW = 0;
  static final int LEAF = 1;
  static final int AUTHORITY = 2;

  static void run(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    List<byte[]> encoded = new ArrayList<>();
    switch (Byte.toUnsignedInt(input[0]) % 3) {
      case RAW -> encoded.add(rest);
      case LEAF -> encoded.add(Signed.of(rest, Fixed.INTERMEDIATE));
      default -> {
        encoded.add(leaf(Fixed.SERVER));
        encoded.add(Signed.of(rest, Fixed.ROOT));
      }
    }
    if (encoded.size() < 2) {
      encoded.add(leaf(Fixed.INTERMEDIATE));
    }
    List<X509Certificate> chain;
    try {
      chain = FuzzDoor.certificates(encoded);
    } catch (IOException e) {
      FuzzDoor.assertBlamesPeer(e);
      return;
    }
    for (X509Certificate each : chain) {
      HostName.presented(each).forEach(name -> assertFalse(name.isEmpty()));
      assertEquals(KeyPin.of(each), KeyPin.parse(KeyPin.of(each).toString()));
    }
    ChainVerdict strict = ChainCheck.verdict(STRICT, chain, true);
    ChainVerdict shown = ChainCheck.verdict(SHOWN, chain, true);
    assertEquals(strict.accepted(), strict.result().ok());
    assertEquals(strict.accepted(), shown.result().ok(), shown::toString);
  }

  private static byte[] leaf(Credentials of) throws Exception {
    return of.chain().get(0).getEncoded();
  }

  private static final TlsConfig STRICT =
      Fixed.config().hostName("localhost").strictPaths(true).build();
  private static final TlsConfig SHOWN = STRICT.toBuilder().insecureOverrule(step -> true).build();

  private PathTarget() {}
}
