package dev.heddle.loop;

import dev.heddle.bio.TimeSource;
import dev.heddle.config.ChannelBinding;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.Session;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.StapleStatus;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.engine.HandshakeFacts;
import dev.heddle.engine.Inside;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Phase;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is known of a connection, as far as its handshake has come. For any thread. */
public final class Facts {

  private final TlsEngine engine;
  private final PhaseTimes times;

  Facts(TlsEngine engine, PhaseTimes times) {
    this.engine = engine;
    this.times = times;
  }

  /** Of an engine that nobody has timed. */
  public static Facts of(TlsEngine engine) {
    return new Facts(engine, new PhaseTimes(TimeSource.system()));
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

  /** What we signed with; null before the handshake is done, or if we did not sign. */
  public SignatureScheme ownSignatureScheme() {
    return known(HandshakeFacts::ownSignatureScheme);
  }

  /** Whether a session was resumed; null before the handshake is done. */
  public Boolean reused() {
    return known(HandshakeFacts::reused);
  }

  /** What resuming this connection takes, changing with each ticket; null if there is nothing. */
  public Session session() {
    return engine.session();
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

  /** The certificates we have shown in this handshake, leaf first; empty before it is done. */
  public List<X509Certificate> ownChain() {
    List<X509Certificate> chain = known(HandshakeFacts::ownChain);
    return chain == null ? List.of() : chain;
  }

  /** What the check of the peer's certificate said; fine if it has sent none. */
  public VerifyResult verifyResult() {
    return engine.verifyResult();
  }

  /** The server's OCSP staple as it came, not to be changed; null if there is none. */
  public byte[] staple() {
    return engine.staple();
  }

  /** What the check of the server's OCSP staple said. */
  public StapleStatus stapleStatus() {
    return engine.stapleStatus();
  }

  /** The path that the verification judged, leaf first; empty before. */
  public List<X509Certificate> verifiedChain() {
    return engine.verifiedChain();
  }

  /**
   * Exports keying material; all as {@link Inside#export}.
   *
   * @throws IllegalStateException also before the handshake is done
   */
  public byte[] exportKeyingMaterial(String label, byte[] context, int length) {
    return inside().export(label, context, length);
  }

  /**
   * A channel binding; all as {@link Inside#channelBinding}.
   *
   * @throws IllegalStateException also before the handshake is done
   */
  public byte[] channelBinding(ChannelBinding type) {
    return inside().channelBinding(type);
  }

  private Inside inside() {
    Inside inside = engine.inside();
    if (inside == null) {
      throw new IllegalStateException("the handshake is not done: there is nothing to derive from");
    }
    return inside;
  }

  /** The client's random; null before the handshake is done. A copy, as those that follow. */
  public byte[] clientRandom() {
    return within(Inside::clientRandom);
  }

  /** The server's random; null before the handshake is done. */
  public byte[] serverRandom() {
    return within(Inside::serverRandom);
  }

  /** The verify_data of our Finished; null before the handshake is done. */
  public byte[] finished() {
    return within(Inside::finished);
  }

  /** The verify_data of the peer's Finished; null before the handshake is done. */
  public byte[] peerFinished() {
    return within(Inside::peerFinished);
  }

  /** Whether the secrets cover the handshake (RFC 7627); null before it is done. */
  public Boolean extendedMasterSecret() {
    return within(Inside::extendedMasterSecret);
  }

  /** How long the handshake was in each of its phases that are over, in order. */
  public Map<Phase, Duration> phaseTimes() {
    return times.map();
  }

  /** The message that the handshake waits for, for example ServerHello; null after it. */
  public String awaiting() {
    return engine.awaiting();
  }

  private <T> T within(Function<Inside, T> fact) {
    Inside inside = engine.inside();
    return inside == null ? null : fact.apply(inside);
  }

  private <T> T known(Function<HandshakeFacts, T> fact) {
    HandshakeFacts facts = engine.facts();
    return facts == null ? null : fact.apply(facts);
  }
}
