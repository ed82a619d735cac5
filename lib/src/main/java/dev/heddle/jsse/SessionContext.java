package dev.heddle.jsse;

import dev.heddle.config.Sessions;

/** The sessions of one role of a context: JSSE's view of them, and what resumption needs. */
final class SessionContext {

  private final Sessions sessions = Sessions.create();

  SessionContext(boolean client, Options options) {}

  /** How sessions are resumed; another object once it changes. */
  Sessions sessions() {
    return sessions;
  }
}
