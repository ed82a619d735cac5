package dev.heddle.chain;

import dev.heddle.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Who may sign an OCSP response (RFC 6960 section 4.2.2.2): the key that signed the certificate in
 * question, or one for which it has signed a certificate with the purpose OCSPSigning. That
 * certificate itself is not checked for revocation, whether or not it has the extension
 * id-pkix-ocsp-nocheck.
 */
final class OcspSigner {

  private static final LinkSignatures SIGNATURES = LinkSignatures.shared();

  private OcspSigner() {}

  /**
   * Why the response proves nothing.
   *
   * @return what it is or has, to go after "the OCSP staple"; null if it is properly signed
   */
  static String fault(BasicOCSPResponse response, X509Certificate issuer, Instant now)
      throws IOException, GeneralSecurityException {
    AlgorithmIdentifier algorithm = response.getSignatureAlgorithm();
    byte[] parameters =
        algorithm.getParameters() == null
            ? null
            : algorithm.getParameters().toASN1Primitive().getEncoded(ASN1Encoding.DER);
    String oid = algorithm.getAlgorithm().getId();
    if (!ChainStrength.isStrongSignature(oid, parameters)) {
      return "is signed with a weak or unknown algorithm (" + Printable.text(oid) + ")";
    }
    byte[] data = response.getTbsResponseData().getEncoded(ASN1Encoding.DER);
    byte[] signature = response.getSignature().getOctets();
    ResponderID responder = response.getTbsResponseData().getResponderID();
    String fault = "does not come with the certificate of its responder";
    if (isOf(responder, issuer)) {
      if (SIGNATURES.verifies(issuer.getPublicKey(), oid, parameters, data, signature)) {
        return null;
      }
      fault = "is not signed by the key of " + ChainText.subject(issuer);
    }
    for (X509Certificate each : certificates(response.getCerts())) {
      if (isOf(responder, each)) {
        String unfit = unfit(each, issuer, now);
        if (unfit != null) {
          fault = "is of a responder that may not speak for the issuer: its certificate " + unfit;
        } else if (SIGNATURES.verifies(each.getPublicKey(), oid, parameters, data, signature)) {
          return null;
        } else {
          fault = "is not signed by the key of " + ChainText.subject(each);
        }
      }
    }
    return fault;
  }

  /** Why a certificate gives no right to speak for the issuer; null if it does. */
  private static String unfit(X509Certificate responder, X509Certificate issuer, Instant now)
      throws GeneralSecurityException {
    if (!responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return "is not by " + ChainText.subject(issuer);
    }
    List<String> purposes = responder.getExtendedKeyUsage();
    if (purposes == null || !purposes.contains(OCSP_SIGNING)) {
      return "is not for OCSPSigning";
    }
    boolean[] usage = responder.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      return "is not for signatures (key usage)";
    }
    Date date = Date.from(now);
    if (date.before(responder.getNotBefore()) || date.after(responder.getNotAfter())) {
      return "is not valid now";
    }
    Set<String> critical = responder.getCriticalExtensionOIDs();
    if (critical != null && !KNOWN.containsAll(critical)) {
      return "has an unknown critical extension";
    }
    if (ChainStrength.weakness(responder.getPublicKey()) != null
        || !ChainStrength.isStrongSignature(
            responder.getSigAlgOID(), responder.getSigAlgParams())) {
      return "has a weak key or signature";
    }
    return SIGNATURES.isSigned(responder, issuer.getPublicKey())
        ? null
        : "is not signed by the key of " + ChainText.subject(issuer);
  }

  private static boolean isOf(ResponderID responder, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    if (responder.getName() != null) {
      return new X500Principal(responder.getName().getEncoded(ASN1Encoding.DER))
          .equals(certificate.getSubjectX500Principal());
    }
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(OcspResponse.keyBits(certificate));
    return Arrays.equals(hash, responder.getKeyHash());
  }

  /** The first few certificates; a response needs one. */
  private static List<X509Certificate> certificates(ASN1Sequence encoded)
      throws IOException, GeneralSecurityException {
    if (encoded == null || encoded.size() == 0) {
      return List.of();
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate[] certificates =
        new X509Certificate[Math.min(encoded.size(), MAX_CERTIFICATES)];
    for (int i = 0; i < certificates.length; i++) {
      byte[] each = encoded.getObjectAt(i).toASN1Primitive().getEncoded(ASN1Encoding.DER);
      certificates[i] =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each));
    }
    return List.of(certificates);
  }

  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  /** Indexes in {@link X509Certificate#getKeyUsage}. */
  private static final int DIGITAL_SIGNATURE = 0;

  private static final int NON_REPUDIATION = 1;

  /** The critical extensions that a responder's certificate may have. */
  private static final Set<String> KNOWN =
      Set.of(
          "2.5.29.15", // keyUsage
          "2.5.29.17", // subjectAltName
          "2.5.29.19", // basicConstraints
          "2.5.29.37", // extKeyUsage
          "1.3.6.1.5.5.7.48.1.5"); // id-pkix-ocsp-nocheck

  /** Certificates looked at; each may cost two signature checks. */
  private static final int MAX_CERTIFICATES = 4;
}
