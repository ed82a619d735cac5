package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.fault.Alert;
import java.math.BigInteger;

/** A server's ServerKeyExchange in TLS 1.2 (RFC 5246 section 7.4.3, RFC 8422 section 5.4). */
final class ServerKeyExchange {

  private static final String WHERE = "ServerKeyExchange";
  private static final int NAMED_CURVE = 3;

  /** RFC 9325 section 4.4. */
  private static final int LEAST_PRIME_BITS = 2048;

  private ServerKeyExchange() {}

  /**
   * Judges everything but the signature itself.
   *
   * @param suite the suite that was agreed on
   */
  static void check(Octets body, CipherSuite suite, ClientOffer offer) throws BrokenRuleException {
    if (suite.ianaName().startsWith("TLS_ECDHE_")) {
      checkCurve(body, offer);
    } else {
      checkFiniteField(body);
    }
    CertificateVerify.read(WHERE, body).requireScheme(offer.signatureSchemes());
  }

  private static void checkCurve(Octets body, ClientOffer offer) throws BrokenRuleException {
    int type = body.u8(WHERE + ": curve_type");
    if (type != NAMED_CURVE) {
      throw BrokenRuleException.illegal(WHERE + ": curve_type is " + type + ", not named_curve");
    }
    int group = body.u16(WHERE + ": namedcurve");
    Octets point = body.vector8(WHERE + ": public");
    if (!offer.offersGroup(group) || !KeyShares.isCurve(group)) {
      throw BrokenRuleException.illegal(
          WHERE + ": namedcurve " + Numbers.group(group) + " was not offered");
    }
    KeyShares.requireServerShare(group, point, WHERE + ": public");
  }

  private static void checkFiniteField(Octets body) throws BrokenRuleException {
    BigInteger p = number(body, WHERE + ": dh_p");
    number(body, WHERE + ": dh_g");
    BigInteger ys = number(body, WHERE + ": dh_Ys");
    if (p.bitLength() < LEAST_PRIME_BITS) {
      throw new BrokenRuleException(
          Alert.INSUFFICIENT_SECURITY,
          WHERE + ": dh_p has " + p.bitLength() + " bits, fewer than " + LEAST_PRIME_BITS);
    }
    // RFC 7919 section 5.1.
    if (ys.compareTo(BigInteger.ONE) <= 0 || ys.compareTo(p.subtract(BigInteger.ONE)) >= 0) {
      throw BrokenRuleException.illegal(WHERE + ": dh_Ys is not between 1 and dh_p - 1");
    }
  }

  private static BigInteger number(Octets body, String what) throws BrokenRuleException {
    return new BigInteger(1, body.vector16(what).notEmpty(what).bytes());
  }
}
