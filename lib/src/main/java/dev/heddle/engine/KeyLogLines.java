package dev.heddle.engine;

import dev.heddle.config.KeyLog;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * Writes the lines of a key log (RFC 9850 section 2) as soon as bctls has made the secrets, each
 * once. Belongs to the reading half.
 */
final class KeyLogLines {

  private final KeyLog log;
  private boolean handshakeLogged;
  private boolean allLogged;

  KeyLogLines(KeyLog log) {
    this.log = log;
  }

  /** Looks for secrets that have not been logged. */
  void observe(SecurityParameters p) throws IOException {
    if (allLogged || p == null || p.getNegotiatedVersion() == null) {
      return;
    }
    if (!TlsUtils.isTLSv13(p.getNegotiatedVersion())) {
      if (p.getMasterSecret() != null) {
        allLogged = true;
        line("CLIENT_RANDOM", p, p.getMasterSecret());
      }
      return;
    }
    if (!handshakeLogged && p.getBaseKeyServer() != null) {
      handshakeLogged = true;
      line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", p, p.getBaseKeyClient());
      line("SERVER_HANDSHAKE_TRAFFIC_SECRET", p, p.getBaseKeyServer());
    }
    // bctls derives the exporter's secret last; until then the traffic secrets are the handshake's.
    if (p.getExporterMasterSecret() != null) {
      allLogged = true;
      line("CLIENT_TRAFFIC_SECRET_0", p, p.getTrafficSecretClient());
      line("SERVER_TRAFFIC_SECRET_0", p, p.getTrafficSecretServer());
      line("EXPORTER_SECRET", p, p.getExporterMasterSecret());
    }
  }

  private void line(String label, SecurityParameters p, TlsSecret secret) throws IOException {
    // The one way to read a secret that bctls still needs.
    byte[] copy = secret.encrypt((b, off, length) -> Arrays.copyOfRange(b, off, off + length));
    try {
      HexFormat hex = HexFormat.of();
      log.log(label + " " + hex.formatHex(p.getClientRandom()) + " " + hex.formatHex(copy));
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }
}
