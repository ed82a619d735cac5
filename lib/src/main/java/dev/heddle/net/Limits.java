package dev.heddle.net;

import java.time.Duration;
import java.util.Objects;

/**
 * How long each part of a connection's life may take. Immutable; {@code
 * Limits.defaults().withRead(Duration.ofSeconds(10))}. {@link #FOREVER} is no limit.
 *
 * @param connect one limit for all it takes until the handshake is done: name resolution, TCP, what
 *     is said to a proxy or before TLS, and the handshake itself; then nothing is left of the
 *     attempt
 * @param read how long one read waits for data; the connection goes on afterwards, and nothing is
 *     lost
 * @param write how long one write may be stuck; each 64 KB of a longer one have it to themselves.
 *     The connection is gone afterwards: nobody knows how much of the last record has arrived
 * @param close how long {@link TlsSocket#close} waits for the peer's end; zero does not wait, and
 *     does not say close_notify either: the peer cannot tell that it has got all
 * @param idle how long a connection may be without a read or write that moves data before it is
 *     closed
 */
public record Limits(
    Duration connect, Duration read, Duration write, Duration close, Duration idle) {

  /** No limit. */
  public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static final Limits DEFAULTS =
      new Limits(
          Duration.ofSeconds(30), FOREVER, Duration.ofMinutes(1), Duration.ofSeconds(1), FOREVER);

  /**
   * Limits of one's own.
   *
   * @throws IllegalArgumentException if one is negative, or one other than {@code close} zero
   */
  public Limits {
    requirePositive(connect, "connect");
    requirePositive(read, "read");
    requirePositive(write, "write");
    requirePositive(idle, "idle");
    if (Objects.requireNonNull(close, "close").isNegative()) {
      throw new IllegalArgumentException("close limit must not be negative: " + close);
    }
  }

  /** 30 s to connect, 1 minute to write, 1 s to close, and none to read or to be idle. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** The same with another limit to {@link #connect}. */
  public Limits withConnect(Duration limit) {
    return new Limits(limit, read, write, close, idle);
  }

  /** The same with another limit to {@link #read}. */
  public Limits withRead(Duration limit) {
    return new Limits(connect, limit, write, close, idle);
  }

  /** The same with another limit to {@link #write}. */
  public Limits withWrite(Duration limit) {
    return new Limits(connect, read, limit, close, idle);
  }

  /** The same with another limit to {@link #close}. */
  public Limits withClose(Duration limit) {
    return new Limits(connect, read, write, limit, idle);
  }

  /** The same with another limit to be {@link #idle}. */
  public Limits withIdle(Duration limit) {
    return new Limits(connect, read, write, close, limit);
  }

  private static void requirePositive(Duration limit, String name) {
    if (Objects.requireNonNull(limit, name).isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          name + " limit must be more than 0, not " + limit + "; Limits.FOREVER is none");
    }
  }
}
