package dev.heddle.net;

/** What {@link TlsSocket#probe} finds. */
public enum Probe {
  /** Nothing has come: a pool can hand the connection out. */
  IDLE,
  /** Data, or part of a record, waits to be read. */
  DATA_PENDING,
  /** The peer has ended its stream, the transport has, or this end has: nothing more comes. */
  CLOSED,
  /** Another thread reads, and would be the one to find out. */
  BUSY
}
