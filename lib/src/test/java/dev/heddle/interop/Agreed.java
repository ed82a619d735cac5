package dev.heddle.interop;

/**
 * What a handshake has agreed on, as one end tells it.
 *
 * @param version as openssl spells it
 * @param suite the cipher suite's IANA name
 * @param alpn null for none
 * @param serverName the name the client asked for; null for none, and where the end is a client
 * @param peer the common name in the peer's certificate; null if it has shown none
 * @param reused whether a session was resumed
 */
record Agreed(
    String version, String suite, String alpn, String serverName, String peer, boolean reused) {}
