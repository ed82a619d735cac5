package dev.heddle.demo;

/** Which round of connections a run is. */
enum Round {
  /** There is one alone. */
  ONLY,
  /** The first of two: full handshakes, whose sessions are kept. */
  FULL,
  /** The second of two, which resumes those sessions. */
  RESUMING
}
