package dev.heddle.jsse;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/** The names of the authorities that a trust manager accepts, for a server to tell its clients. */
final class Issuers {

  private Issuers() {}

  /**
   * The names, each once; none if they are too long to be sent, which lets a client send any
   * certificate.
   *
   * @param most how many bytes they may have together
   */
  static Set<X500Principal> of(X509TrustManager manager, int most) {
    X509Certificate[] accepted = manager.getAcceptedIssuers();
    Set<X500Principal> names = new LinkedHashSet<>();
    for (X509Certificate issuer : accepted == null ? new X509Certificate[0] : accepted) {
      names.add(issuer.getSubjectX500Principal());
    }
    int bytes = names.stream().mapToInt(name -> 2 + name.getEncoded().length).sum();
    return bytes > most ? Set.of() : names;
  }
}
