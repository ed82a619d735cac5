package dev.heddle.config;

import java.util.Objects;

/**
 * Under what a {@link SessionCache} keeps sessions. For a client it stands for the peer's address,
 * the name that is asked for, and all settings that made the session trustworthy; for a server for
 * a session id and the settings that judged the client. Equal settings give equal keys in every
 * process, so that a cache may be shared; a callback among them is nobody else's, and gives keys
 * that no other process has.
 *
 * @param text 64 hexadecimal digits; nothing can be learnt from it
 */
public record SessionKey(String text) {

  /** Checks that there is a text. */
  public SessionKey {
    Objects.requireNonNull(text, "text");
  }
}
