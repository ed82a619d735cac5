package dev.heddle.chain;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.WNafUtil;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP384R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP521R1Curve;
import org.bouncycastle.tls.NamedGroup;

/**
 * The curves of the signatures of TLS 1.3, in the light API's form. Each is made when it is first
 * needed: the light API's own tables load some 150 classes, one or more for every curve there is,
 * to find any.
 */
public enum NistCurve {
  P256(
      NamedGroup.secp256r1,
      "1.2.840.10045.3.1.7",
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
  P384(
      NamedGroup.secp384r1,
      "1.3.132.0.34",
      "3076301006072a8648ce3d020106052b8104002203620004",
      "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
          + "5502f25dbf55296c3a545e3872760ab7",
      "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c0"
          + "0a60b1ce1d7e819d7a431d7c90ea0e5f"),
  P521(
      NamedGroup.secp521r1,
      "1.3.132.0.35",
      "30819b301006072a8648ce3d020106052b810400230381860004",
      "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d"
          + "3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
      "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e"
          + "662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");

  private final int group;
  private final String oid;
  private final byte[] prefix;
  private final String baseX;
  private final String baseY;
  private volatile ECNamedDomainParameters domain;

  /**
   * A curve of SEC 2 version 2, sections 2.4.2, 2.5.1 and 2.6.1.
   *
   * @param group its number in TLS
   * @param prefix what a SubjectPublicKeyInfo (RFC 5480 section 2) with an uncompressed point
   *     begins with: all but the two coordinates
   * @param baseX the base point's
   * @param baseY the base point's
   */
  NistCurve(int group, String oid, String prefix, String baseX, String baseY) {
    this.group = group;
    this.oid = oid;
    this.prefix = HexFormat.of().parseHex(prefix);
    this.baseX = baseX;
    this.baseY = baseY;
  }

  /** The curve of this number in TLS; null if it is none of these. */
  public static NistCurve of(int group) {
    for (NistCurve each : values()) {
      if (each.group == group) {
        return each;
      }
    }
    return null;
  }

  /**
   * A public key.
   *
   * @param encoded a SubjectPublicKeyInfo
   * @return null if it is not an uncompressed point on one of these curves by its name
   * @throws IllegalArgumentException if the point is not on the curve
   */
  static ECPublicKeyParameters publicKey(byte[] encoded) {
    for (NistCurve each : values()) {
      if (each.isThatOf(encoded)) {
        ECNamedDomainParameters domain = each.domain();
        byte[] point = Arrays.copyOfRange(encoded, each.prefix.length - 1, encoded.length);
        return new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain);
      }
    }
    return null;
  }

  private boolean isThatOf(byte[] encoded) {
    return encoded.length == prefix.length + baseX.length()
        && Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** The curve that a key is on by its name; null if it is none of these. */
  public static NistCurve of(ECPublicKeyParameters key) {
    if (key.getParameters() instanceof ECNamedDomainParameters named) {
      for (NistCurve each : values()) {
        if (each.oid.equals(named.getName().getId())) {
          return each;
        }
      }
    }
    return null;
  }

  /** The curve with its base point. */
  private ECNamedDomainParameters domain() {
    ECNamedDomainParameters known = domain;
    if (known == null) {
      known = made();
      domain = known; // if two threads make it, one is kept, and the other serves its key
    }
    return known;
  }

  private ECNamedDomainParameters made() {
    ECCurve curve =
        switch (this) {
          case P256 -> new SecP256R1Curve();
          case P384 -> new SecP384R1Curve();
          case P521 -> new SecP521R1Curve();
        };
    ECPoint base = curve.decodePoint(HexFormat.of().parseHex("04" + baseX + baseY));
    WNafUtil.configureBasepoint(base); // multiples are worth keeping
    return new ECNamedDomainParameters(
        new ASN1ObjectIdentifier(oid), curve, base, curve.getOrder(), curve.getCofactor());
  }
}
