package dev.heddle.net;

import dev.heddle.fault.FailureReport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Something that has happened to a connection, or to an attempt at one; safe to log. Events of one
 * {@link #id} belong together: an attempt at several addresses has one number.
 */
public sealed interface ConnectionEvent {

  /** The connection's number in this JVM. */
  long id();

  /**
   * A name has been looked up.
   *
   * @param host the name
   * @param addresses what it stands for; empty if that failed
   * @param time how long it took
   * @param failure why it failed; null if it did not
   */
  record Resolved(
      long id, String host, List<InetAddress> addresses, Duration time, FailureReport failure)
      implements ConnectionEvent {}

  /**
   * The transport stands, or could not be had from one address.
   *
   * @param peer the address as text
   * @param time how long it took
   * @param failure why it failed; null if it did not
   */
  record Connected(long id, String peer, Duration time, FailureReport failure)
      implements ConnectionEvent {}

  /**
   * A handshake is over.
   *
   * @param client which end this is
   * @param peer the peer's address as text; null if the transport has none
   * @param time how long it took
   * @param info what was agreed on; null if it failed
   * @param failure why it failed; null if it did not
   */
  record Handshake(
      long id,
      boolean client,
      String peer,
      Duration time,
      ConnectionInfo info,
      FailureReport failure)
      implements ConnectionEvent {}

  /**
   * A connection whose handshake was done is closed.
   *
   * @param info what is known of it, the bytes included
   * @param failure why; null if it ended in an orderly way
   */
  record Closed(long id, ConnectionInfo info, FailureReport failure) implements ConnectionEvent {}
}
