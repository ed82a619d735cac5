package dev.heddle.fault;

/** What a caller switches on: whose fault it was, not how it came about. */
public enum Category {
  /** The peer sent a fatal alert. */
  PEER_ALERT,
  /** The peer broke a rule of the protocol. */
  PROTOCOL,
  /** Both ends are well behaved and have nothing in common: version, suite, group, ALPN. */
  INCOMPATIBLE,
  /** A proxy, or the server's own protocol, said no before TLS began. */
  REFUSED,
  /** What answered does not speak TLS. */
  NOT_TLS,
  /** The stream ended without close_notify. */
  TRUNCATED,
  /** The peer's certificate was refused. */
  CERTIFICATE,
  /** The transport below failed. */
  TRANSPORT,
  /** A limit set by the caller ran out. */
  TIMEOUT,
  /** The caller was interrupted, or another thread closed the connection. */
  CANCELLED,
  /** The local program called something it should not have; no input from a peer causes this. */
  MISUSE,
  /** A defect of this library. */
  INTERNAL
}
