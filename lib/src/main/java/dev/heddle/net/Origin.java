package dev.heddle.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a connection comes from, as far as limits tell clients apart: an IPv4 address, or the /64
 * network of an IPv6 one, whose lower half a client chooses by itself (RFC 4291 section 2.5.1).
 *
 * @param ipv6 which of the two it is
 * @param bits the address, or its upper half
 */
record Origin(boolean ipv6, long bits) {

  /** The origin of a client; null if it has no Internet address. */
  static Origin of(SocketAddress client) {
    if (!(client instanceof InetSocketAddress inet)) {
      return null;
    }
    return switch (inet.getAddress()) {
      case Inet4Address four -> new Origin(false, ByteBuffer.wrap(four.getAddress()).getInt());
      case Inet6Address six -> new Origin(true, ByteBuffer.wrap(six.getAddress()).getLong());
      case null, default -> null;
    };
  }
}
