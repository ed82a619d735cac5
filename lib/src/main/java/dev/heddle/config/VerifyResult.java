package dev.heddle.config;

import dev.heddle.fault.Alert;
import java.security.cert.X509Certificate;
import java.util.Objects;

/**
 * The outcome of checking a peer's chain: {@code SSL_get_verify_result(3)} with its circumstances.
 *
 * @param code the {@code X509_V_*} number, 0 for a good chain
 * @param depth position of the certificate at fault in the path, 0 for the leaf
 * @param certificate the certificate at fault; null if the chain is good or empty
 * @param detail what is wrong, in one clause without a full stop, naming the certificate
 */
public record VerifyResult(int code, int depth, X509Certificate certificate, String detail) {

  /** A chain with nothing wrong; also the state before any chain was seen, as in OpenSSL. */
  public static final VerifyResult OK = new VerifyResult(0, 0, null, "ok");

  /** Checks that there is a detail. */
  public VerifyResult {
    Objects.requireNonNull(detail, "detail");
  }

  /** A result with one of the codes this library produces. */
  public static VerifyResult of(X509V code, int depth, X509Certificate certificate, String detail) {
    return new VerifyResult(code.code(), depth, certificate, detail);
  }

  /** Whether the chain is good. */
  public boolean ok() {
    return code == 0;
  }

  /** The short text of the code, as {@code X509_verify_cert_error_string(3)} gives it. */
  public String text() {
    X509V known = X509V.of(code);
    return known == null ? "error number " + code : known.text();
  }

  /** OpenSSL's name of the code, for example {@code X509_V_ERR_CERT_HAS_EXPIRED}. */
  public String openSslName() {
    X509V known = X509V.of(code);
    return known == null ? "error number " + code : known.openSslName();
  }

  /**
   * The alert that tells the peer, as libssl maps it; certificate_unknown for a code without an
   * entry of its own. Of no meaning when {@link #ok}.
   */
  public Alert alert() {
    X509V known = X509V.of(code);
    return known == null ? Alert.CERTIFICATE_UNKNOWN : known.alert();
  }

  /** Code, name, depth and detail in one line; not the certificate. */
  @Override
  public String toString() {
    return ok() ? "X509_V_OK" : openSslName() + " (" + code + ") at depth " + depth + ": " + detail;
  }
}
