package dev.heddle.demo.connect;

import dev.heddle.demo.Servers;
import dev.heddle.demo.common.MadeUpCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Servers good and bad, each with its {@code ca.pem}, {@code cert.pem} and {@code key.pem} in a
 * directory of its own.
 */
enum Sites {
  GOOD("localhost", 1),
  EXPIRED("localhost", -3),
  WRONG_NAME("other.example", 1),
  /** Good in itself; the client is given another authority. */
  UNKNOWN_CA("localhost", 1),
  /** Wants a certificate of the client. */
  CLIENT_CERTIFICATE("localhost", 1);

  private final String name;
  private final int daysLeft;

  Sites(String name, int daysLeft) {
    this.name = name;
    this.daysLeft = daysLeft;
  }

  /** Writes the files of all of them. */
  static void write(Path directory) throws IOException {
    for (Sites site : values()) {
      Servers.write(Files.createDirectory(site.in(directory)), site.make());
    }
  }

  private MadeUpCertificates make() {
    Instant now = Instant.now();
    // An hour more, so that the days are whole while the test runs.
    Instant to = now.plus(Duration.ofDays(daysLeft)).plus(Duration.ofHours(daysLeft < 0 ? -1 : 1));
    return MadeUpCertificates.make(
        now.minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS),
        to.truncatedTo(ChronoUnit.SECONDS),
        new GeneralName(GeneralName.dNSName, name));
  }

  Path in(Path directory) {
    return directory.resolve(name());
  }

  /** A file of this site, as its PEM text says. */
  Path file(Path directory, String file) {
    return in(directory).resolve(file);
  }

  /** When the server's certificate ends. */
  Instant notAfter(Path directory) {
    try (var in = Files.newInputStream(file(directory, "cert.pem"))) {
      var factory = java.security.cert.CertificateFactory.getInstance("X.509");
      return ((java.security.cert.X509Certificate) factory.generateCertificate(in))
          .getNotAfter()
          .toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
