package dev.heddle.net;

import dev.heddle.fault.Category;
import java.util.Map;

/**
 * What a {@link TlsListener} has counted since it was started, and what it holds now.
 *
 * @param accepted connections that the system has handed over, those that were refused included
 * @param open connections that stand now, whether or not their handshake is done
 * @param handshaking how many of them are shaking hands
 * @param waiting how many of them wait for a turn to, because of {@link
 *     TlsListener.Builder#maxHandshakes}
 * @param refusedByMaxConnections connections reset because of {@link
 *     TlsListener.Builder#maxConnections}
 * @param refusedByMaxPerAddress connections reset because of {@link
 *     TlsListener.Builder#maxPerAddress}
 * @param failedHandshakes how many handshakes have failed, by whose fault it was; categories
 *     without any are left out
 * @param failedAccepts how often the system had no connection to hand over, for want of file
 *     descriptors, say
 */
public record ListenerStatistics(
    long accepted,
    int open,
    int handshaking,
    int waiting,
    long refusedByMaxConnections,
    long refusedByMaxPerAddress,
    Map<Category, Long> failedHandshakes,
    long failedAccepts) {

  /** Copies what could be changed. */
  public ListenerStatistics {
    failedHandshakes = Map.copyOf(failedHandshakes);
  }
}
