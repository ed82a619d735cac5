package dev.heddle.resume;

import dev.heddle.config.TlsConfig;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** When a session can no longer be resumed. */
public final class Expiry {

  /**
   * The earliest of what limits it: the configuration's lifetime, counted from the full handshake
   * that it all began with, and the peer's certificates, none of which it may outlive.
   *
   * @param chain the peer's; may be empty
   */
  public static Instant of(TlsConfig config, Instant authenticatedAt, List<X509Certificate> chain) {
    Instant end = authenticatedAt.plus(config.sessions().lifetime());
    for (X509Certificate each : chain) {
      end = earlier(end, each.getNotAfter().toInstant());
    }
    return end;
  }

  /** Of two. */
  public static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Expiry() {}
}
