package dev.heddle.jsse;

import dev.heddle.text.Printable;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;

/**
 * The endpoint identification algorithms of JSSE. They are one here: RFC 9525, with names from
 * subjectAltName alone.
 */
final class Identification {

  private static final Set<String> KNOWN = Set.of("HTTPS", "LDAPS", "LDAP");

  private Identification() {}

  /**
   * Checks that there is such an algorithm.
   *
   * @throws CertificateException if there is not
   */
  static void require(String algorithm) throws CertificateException {
    if (!KNOWN.contains(algorithm.toUpperCase(Locale.ROOT))) {
      throw new CertificateException(
          "unknown endpoint identification algorithm '"
              + Printable.text(algorithm)
              + "'; known are HTTPS and LDAPS");
    }
  }
}
