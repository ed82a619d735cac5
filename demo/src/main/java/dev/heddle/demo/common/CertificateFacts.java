package dev.heddle.demo.common;

import dev.heddle.config.HostName;
import dev.heddle.config.KeyPin;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a certificate says, each in one line that a terminal can print.
 *
 * @param serial in hexadecimal
 * @param daysLeft whole days; negative once it has expired
 * @param key the kind of the key, and how long it is
 * @param signedWith the algorithm of its signature
 * @param names the alternative names, as {@code DNS:a}
 * @param sha256 of the whole certificate, as {@code openssl x509 -fingerprint} writes it
 * @param pin of the public key, as {@link KeyPin} reads it
 */
public record CertificateFacts(
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    long daysLeft,
    String key,
    String signedWith,
    List<String> names,
    String sha256,
    String pin,
    String pem) {

  /** Reads a certificate. */
  public static CertificateFacts of(X509Certificate certificate, Instant now) {
    Instant to = certificate.getNotAfter().toInstant();
    try {
      return new CertificateFacts(
          name(certificate.getSubjectX500Principal().getName()),
          name(certificate.getIssuerX500Principal().getName()),
          certificate.getSerialNumber().toString(16),
          certificate.getNotBefore().toInstant(),
          to,
          Math.floorDiv(Duration.between(now, to).toSeconds(), Duration.ofDays(1).toSeconds()),
          key(certificate.getPublicKey()),
          Lines.oneLine(certificate.getSigAlgName()),
          HostName.presented(certificate).stream().map(Lines::oneLine).toList(),
          HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate.getEncoded())),
          KeyPin.of(certificate).toString(),
          Pem.certificate(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was parsed, and SHA-256", e);
    }
  }

  /** The first names, and how many more there are; empty for none. */
  public String someNames() {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
    int more = names.size() - MAX_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** How long it is still valid, or since when no longer. */
  public String left() {
    return daysLeft >= 0 ? days(daysLeft) + " left" : "expired " + days(-daysLeft - 1) + " ago";
  }

  private static String days(long count) {
    return count == 1 ? "1 day" : count + " days";
  }

  private static String name(String distinguishedName) {
    return distinguishedName.isEmpty() ? "(no name)" : Lines.oneLine(distinguishedName);
  }

  private static String key(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return "RSA, " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECKey ec) {
      // The JDK's named curves begin with their name.
      String curve = ec.getParams().toString().split(" ", 2)[0];
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      return "EC " + (curve.matches("[A-Za-z0-9]+") ? curve + ", " : "") + bits + " bits";
    }
    return key instanceof EdECKey ed ? ed.getParams().getName() : Lines.oneLine(key.getAlgorithm());
  }

  private static byte[] sha256(byte[] data) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }

  private static final int MAX_NAMES = 20;
}
