package dev.heddle.demo.common;

import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A certification authority and a server's certificate for this machine, made on the spot and
 * forgotten at the end.
 *
 * @param authority the root's certificate
 * @param server the server's certificate and key
 */
public record MadeUpCertificates(X509Certificate authority, Credentials server) {

  /** For {@code localhost}, 127.0.0.1 and ::1. */
  public static MadeUpCertificates make() {
    return make(
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.iPAddress, "::1"));
  }

  /** For a server of these names, for a day. */
  public static MadeUpCertificates make(GeneralName... names) {
    Instant now = Instant.now();
    return make(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), names);
  }

  /** For a server of these names. A client may show it, too. */
  public static MadeUpCertificates make(Instant from, Instant to, GeneralName... names) {
    MadeUpAuthority root =
        MadeUpAuthority.root(
            "Heddle demo root", MadeUpAuthority.Keys.P256, 0, from.minus(Duration.ofHours(1)));
    return new MadeUpCertificates(root.certificate(), root.server(from, to, names));
  }

  /** Trust in the made-up authority alone. */
  public Trust trust() {
    return Trust.of(List.of(authority));
  }
}
