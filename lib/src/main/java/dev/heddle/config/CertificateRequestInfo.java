package dev.heddle.config;

import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;

/**
 * A server's CertificateRequest, as a {@link ClientCertificateCallback} sees it: RFC 8446 section
 * 4.3.2, RFC 5246 section 7.4.4. Immutable.
 *
 * @param version the version that was agreed on
 * @param cipherSuite the suite that was agreed on
 * @param issuers the authorities the server named; empty if it named none
 * @param signatureSchemes what the server accepts signatures by, in its order, unknown ones too
 * @param certificateTypes TLS 1.2: the kinds of keys it accepts (ClientCertificateType); empty in
 *     TLS 1.3
 * @param attachment what the program has given the connection to be known by; null for nothing
 */
public record CertificateRequestInfo(
    TlsVersion version,
    CipherSuite cipherSuite,
    List<X500Principal> issuers,
    List<Integer> signatureSchemes,
    List<Integer> certificateTypes,
    Object attachment) {

  /** Copies what it is given. */
  public CertificateRequestInfo {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(cipherSuite, "cipherSuite");
    issuers = List.copyOf(issuers);
    signatureSchemes = List.copyOf(signatureSchemes);
    certificateTypes = List.copyOf(certificateTypes);
  }
}
