package dev.heddle.jsse;

/** The sessions of one role of a context: JSSE's view of them, and what resumption needs. */
final class SessionContext {}
