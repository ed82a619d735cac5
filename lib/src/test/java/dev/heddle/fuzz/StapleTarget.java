package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.chain.ChainCheck;
import dev.heddle.chain.ChainVerdict;
import dev.heddle.chain.Staple;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsConfig;
import java.util.Arrays;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;

/**
 * OCSP staples. The first byte says what the rest is: a whole OCSPResponse ({@value #RAW}), or the
 * ResponseData of one ({@value #SIGNED}), which is then signed by the certificate's issuer, so that
 * all of the checks see it.
 *
 * <p>Asserts: nothing is thrown; and where a staple is required, a chain passes with a good one
 * only.
 */
final class StapleTarget {

  static final int RAW = 0;
  static final int SIGNED = 1;

  static void run(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] response = (input[0] & 1) == SIGNED ? response(Signed.of(rest, Fixed.ROOT)) : rest;
    ChainVerdict verdict =
        ChainCheck.verdict(CONFIG, Fixed.RSA_SERVER.chain(), true, Staple.asked(response));
    StapleStatus status = verdict.staple();
    assertFalse(verdict.result().toString().isEmpty());
    if (verdict.accepted()) {
      assertTrue(status.state() == StapleStatus.State.GOOD, status::toString);
    } else {
      assertNotEquals(StapleStatus.State.GOOD, status.state());
    }
  }

  /** RFC 6960 section 4.2.1: successful, and a basic response. */
  private static byte[] response(byte[] basic) throws Exception {
    byte[] oid = OCSPObjectIdentifiers.id_pkix_ocsp_basic.getEncoded();
    byte[] bytes = Signed.der(Signed.SEQUENCE, oid, Signed.der(Signed.OCTET_STRING, basic));
    byte[] successful = {10, 1, 0};
    return Signed.der(Signed.SEQUENCE, successful, Signed.der(0xA0, bytes));
  }

  private static final TlsConfig CONFIG =
      Fixed.config().hostName("localhost").requireStaple(true).build();

  private StapleTarget() {}
}
