package dev.heddle.config;

/**
 * What ties an authentication further up to the TLS connection below it, so that it cannot be
 * relayed: SCRAM-SHA-256-PLUS and its like (RFC 5056).
 */
public enum ChannelBinding {
  /**
   * Exported keying material (RFC 9266): 32 bytes of their own for each connection. In TLS 1.3
   * always; in TLS 1.2 only with extended_master_secret (RFC 7627).
   */
  TLS_EXPORTER("tls-exporter"),

  /**
   * The hash of the server's certificate (RFC 5929 section 4): the same for all connections to that
   * server. The hash is that of the certificate's signature, SHA-256 in place of MD5 and SHA-1;
   * undefined for a signature that names no hash, such as Ed25519.
   */
  TLS_SERVER_END_POINT("tls-server-end-point"),

  /** The first Finished message of the handshake (RFC 5929 section 3); undefined in TLS 1.3. */
  TLS_UNIQUE("tls-unique");

  private final String prefix;

  ChannelBinding(String prefix) {
    this.prefix = prefix;
  }

  /** The name in the IANA registry, which SCRAM calls the prefix, for example tls-exporter. */
  public String prefix() {
    return prefix;
  }
}
