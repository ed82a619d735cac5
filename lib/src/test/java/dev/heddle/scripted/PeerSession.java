package dev.heddle.scripted;

import java.time.Instant;

/**
 * A session that the scripted end can resume.
 *
 * @param secret in TLS 1.3 the key that belongs to the ticket, in TLS 1.2 the master secret
 * @param ticket empty for none
 * @param id of TLS 1.2; empty for none
 * @param ageAdd what hides the age of a ticket of TLS 1.3
 * @param since when it was made
 */
record PeerSession(
    boolean tls13, int suite, byte[] secret, byte[] ticket, byte[] id, long ageAdd, Instant since) {

  PeerSession secret(byte[] other) {
    return new PeerSession(tls13, suite, other, ticket, id, ageAdd, since);
  }

  PeerSession ticket(byte[] other) {
    return new PeerSession(tls13, suite, secret, other, id, ageAdd, since);
  }

  PeerSession id(byte[] other) {
    return new PeerSession(tls13, suite, secret, ticket, other, ageAdd, since);
  }

  PeerSession since(Instant other) {
    return new PeerSession(tls13, suite, secret, ticket, id, ageAdd, other);
  }

  /** What a client says of its age in TLS 1.3 (RFC 8446 section 4.2.11.1). */
  long obfuscatedAge(Instant now) {
    return now.toEpochMilli() - since.toEpochMilli() + ageAdd & 0xFFFF_FFFFL;
  }
}
