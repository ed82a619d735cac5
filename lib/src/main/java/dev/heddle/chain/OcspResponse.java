package dev.heddle.chain;

import dev.heddle.config.StapleStatus;
import dev.heddle.config.StapleStatus.State;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What one OCSP response (RFC 6960) says of one certificate, and whether it may be believed. The
 * response is the peer's, so anything may be in it; its size is bounded by whoever received it.
 */
final class OcspResponse {

  private final X509Certificate certificate;
  private final X509Certificate issuer;
  private final Instant now;

  private OcspResponse(X509Certificate certificate, X509Certificate issuer, Instant now) {
    this.certificate = certificate;
    this.issuer = issuer;
    this.now = now;
  }

  /**
   * Judges a response.
   *
   * @param issuer the certificate whose key signed {@code certificate}
   */
  static StapleStatus judge(
      byte[] response, X509Certificate certificate, X509Certificate issuer, Instant now) {
    try {
      return new OcspResponse(certificate, issuer, now).judge(response);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Bouncy Castle reads parts of a structure only when they are asked for, and throws whatever
      // fits.
      return invalid("cannot be read");
    }
  }

  private StapleStatus judge(byte[] encoded) throws IOException, GeneralSecurityException {
    OCSPResponse response = OCSPResponse.getInstance(ASN1Primitive.fromByteArray(encoded));
    int answer = response.getResponseStatus().getIntValue();
    if (answer != SUCCESSFUL) {
      return status(State.UNUSABLE, "has no answer but the status " + answer(answer));
    }
    ResponseBytes bytes = response.getResponseBytes();
    if (bytes == null
        || !bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
      return invalid("is not a basic OCSP response");
    }
    BasicOCSPResponse basic =
        BasicOCSPResponse.getInstance(ASN1Primitive.fromByteArray(bytes.getResponse().getOctets()));
    ResponseData data = basic.getTbsResponseData();
    SingleResponse single = single(data.getResponses());
    if (single == null) {
      return invalid("is for another certificate");
    }
    if (hasCritical(data.getResponseExtensions()) || hasCritical(single.getSingleExtensions())) {
      return invalid("has a critical extension, and none is known");
    }
    String unproven = OcspSigner.fault(basic, issuer, now);
    return unproven != null ? invalid(unproven) : status(single);
  }

  private StapleStatus status(SingleResponse single) throws IOException {
    Instant from = instant(single.getThisUpdate());
    Instant to = single.getNextUpdate() == null ? null : instant(single.getNextUpdate());
    CertStatus status = single.getCertStatus();
    switch (status.getTagNo()) {
      case GOOD -> {}
      case REVOKED -> {
        RevokedInfo info = RevokedInfo.getInstance(status.getStatus());
        int reason =
            info.getRevocationReason() == null
                ? -1
                : info.getRevocationReason().getValue().intValueExact();
        String text =
            Revocation.text(
                certificate, instant(info.getRevocationTime()), reason, "by the OCSP staple", now);
        return new StapleStatus(State.REVOKED, from, to, text);
      }
      default -> {
        String text = text("is from a responder that does not know this certificate");
        return new StapleStatus(State.UNKNOWN, from, to, text);
      }
    }
    String untimely = untimely(from, to);
    return untimely == null
        ? new StapleStatus(State.GOOD, from, to, "the OCSP staple says good")
        : new StapleStatus(State.OUT_OF_DATE, from, to, text(untimely));
  }

  /** What is wrong with the dates; null if nothing. */
  private String untimely(Instant from, Instant to) {
    if (from.isAfter(now.plus(SKEW))) {
      return "is not valid before " + ChainText.time(from, now);
    }
    if (to == null) {
      return from.plus(UNLIMITED_FOR).isBefore(now.minus(SKEW))
          ? "names no end of its validity and is of " + ChainText.time(from, now)
          : null;
    }
    return to.isBefore(now.minus(SKEW)) || to.isBefore(from)
        ? "expired on " + ChainText.time(to, now)
        : null;
  }

  /** The newest response for our certificate; null if there is none. */
  private SingleResponse single(ASN1Sequence responses)
      throws IOException, GeneralSecurityException {
    SingleResponse newest = null;
    for (int i = 0; i < responses.size(); i++) {
      SingleResponse each = SingleResponse.getInstance(responses.getObjectAt(i));
      if (isOurs(each.getCertID())
          && (newest == null
              || instant(each.getThisUpdate()).isAfter(instant(newest.getThisUpdate())))) {
        newest = each;
      }
    }
    return newest;
  }

  /** RFC 6960 section 4.1.1; responders still name certificates by hashes of SHA-1. */
  private boolean isOurs(CertID id) throws GeneralSecurityException {
    if (!id.getSerialNumber().getValue().equals(certificate.getSerialNumber())) {
      return false;
    }
    ASN1ObjectIdentifier oid = id.getHashAlgorithm().getAlgorithm();
    String algorithm =
        oid.getId().equals(SHA1) ? "SHA-1" : oid.getId().equals(SHA256) ? "SHA-256" : null;
    if (algorithm == null) {
      return false;
    }
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    byte[] name = digest.digest(certificate.getIssuerX500Principal().getEncoded());
    byte[] key = digest.digest(keyBits(issuer));
    return Arrays.equals(name, id.getIssuerNameHash().getOctets())
        && Arrays.equals(key, id.getIssuerKeyHash().getOctets());
  }

  /** The public key as the hashes of OCSP take it: without its algorithm. */
  static byte[] keyBits(X509Certificate certificate) {
    return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
        .getPublicKeyData()
        .getOctets();
  }

  private static boolean hasCritical(Extensions extensions) {
    return extensions != null && extensions.hasAnyCriticalExtensions();
  }

  private static Instant instant(ASN1GeneralizedTime time) {
    try {
      return time.getDate().toInstant();
    } catch (ParseException e) {
      throw new IllegalArgumentException("no time", e);
    }
  }

  private static StapleStatus invalid(String what) {
    return status(State.INVALID, what);
  }

  private static StapleStatus status(State state, String what) {
    return new StapleStatus(state, null, null, text(what));
  }

  private static String text(String what) {
    return "the OCSP staple " + what;
  }

  private static String answer(int status) {
    return switch (status) {
      case 1 -> "malformedRequest";
      case 2 -> "internalError";
      case 3 -> "tryLater";
      case 5 -> "sigRequired";
      case 6 -> "unauthorized";
      default -> Integer.toString(status);
    };
  }

  private static final int SUCCESSFUL = 0;

  /** Tags of CertStatus. */
  private static final int GOOD = 0;

  private static final int REVOKED = 1;

  private static final String SHA1 = "1.3.14.3.2.26";
  private static final String SHA256 = "2.16.840.1.101.3.4.2.1";

  /** How far the responder's clock and ours may be apart. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * How long a response counts that names no end. RFC 6960 section 2.4: newer information is then
   * available all the time, so there is no reason to show an old one.
   */
  static final Duration UNLIMITED_FOR = Duration.ofDays(1);
}
