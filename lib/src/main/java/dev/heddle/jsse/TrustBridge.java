package dev.heddle.jsse;

import dev.heddle.config.CertVerifyCallback;
import dev.heddle.config.PeerCertificates;
import java.security.AlgorithmConstraints;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Has a caller's trust manager judge the certificates of a connection's peer; the connection is
 * attached. It is told what SunJSSE tells it; one that does not see the connection has {@link
 * AddedChecks} beside it.
 *
 * <p>One object per manager, and per terms that the manager reads from the connection, for the life
 * of its context: sessions are resumed only under the very object that has judged them.
 */
final class TrustBridge implements CertVerifyCallback {

  /** Programs have few of them. */
  private static final int MOST_TERMS = 16;

  private final X509TrustManager manager;
  private final Lately<Terms, TrustBridge> all;

  /**
   * What decides about a peer beside its certificates and its name.
   *
   * @param identification in capitals; null for none
   */
  private record Terms(String identification, AlgorithmConstraints constraints) {

    static Terms of(Parameters parameters) {
      return new Terms(
          parameters.identifiesEndpoint()
              ? parameters.endpointIdentification().toUpperCase(Locale.ROOT)
              : null,
          parameters.algorithmConstraints());
    }
  }

  private TrustBridge(X509TrustManager manager, Lately<Terms, TrustBridge> all) {
    this.manager = manager;
    this.all = all;
  }

  /** For both roles: a server's chain and a client's are told apart by what is presented. */
  static TrustBridge of(X509TrustManager manager) {
    Objects.requireNonNull(manager, "manager");
    return new TrustBridge(manager, new Lately<>(MOST_TERMS));
  }

  /** The same manager's, for connections that are set to this. */
  TrustBridge under(Parameters parameters) {
    Terms asked = Terms.of(parameters);
    TrustBridge known = all.get(asked);
    return known != null ? known : all.put(asked, new TrustBridge(manager, all));
  }

  @Override
  public void verify(PeerCertificates peer) throws CertificateException {
    Connection connection = (Connection) peer.attachment();
    connection.handshakeSession(TlsSession.inHandshake(connection, peer));
    judge(connection, peer);
    connection.handshakeSession(Handshaking.accepted(connection, peer));
  }

  private void judge(Connection connection, PeerCertificates peer) throws CertificateException {
    X509Certificate[] chain = peer.chain().toArray(X509Certificate[]::new);
    String authType = AuthTypes.of(peer);
    if (manager instanceof X509ExtendedTrustManager extended) {
      connection.checkTrusted(extended, peer.fromServer(), chain, authType);
      return;
    }
    if (peer.fromServer()) {
      manager.checkServerTrusted(chain.clone(), authType);
    } else {
      manager.checkClientTrusted(chain.clone(), authType);
    }
    Terms terms = Terms.of(connection.parameters());
    if (terms.identification != null) {
      AddedChecks.identity(connection, terms.identification, chain[0]);
    }
    AddedChecks.constraints(
        Stream.of(DisabledAlgorithms.now(), terms.constraints)
            .filter(Objects::nonNull)
            .distinct()
            .toList(),
        manager,
        chain,
        peer.fromServer());
  }
}
