package dev.heddle.resume;

import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.Session;
import java.util.Arrays;

/**
 * A session that a server can resume.
 *
 * @param session with its secret
 * @param verdict what the check of the client's certificates says today
 * @param place where it was
 */
public record Resumable(Session session, ChainVerdict verdict, Place place) {

  /** Where a session was. */
  public enum Place {
    /** In its ticket, sealed by the key that seals now. */
    SEALED,
    /** In its ticket, sealed by another key. */
    SEALED_BEFORE,
    /** In the cache. */
    CACHED
  }

  /** The session for others to keep: without its secret, if it cannot be resumed once more. */
  public Session toKeep() {
    return isOurs() || session.isSingleUse()
        ? Session.of(Copies.withoutSecret(session.values()))
        : session;
  }

  /** Wipes the secret if nobody else can have it. */
  public void wipe() {
    if (isOurs()) {
      Arrays.fill(session.values().secret(), (byte) 0);
    }
  }

  private boolean isOurs() {
    return place != Place.CACHED;
  }
}
