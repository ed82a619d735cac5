package dev.heddle.config;

import java.security.SecureRandom;
import java.util.List;

/**
 * The keys that tickets are sealed with. A fleet of servers that share them resumes each other's
 * sessions. Keys should change once a day or more often (RFC 5077 section 5.5): to lose none by
 * that, each server knows the previous key and the next one, too.
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

  /** Keys of this process alone, random, a new one each hour; each opens for three hours. */
  static TicketKeys rotating() {
    SecureRandom random = new SecureRandom();
    byte[] name = new byte[TicketKey.NAME_BYTES];
    byte[] secret = new byte[TicketKey.SECRET_BYTES];
    random.nextBytes(name);
    random.nextBytes(secret);
    List<TicketKey> only = List.of(TicketKey.of(name, secret));
    return () -> only;
  }
}
