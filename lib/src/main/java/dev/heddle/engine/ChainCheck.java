package dev.heddle.engine;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyResult;
import java.security.cert.X509Certificate;
import java.util.List;

/** Checks a peer's chain: path, trust, purpose, dates, name. */
public final class ChainCheck {

  private ChainCheck() {}

  /** The verdict on a presented chain, leaf first. */
  public static VerifyResult check(
      TlsConfig config, List<X509Certificate> chain, boolean peerIsServer) {
    throw new UnsupportedOperationException("not yet");
  }
}
