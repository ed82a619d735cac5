package dev.heddle.demo.connect;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.VerifyResult;
import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Lines;
import dev.heddle.fault.Phase;
import dev.heddle.ssl.Ssl;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a connection once its handshake is done or has failed. What is not known is
 * null.
 *
 * @param line how it was reached
 * @param handshake how long that took
 * @param enforced whether a bad verify result ends the connection
 * @param offered whether there was a session to resume
 */
record Findings(
    Ssl ssl,
    Dial.Line line,
    Duration handshake,
    CertificateRequests requests,
    boolean enforced,
    boolean offered) {

  String address() {
    return line.peer();
  }

  /** How long the handshake was in each of its phases, in their order. */
  Map<Phase, Duration> phases() {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    ssl.getPhaseTimes()
        .forEach(
            (phase, time) -> {
              if (phase.isHandshake()) {
                phases.put(phase, time);
              }
            });
    return phases;
  }

  String protocol() {
    return ssl.getCurrentCipher() == null ? null : ssl.getVersion();
  }

  String cipherSuite() {
    return ssl.getCurrentCipher() == null ? null : ssl.getCurrentCipher().openSslName();
  }

  String group() {
    NamedGroup group = ssl.getNegotiatedGroup();
    return group == null ? null : group.openSslName();
  }

  String peerSignature() {
    SignatureScheme scheme = ssl.getPeerSignatureScheme();
    return scheme == null ? null : scheme.ianaName();
  }

  /** What we have signed with. */
  String ownSignature() {
    SignatureScheme scheme = ssl.getSignatureScheme();
    return scheme == null ? null : scheme.ianaName();
  }

  /** What the OCSP staple said; null if there was none. */
  StapleStatus staple() {
    StapleStatus status = ssl.getStapleStatus();
    return status == null || status.state() == StapleStatus.State.ABSENT ? null : status;
  }

  String alpn() {
    String protocol = ssl.getAlpnSelected();
    return protocol == null ? null : Lines.oneLine(protocol);
  }

  String serverName() {
    return ssl.getServername();
  }

  /** As the peer sent them; if they were refused, those of the path that was judged. */
  List<CertificateFacts> chain() {
    List<X509Certificate> sent = ssl.getPeerCertChain();
    Instant now = Instant.now();
    return (sent.isEmpty() ? ssl.getVerifiedChain() : sent)
        .stream().map(certificate -> CertificateFacts.of(certificate, now)).toList();
  }

  /** The trusted certificate at the end of the path; null if there is none. */
  String trusted() {
    List<X509Certificate> path = ssl.getVerifiedChain();
    return path.isEmpty() || !ssl.getVerifyResult().ok()
        ? null
        : CertificateFacts.of(path.getLast(), Instant.now()).subject();
  }

  /** What the check of the chain said; null if no chain came. */
  VerifyResult verify() {
    // A session brings the chain with it, and what was said of it, but not the path.
    boolean none = ssl.getVerifiedChain().isEmpty() && ssl.getPeerCertChain().isEmpty();
    return none && ssl.getVerifyResult().ok() ? null : ssl.getVerifyResult();
  }
}
