package dev.heddle.loop;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.engine.HandshakeFacts;
import dev.heddle.engine.TlsEngine;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/** What is known of a connection, as far as its handshake has come. For any thread. */
public final class Facts {

  private final TlsEngine engine;

  Facts(TlsEngine engine) {
    this.engine = engine;
  }

  /** The protocol version; null before the handshake is done. */
  public TlsVersion version() {
    return known(HandshakeFacts::version);
  }

  /** The cipher suite; null before the handshake is done. */
  public CipherSuite cipherSuite() {
    return known(HandshakeFacts::cipherSuite);
  }

  /** The key exchange group; null before the handshake is done, or if there was none. */
  public NamedGroup group() {
    return known(HandshakeFacts::group);
  }

  /** What the peer signed with; null before the handshake is done, or if it did not sign. */
  public SignatureScheme peerSignatureScheme() {
    return known(HandshakeFacts::peerSignatureScheme);
  }

  /** The application protocol; null before the handshake is done, or if there is none. */
  public String alpn() {
    return known(HandshakeFacts::alpn);
  }

  /** The name the client asked for; null before the handshake is done, or if it asked for none. */
  public String serverName() {
    return known(HandshakeFacts::serverName);
  }

  /** The peer's certificates once they are accepted, leaf first; empty before. */
  public List<X509Certificate> peerChain() {
    return engine.peerChain();
  }

  /** What the check of the peer's certificate said; fine if it has sent none. */
  public VerifyResult verifyResult() {
    return engine.verifyResult();
  }

  /** The path that the verification judged, leaf first; empty before. */
  public List<X509Certificate> verifiedChain() {
    return engine.verifiedChain();
  }

  private <T> T known(Function<HandshakeFacts, T> fact) {
    HandshakeFacts facts = engine.facts();
    return facts == null ? null : fact.apply(facts);
  }
}
