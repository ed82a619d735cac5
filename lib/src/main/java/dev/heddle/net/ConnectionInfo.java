package dev.heddle.net;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Phase;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is known of a connection whose handshake is done: facts, made once, safe to log.
 *
 * @param id the connection's number in this JVM, as events name it
 * @param peer the peer's address as text, {@code db.example/192.0.2.7:5432}; null if its transport
 *     has none
 * @param version the protocol version
 * @param cipherSuite the cipher suite
 * @param group the key exchange group; null if there was none
 * @param peerSignatureScheme what the peer signed the handshake with; null if it did not sign, as
 *     in a resumed one
 * @param alpn the application protocol; null if none was agreed on
 * @param serverName the name the client asked for; null if it asked for none
 * @param peerChain the peer's certificates, leaf first; empty if it has none
 * @param resumed whether a session was resumed
 * @param times how long each phase took until the handshake was done, in order
 * @param sent bytes handed to the transport so far
 * @param received bytes taken from the transport so far
 */
public record ConnectionInfo(
    long id,
    String peer,
    TlsVersion version,
    CipherSuite cipherSuite,
    NamedGroup group,
    SignatureScheme peerSignatureScheme,
    String alpn,
    String serverName,
    List<X509Certificate> peerChain,
    boolean resumed,
    Map<Phase, Duration> times,
    long sent,
    long received) {

  /** Copies what could be changed. */
  public ConnectionInfo {
    peerChain = List.copyOf(peerChain);
  }
}
