package dev.heddle.config;

import dev.heddle.text.Printable;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link Session} consists of: all that either end must know again to resume it. The arrays
 * are not copied, and not to be changed.
 *
 * @param version the version, which does not change by resumption
 * @param cipherSuite the suite; in TLS 1.3 the resumed connection may have another one with the
 *     same hash
 * @param secret the master secret of TLS 1.2, 48 bytes; in TLS 1.3 the pre-shared key that belongs
 *     to the ticket; empty in a server's session that is sealed in its ticket
 * @param sessionId the session id of TLS 1.2, at most 32 bytes; empty if there is none. With a
 *     server's session that is in a ticket: what the server knows the full handshake by that it all
 *     began with, which nobody else sees
 * @param ticket the ticket, as the client has it; empty if there is none, or the session is a
 *     server's that is sealed in it
 * @param ticketAgeAdd what hides the age of a ticket of TLS 1.3, a uint32; else 0
 * @param extendedMasterSecret whether the secret covers its handshake (RFC 7627); true in TLS 1.3
 * @param authenticatedAt when the full handshake was done that it all began with
 * @param createdAt when this ticket, or the session, was issued or came
 * @param expiresAt when it can no longer be resumed
 * @param serverName the name the client had asked for (SNI); null for none
 * @param alpn the application protocol of the connection it comes from; null for none
 * @param peerChain the peer's certificates, leaf first; empty if it showed none
 * @param verifyResult what their check said, an {@code X509_V_*} number
 * @param peerAsked a server's: whether the client was asked for a certificate
 * @param endPointHash a server's: the channel binding tls-server-end-point; empty if there is none
 * @param settings the settings that made it trustworthy, see {@link SessionKey}; empty for none
 */
public record SessionValues(
    TlsVersion version,
    CipherSuite cipherSuite,
    byte[] secret,
    byte[] sessionId,
    byte[] ticket,
    long ticketAgeAdd,
    boolean extendedMasterSecret,
    Instant authenticatedAt,
    Instant createdAt,
    Instant expiresAt,
    String serverName,
    String alpn,
    List<X509Certificate> peerChain,
    int verifyResult,
    boolean peerAsked,
    byte[] endPointHash,
    byte[] settings) {

  /** Checks that nothing is missing, and copies the chain. */
  public SessionValues {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(cipherSuite, "cipherSuite");
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(ticket, "ticket");
    Objects.requireNonNull(authenticatedAt, "authenticatedAt");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Objects.requireNonNull(endPointHash, "endPointHash");
    Objects.requireNonNull(settings, "settings");
    peerChain = PeerChain.of(peerChain);
  }

  /** The facts, and none of the secrets. */
  @Override
  public String toString() {
    return "SessionValues[version="
        + version
        + ", cipherSuite="
        + cipherSuite.ianaName()
        + ", serverName="
        + (serverName == null ? null : Printable.text(serverName))
        + ", createdAt="
        + createdAt
        + ", expiresAt="
        + expiresAt
        + "]";
  }
}
