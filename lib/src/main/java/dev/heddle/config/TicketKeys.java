package dev.heddle.config;

import java.time.InstantSource;
import java.util.List;

/**
 * The keys that tickets are sealed with. A fleet of servers that share them resumes each other's
 * sessions. Keys should change once a day or more often (RFC 5077 section 5.5): to lose none by
 * that, each server knows the previous key and the next one, too.
 *
 * <p>{@link TicketKeyFile} shares keys by a file, {@link #rotating} has its own; a program may have
 * another way to get them.
 *
 * <p>An implementation may be called by any thread, by many at once, in each handshake: what it
 * answers should be at hand. An exception fails the connection.
 */
@FunctionalInterface
public interface TicketKeys {

  /**
   * The keys of this moment: the first seals, all of them open. Never empty, of different names.
   */
  List<TicketKey> keys();

  /**
   * Keys of this process alone, random: a new one each hour, each of which opens for three. So a
   * ticket can be resumed for two hours at least, whatever longer {@link Sessions#lifetime} it has.
   * Nothing runs in the background; what has expired is dropped at the next call.
   */
  static TicketKeys rotating() {
    return new RotatingTicketKeys(RotatingTicketKeys.EVERY, InstantSource.system());
  }
}
