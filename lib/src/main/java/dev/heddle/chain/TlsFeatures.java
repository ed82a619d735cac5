package dev.heddle.chain;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/** The TLS feature extension of a certificate (RFC 7633): what its server promises to do. */
final class TlsFeatures {

  private static final TlsFeatures NONE = new TlsFeatures(Set.of());

  private static final BigInteger STATUS_REQUEST = BigInteger.valueOf(5);
  private static final BigInteger STATUS_REQUEST_V2 = BigInteger.valueOf(17);

  private final Set<BigInteger> numbers;

  private TlsFeatures(Set<BigInteger> numbers) {
    this.numbers = numbers;
  }

  /** Reads the extension's content; throws some unchecked exception if it is malformed. */
  static TlsFeatures of(Object content) {
    Set<BigInteger> numbers = new TreeSet<>();
    for (ASN1Encodable each : ASN1Sequence.getInstance(content)) {
      numbers.add(ASN1Integer.getInstance(each).getValue());
    }
    return new TlsFeatures(numbers);
  }

  /** Those of a certificate; none if it has no such extension, or one that cannot be read. */
  static TlsFeatures in(X509Certificate certificate) {
    TlsFeatures features = KnownExtension.TLS_FEATURE.of(certificate, TlsFeatures.class);
    return features == null ? NONE : features;
  }

  /** Whether the server must staple when it is asked to ("must-staple"). */
  boolean mustStaple() {
    return numbers.contains(STATUS_REQUEST);
  }

  boolean contains(TlsFeatures others) {
    return numbers.containsAll(others.numbers);
  }

  /**
   * Whether there is a feature that is not checked. That of status_request_v2 need not be: it is
   * not in our hello, and what is not there does not count (RFC 7633 section 4.3.3).
   */
  boolean hasUnknown() {
    return numbers.stream()
        .anyMatch(each -> !each.equals(STATUS_REQUEST) && !each.equals(STATUS_REQUEST_V2));
  }
}
