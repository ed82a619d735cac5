package dev.heddle.chain;

import dev.heddle.libcrypto.LibcryptoEcdsa;
import dev.heddle.libcrypto.Patient;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * A public key in the form that verifies signatures of elliptic curves fastest: Bouncy Castle's
 * light API takes a ninth to a half of SunEC's time, and the system's libcrypto, where it may be
 * called, a third of that again for a key on P-256 that is new. Serves any number of threads.
 */
public final class VerifyingKey {

  private final AsymmetricKeyParameter light;
  private final Patient<LibcryptoEcdsa> system;
  private final byte[] point;

  private VerifyingKey(AsymmetricKeyParameter light, Patient<LibcryptoEcdsa> system) {
    this.light = light;
    this.system = system;
    this.point =
        light instanceof ECPublicKeyParameters key && NistCurve.of(key) == NistCurve.P256
            ? key.getQ().getEncoded(false)
            : null;
  }

  /**
   * Reads a key.
   *
   * @param encoding a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7)
   * @param system what verifies for P-256, where it is there
   * @throws IOException if the light API does not know its kind or encoding, or if it is a point in
   *     another form than the uncompressed one, which the JDK does not know either
   * @throws RuntimeException if it does and finds it wrong: a point that is not on its curve
   */
  static VerifyingKey of(byte[] encoding, Patient<LibcryptoEcdsa> system) throws IOException {
    ECPublicKeyParameters common = NistCurve.publicKey(encoding);
    if (common != null) {
      return new VerifyingKey(common, system);
    }
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(encoding);
    AsymmetricKeyParameter light = PublicKeyFactory.createKey(info);
    if (light instanceof ECPublicKeyParameters && info.getPublicKeyData().getBytes()[0] != 4) {
      throw new IOException("a point that is not uncompressed (RFC 5480 section 2.2)");
    }
    return new VerifyingKey(light, system);
  }

  /** The key in the light API's form. */
  public AsymmetricKeyParameter light() {
    return light;
  }

  /** Whether it is on one of the curves that TLS signs with, and names it. */
  boolean isOnNamedCurve() {
    return light instanceof ECPublicKeyParameters key && NistCurve.of(key) != null;
  }

  /**
   * Whether an ECDSA signature is right.
   *
   * @param hash of the message; its leftmost bits count if it is longer than the curve's order
   * @param signature in DER, the only encoding there is for it; anything else is wrong
   * @throws ClassCastException if this is no key of an elliptic curve for ECDSA
   */
  public boolean verifiesEcdsa(byte[] hash, byte[] signature) {
    // What libcrypto does not find right the light API decides, as it does without.
    LibcryptoEcdsa library = point == null ? null : system.next();
    if (library != null && library.verifies(point, hash, signature)) {
      return true;
    }
    var signer = new ECDSASigner();
    signer.init(false, (ECPublicKeyParameters) light);
    try {
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(signer.getOrder(), signature);
      return signer.verifySignature(hash, rs[0], rs[1]);
    } catch (IOException | RuntimeException e) {
      return false; // what cannot be parsed is a wrong signature
    }
  }
}
