package dev.heddle.jsse;

import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.PeerCertificates;
import dev.heddle.config.TlsVersion;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/**
 * Makes the sessions that managers are shown in the midst of a handshake, each of what the messages
 * so far have told. As with the JDK, the peer's certificates are not in them before they are
 * accepted.
 */
final class Handshaking {

  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SIGNATURE_ALGORITHMS_CERT = 50;

  private Handshaking() {}

  /** The peer's certificates are judged. */
  static TlsSession session(Connection connection, PeerCertificates peer) {
    return session(connection, peer, List.of());
  }

  /** The peer's certificates have been accepted. */
  static TlsSession accepted(Connection connection, PeerCertificates peer) {
    return session(connection, peer, peer.chain());
  }

  private static TlsSession session(
      Connection connection, PeerCertificates peer, List<X509Certificate> accepted) {
    SessionFacts earlier = earlier(connection);
    return session(
        connection,
        new SessionFacts(
            peer.version().openSslName(),
            peer.cipherSuite().ianaName(),
            accepted,
            earlier.localChain(),
            serverNames(connection, peer.serverName()),
            peer.staple() == null ? List.of() : List.of(peer.staple()),
            localSchemes(connection),
            earlier.peerSchemes()));
  }

  /** A client is asked for a certificate. */
  static TlsSession session(Connection connection, CertificateRequestInfo request) {
    SessionFacts earlier = earlier(connection);
    return session(
        connection,
        new SessionFacts(
            request.version().openSslName(),
            request.cipherSuite().ianaName(),
            earlier.peerChain(),
            List.of(),
            serverNames(connection, null),
            earlier.staples(),
            localSchemes(connection),
            SignatureNames.of(request.signatureSchemes())));
  }

  /** A client has said hello; which suite there will be is not known. */
  static TlsSession session(Connection connection, ClientHelloInfo hello) {
    return session(
        connection,
        new SessionFacts(
            version(connection, hello),
            SessionFacts.NONE.cipherSuite(),
            List.of(),
            List.of(),
            serverNames(connection, hello.serverName()),
            List.of(),
            localSchemes(connection),
            SignatureNames.of(schemes(hello))));
  }

  private static TlsSession session(Connection connection, SessionFacts facts) {
    return new TlsSession(
        connection.context().sessions(connection.isClient()),
        connection.sessionState(),
        connection.peerHost(),
        connection.peerPort(),
        facts);
  }

  private static SessionFacts earlier(Connection connection) {
    TlsSession session = connection.handshakeSession();
    return session == null ? SessionFacts.NONE : session.facts();
  }

  /** The highest version that both ends have; that of our engine is the same. */
  private static String version(Connection connection, ClientHelloInfo hello) {
    List<String> enabled = connection.parameters().protocols();
    for (TlsVersion each : List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)) {
      if (enabled.contains(each.openSslName()) && hello.supportedVersions().contains(each.code())) {
        return each.openSslName();
      }
    }
    return SessionFacts.NONE.protocol();
  }

  /** What a client takes certificates by; what it takes signatures by if it says no more. */
  private static List<Integer> schemes(ClientHelloInfo hello) {
    byte[] list = hello.extension(SIGNATURE_ALGORITHMS_CERT);
    if (list == null) {
      list = hello.extension(SIGNATURE_ALGORITHMS);
    }
    List<Integer> schemes = new ArrayList<>();
    // The engine has held the extension to its layout: a length, then numbers of two bytes.
    for (int at = 2; list != null && at + 1 < list.length; at += 2) {
      schemes.add((list[at] & 0xFF) << 8 | list[at + 1] & 0xFF);
    }
    return schemes;
  }

  /**
   * The names that the client asks for.
   *
   * @param asked the one that was on the wire; null for none, or if that is not known
   */
  static List<SNIServerName> serverNames(Connection connection, String asked) {
    List<SNIServerName> own = connection.parameters().serverNames();
    if (connection.isClient() && own != null) {
      return own;
    }
    return asked == null ? List.of() : hostName(asked);
  }

  private static List<SNIServerName> hostName(String name) {
    try {
      return List.of(new SNIHostName(name));
    } catch (IllegalArgumentException e) {
      return List.of(); // the JDK's class takes fewer names than the protocol does
    }
  }

  /** What this end takes signatures by. */
  static List<String> localSchemes(Connection connection) {
    return SignatureNames.ofNamed(connection.parameters().signatureSchemes());
  }
}
