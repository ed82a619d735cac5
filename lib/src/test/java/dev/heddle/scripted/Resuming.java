package dev.heddle.scripted;

import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What the rules about sessions begin with. */
final class Resuming {

  private Resuming() {}

  /** A connection that leaves a ticket behind. */
  static Script given() {
    return honest().tickets(1);
  }

  /** A connection that leaves a ticket behind, and then so much time. */
  static Script given(Duration before) {
    return given().then(peer -> peer.pass(before));
  }

  /** A connection that resumes with the ticket of one before it. */
  static Script resuming() {
    return resuming(known -> known);
  }

  /** The same, with a change to what the peer knows of the session. */
  static Script resuming(UnaryOperator<PeerSession> change) {
    return honest().earlier(given()).resuming(change);
  }

  /** The peer in this version, and the subject in both. */
  static Terms in(TlsVersion version, Terms terms) {
    return terms.version(version).versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
  }
}
