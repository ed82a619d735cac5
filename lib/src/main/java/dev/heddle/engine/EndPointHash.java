package dev.heddle.engine;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hash of a server's certificate that tls-server-end-point asks for (RFC 5929 section 4.1). */
final class EndPointHash {

  /**
   * Hashes a certificate with the hash of its own signature.
   *
   * @throws UnsupportedOperationException if that names no hash, or one that is not known here
   */
  static byte[] of(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance(hash(certificate)).digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw undefined(certificate, e);
    }
  }

  private static String hash(X509Certificate certificate) throws GeneralSecurityException {
    String signature = certificate.getSigAlgName();
    if (signature.equalsIgnoreCase("RSASSA-PSS")) {
      return atLeastSha256(pssHash(certificate));
    }
    // As the JDK names them: SHA256withRSA, SHA512withECDSA, SHA3-256withRSA, SHA512/256withRSA.
    Matcher named = NAMED.matcher(signature.toUpperCase(Locale.ROOT));
    if (!named.matches()) {
      throw undefined(certificate, null);
    }
    return atLeastSha256(named.group(1));
  }

  private static String pssHash(X509Certificate certificate) throws GeneralSecurityException {
    byte[] encoded = certificate.getSigAlgParams();
    if (encoded == null) {
      throw undefined(certificate, null);
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
    try {
      parameters.init(encoded);
    } catch (IOException e) {
      throw undefined(certificate, e);
    }
    return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
  }

  private static String atLeastSha256(String name) {
    String plain = name.toUpperCase(Locale.ROOT);
    return switch (plain) {
      case "MD5", "SHA1", "SHA-1" -> "SHA-256";
      default ->
          plain.matches("SHA\\d.*") && !plain.startsWith("SHA3-")
              ? "SHA-" + plain.substring(3)
              : plain;
    };
  }

  private static UnsupportedOperationException undefined(
      X509Certificate certificate, Exception cause) {
    return new UnsupportedOperationException(
        "tls-server-end-point is undefined for a certificate signed with "
            + certificate.getSigAlgName()
            + ", which names no hash function (RFC 5929 section 4.1)",
        cause);
  }

  private static final Pattern NAMED = Pattern.compile("(MD5|SHA\\d(?:[-/\\d]*))WITH.+");

  private EndPointHash() {}
}
