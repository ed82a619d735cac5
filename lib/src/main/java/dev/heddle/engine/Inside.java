package dev.heddle.engine;

import dev.heddle.config.ChannelBinding;
import dev.heddle.config.Session;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsVersion;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;

/**
 * The inside of a connection whose handshake is done, for whom it concerns: exported keys, channel
 * bindings, randoms and Finished. For any thread: what it reads does not change any more.
 */
public final class Inside {

  private final SecurityParameters parameters;
  private final Exporter exporter;
  private final boolean client;
  private final List<X509Certificate> serverChain;

  /** Null after a full handshake. */
  private final Session resumed;

  /**
   * To be made when the handshake completes, before bctls clears its secrets.
   *
   * @param resumed the session that the handshake has resumed; null for none
   * @param serverChain the certificates that the server has shown, leaf first; empty for none
   */
  Inside(TlsContext context, Session resumed, List<X509Certificate> serverChain) {
    this.resumed = resumed;
    this.serverChain = serverChain;
    this.parameters = context.getSecurityParametersHandshake();
    this.exporter = new Exporter(context.getCrypto(), parameters);
    this.client = !context.isServer();
  }

  /**
   * Exports keying material (RFC 8446 section 7.5, RFC 5705).
   *
   * @param context null for none, which in TLS 1.2 is not the same as an empty one
   * @throws IllegalArgumentException for a label or a length that cannot be
   * @throws IllegalStateException if the secret has been wiped
   */
  public byte[] export(String label, byte[] context, int length) {
    return exporter.export(label, context, length);
  }

  /**
   * A channel binding.
   *
   * @throws UnsupportedOperationException if this connection has none of that type, saying why
   * @throws IllegalStateException if the secret has been wiped
   */
  public byte[] channelBinding(ChannelBinding type) {
    return switch (type) {
      case TLS_EXPORTER -> exported();
      case TLS_SERVER_END_POINT -> endPoint();
      case TLS_UNIQUE -> unique();
    };
  }

  private byte[] exported() {
    if (!extendedMasterSecret()) {
      throw new UnsupportedOperationException(
          "tls-exporter is undefined for TLS 1.2 without extended_master_secret (RFC 9266)");
    }
    // RFC 9266 section 2: a context of length zero, and not none.
    return exporter.export("EXPORTER-Channel-Binding", new byte[0], 32);
  }

  private byte[] unique() {
    byte[] first = isTls13() ? null : parameters.getTLSUnique();
    if (first == null) {
      throw new UnsupportedOperationException(
          "tls-unique is undefined "
              + (isTls13()
                  ? "in TLS 1.3 (RFC 8446 appendix C.5, RFC 9266)"
                  : "for a session resumed without extended_master_secret (RFC 7627)"));
    }
    return first.clone();
  }

  /** A server that resumes has shown no certificate, but remembers which it was. */
  byte[] endPoint() {
    if (resumed == null) {
      if (serverChain.isEmpty()) {
        throw noCertificate();
      }
      return EndPointHash.of(serverChain.getFirst());
    }
    SessionValues earlier = resumed.values();
    if (client && !earlier.peerChain().isEmpty()) {
      return EndPointHash.of(earlier.peerChain().getFirst());
    }
    if (earlier.endPointHash().length > 0) {
      return earlier.endPointHash().clone();
    }
    throw noCertificate();
  }

  private static UnsupportedOperationException noCertificate() {
    return new UnsupportedOperationException(
        "tls-server-end-point is undefined where the server has shown no certificate"
            + " (RFC 5929 section 4)");
  }

  /** A copy of the client's random. */
  public byte[] clientRandom() {
    return parameters.getClientRandom().clone();
  }

  /** A copy of the server's random. */
  public byte[] serverRandom() {
    return parameters.getServerRandom().clone();
  }

  /** A copy of the verify_data of our Finished. */
  public byte[] finished() {
    return parameters.getLocalVerifyData().clone();
  }

  /** A copy of the verify_data of the peer's Finished. */
  public byte[] peerFinished() {
    return parameters.getPeerVerifyData().clone();
  }

  /** Whether the secrets cover the handshake (RFC 7627): always so in TLS 1.3. */
  public boolean extendedMasterSecret() {
    return isTls13() || parameters.isExtendedMasterSecret();
  }

  private boolean isTls13() {
    return TlsVersion.TLS_1_3.code() == parameters.getNegotiatedVersion().getFullVersion();
  }

  /** Forgets the secret of the exporter. */
  void wipe() {
    exporter.wipe();
  }
}
