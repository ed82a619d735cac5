package dev.heddle.bio;

import java.io.IOException;
import java.util.Optional;

/**
 * Nagle's algorithm, {@code BIO_set_tcp_ndelay}; see the notes of {@code SSL_connect(3)}.
 *
 * <p>The client speaks last in a TLS 1.3 handshake and in a resumed 1.2 one, so with Nagle's
 * algorithm its first request would wait for an acknowledgement. {@link NaglePolicy} says what a
 * connection does about it.
 */
public final class Nagle {
  private Nagle() {}

  /**
   * Sets TCP_NODELAY. It may be switched on and off at any time and by any thread. Does not block.
   *
   * @param bio the transport, not null
   * @param on true turns Nagle's algorithm off
   * @return true when it was done, false when this is no real TCP socket ("not supported")
   * @throws IOException when the socket is closed or refuses; nothing has changed
   */
  public static boolean setTcpNoDelay(Bio bio, boolean on) throws IOException {
    return switch (bio) {
      case SocketBio socket -> socket.tcpNoDelay(on);
      case ChannelBio channel -> channel.tcpNoDelay(on);
      case LateBio late -> late.tcpNoDelay(on);
      case FilterBio filter -> setTcpNoDelay(filter.bio, on);
      default -> false;
    };
  }

  /**
   * TCP_NODELAY as it stands. Does not block.
   *
   * @param bio the transport, not null
   * @return whether Nagle's algorithm is off; empty when this is no real TCP socket
   * @throws IOException when the socket is closed
   */
  public static Optional<Boolean> tcpNoDelay(Bio bio) throws IOException {
    return switch (bio) {
      case SocketBio socket -> socket.tcpNoDelay();
      case ChannelBio channel -> channel.tcpNoDelay();
      case LateBio late -> late.tcpNoDelay();
      case FilterBio filter -> tcpNoDelay(filter.bio);
      default -> Optional.empty();
    };
  }
}
