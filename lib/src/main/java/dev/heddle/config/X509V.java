package dev.heddle.config;

import dev.heddle.fault.Alert;
import java.util.HashMap;
import java.util.Map;

/**
 * The {@code X509_V_*} codes this library produces, with OpenSSL 3.0's numbers; see {@code
 * X509_STORE_CTX_get_error(3)}. The alert is the one libssl answers with; the codes of OCSP, which
 * libssl never sets by itself, have that of RFC 6066 section 8.
 */
public enum X509V {
  OK(0, Alert.CLOSE_NOTIFY, "ok"),
  UNSPECIFIED(1, Alert.INTERNAL_ERROR, "unspecified certificate verification error"),
  UNABLE_TO_GET_ISSUER_CERT(2, Alert.UNKNOWN_CA, "unable to get issuer certificate"),
  UNABLE_TO_GET_CRL(3, Alert.UNKNOWN_CA, "unable to get certificate CRL"),
  CERT_SIGNATURE_FAILURE(7, Alert.DECRYPT_ERROR, "certificate signature failure"),
  CRL_SIGNATURE_FAILURE(8, Alert.DECRYPT_ERROR, "CRL signature failure"),
  CERT_NOT_YET_VALID(9, Alert.BAD_CERTIFICATE, "certificate is not yet valid"),
  CERT_HAS_EXPIRED(10, Alert.CERTIFICATE_EXPIRED, "certificate has expired"),
  CRL_NOT_YET_VALID(11, Alert.BAD_CERTIFICATE, "CRL is not yet valid"),
  CRL_HAS_EXPIRED(12, Alert.CERTIFICATE_EXPIRED, "CRL has expired"),
  DEPTH_ZERO_SELF_SIGNED_CERT(18, Alert.UNKNOWN_CA, "self-signed certificate"),
  SELF_SIGNED_CERT_IN_CHAIN(19, Alert.UNKNOWN_CA, "self-signed certificate in certificate chain"),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY(20, Alert.UNKNOWN_CA, "unable to get local issuer certificate"),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE(21, Alert.UNKNOWN_CA, "unable to verify the first certificate"),
  CERT_CHAIN_TOO_LONG(22, Alert.UNKNOWN_CA, "certificate chain too long"),
  CERT_REVOKED(23, Alert.CERTIFICATE_REVOKED, "certificate revoked"),
  PATH_LENGTH_EXCEEDED(25, Alert.UNKNOWN_CA, "path length constraint exceeded"),
  INVALID_PURPOSE(26, Alert.UNSUPPORTED_CERTIFICATE, "unsuitable certificate purpose"),
  CERT_UNTRUSTED(27, Alert.BAD_CERTIFICATE, "certificate not trusted"),
  CERT_REJECTED(28, Alert.BAD_CERTIFICATE, "certificate rejected"),
  AKID_SKID_MISMATCH(
      30, Alert.CERTIFICATE_UNKNOWN, "authority and subject key identifier mismatch"),
  KEYUSAGE_NO_CERTSIGN(
      32, Alert.CERTIFICATE_UNKNOWN, "key usage does not include certificate signing"),
  UNHANDLED_CRITICAL_EXTENSION(34, Alert.CERTIFICATE_UNKNOWN, "unhandled critical extension"),
  KEYUSAGE_NO_CRL_SIGN(35, Alert.CERTIFICATE_UNKNOWN, "key usage does not include CRL signing"),
  UNHANDLED_CRITICAL_CRL_EXTENSION(
      36, Alert.CERTIFICATE_UNKNOWN, "unhandled critical CRL extension"),
  INVALID_NON_CA(37, Alert.CERTIFICATE_UNKNOWN, "invalid non-CA certificate (has CA markings)"),
  INVALID_EXTENSION(41, Alert.CERTIFICATE_UNKNOWN, "invalid or inconsistent certificate extension"),
  INVALID_POLICY_EXTENSION(
      42, Alert.CERTIFICATE_UNKNOWN, "invalid or inconsistent certificate policy extension"),
  NO_EXPLICIT_POLICY(43, Alert.CERTIFICATE_UNKNOWN, "no explicit policy"),
  DIFFERENT_CRL_SCOPE(44, Alert.CERTIFICATE_UNKNOWN, "different CRL scope"),
  PERMITTED_VIOLATION(47, Alert.CERTIFICATE_UNKNOWN, "permitted subtree violation"),
  EXCLUDED_VIOLATION(48, Alert.CERTIFICATE_UNKNOWN, "excluded subtree violation"),
  SUBTREE_MINMAX(
      49, Alert.CERTIFICATE_UNKNOWN, "name constraints minimum and maximum not supported"),
  APPLICATION_VERIFICATION(50, Alert.HANDSHAKE_FAILURE, "application verification failure"),
  UNSUPPORTED_CONSTRAINT_TYPE(51, Alert.CERTIFICATE_UNKNOWN, "unsupported name constraint type"),
  UNSUPPORTED_CONSTRAINT_SYNTAX(
      52, Alert.CERTIFICATE_UNKNOWN, "unsupported or invalid name constraint syntax"),
  UNSUPPORTED_NAME_SYNTAX(53, Alert.CERTIFICATE_UNKNOWN, "unsupported or invalid name syntax"),
  HOSTNAME_MISMATCH(62, Alert.BAD_CERTIFICATE, "hostname mismatch"),
  IP_ADDRESS_MISMATCH(64, Alert.BAD_CERTIFICATE, "IP address mismatch"),
  EE_KEY_TOO_SMALL(66, Alert.BAD_CERTIFICATE, "EE certificate key too weak"),
  CA_KEY_TOO_SMALL(67, Alert.BAD_CERTIFICATE, "CA certificate key too weak"),
  CA_MD_TOO_WEAK(68, Alert.BAD_CERTIFICATE, "CA signature digest algorithm too weak"),
  OCSP_VERIFY_NEEDED(73, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, "OCSP verification needed"),
  OCSP_VERIFY_FAILED(74, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, "OCSP verification failed"),
  OCSP_CERT_UNKNOWN(75, Alert.BAD_CERTIFICATE_STATUS_RESPONSE, "OCSP unknown cert"),
  INVALID_CA(79, Alert.UNKNOWN_CA, "invalid CA certificate"),
  PATHLEN_INVALID_FOR_NON_CA(80, Alert.CERTIFICATE_UNKNOWN, "Path length invalid for non-CA cert"),
  PATHLEN_WITHOUT_KU_KEY_CERT_SIGN(
      81, Alert.CERTIFICATE_UNKNOWN, "Path length given without key usage keyCertSign"),
  KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA(
      82, Alert.CERTIFICATE_UNKNOWN, "Key usage keyCertSign invalid for non-CA cert"),
  MISSING_AUTHORITY_KEY_IDENTIFIER(
      85, Alert.CERTIFICATE_UNKNOWN, "Missing Authority Key Identifier"),
  MISSING_SUBJECT_KEY_IDENTIFIER(86, Alert.CERTIFICATE_UNKNOWN, "Missing Subject Key Identifier"),
  EMPTY_SUBJECT_ALT_NAME(87, Alert.CERTIFICATE_UNKNOWN, "Empty Subject Alternative Name extension"),
  CA_BCONS_NOT_CRITICAL(
      89, Alert.CERTIFICATE_UNKNOWN, "Basic Constraints of CA cert not marked critical"),
  AUTHORITY_KEY_IDENTIFIER_CRITICAL(
      90, Alert.CERTIFICATE_UNKNOWN, "Authority Key Identifier marked critical"),
  SUBJECT_KEY_IDENTIFIER_CRITICAL(
      91, Alert.CERTIFICATE_UNKNOWN, "Subject Key Identifier marked critical"),
  CA_CERT_MISSING_KEY_USAGE(
      92, Alert.CERTIFICATE_UNKNOWN, "CA cert does not include key usage extension");

  private static final Map<Integer, X509V> BY_CODE = new HashMap<>();

  static {
    for (X509V constant : values()) {
      BY_CODE.put(constant.code, constant);
    }
  }

  private final int code;
  private final Alert alert;
  private final String text;

  X509V(int code, Alert alert, String text) {
    this.code = code;
    this.alert = alert;
    this.text = text;
  }

  /** OpenSSL's number. */
  public int code() {
    return code;
  }

  /**
   * The alert libssl sends for this code; certificate_unknown where it has no entry of its own. For
   * {@link #OK} there is nothing to send: close_notify.
   */
  public Alert alert() {
    return alert;
  }

  /** The short text, as {@code X509_verify_cert_error_string(3)} gives it. */
  public String text() {
    return text;
  }

  /** OpenSSL's name, for example {@code X509_V_ERR_CERT_HAS_EXPIRED}. */
  public String openSslName() {
    return this == OK ? "X509_V_OK" : "X509_V_ERR_" + name();
  }

  /**
   * The constant with this number.
   *
   * @param code OpenSSL's number
   * @return the constant, or null for a code this library does not produce
   */
  public static X509V of(int code) {
    return BY_CODE.get(code);
  }
}
