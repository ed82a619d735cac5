package dev.heddle.soak;

/** What makes a connection's life hard and must not harm it. */
enum Hardship {
  /** The relay pauses now and then. */
  DELAYS,
  /** The reader takes a few bytes at a time, and pauses. */
  SLOW_READER,
  /** Data is written byte by byte. */
  TINY_WRITES,
  /** The transport passes on some bytes at a time. */
  TINY_SEGMENTS,
  /** The transport's receive timeout passes again and again. */
  TIMEOUTS,
  /** The sockets hold little, so that a writer has to wait for its peer. */
  SMALL_BUFFERS,
  /** Keys are updated on the way, in TLS 1.3. */
  KEY_UPDATES
}
