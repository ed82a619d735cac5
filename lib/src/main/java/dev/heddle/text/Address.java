package dev.heddle.text;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Addresses as messages show them. */
public final class Address {

  /**
   * {@code host/192.0.2.7:5432}, the path of a Unix-domain socket, escaped, since a client picks
   * its own; or null. Asks no name service.
   */
  public static String text(SocketAddress address) {
    return switch (address) {
      case null -> null;
      case InetSocketAddress inet when inet.isUnresolved() ->
          inet.getHostString() + ":" + inet.getPort();
      case InetSocketAddress inet -> {
        String bare = inet.getAddress().getHostAddress();
        String literal = inet.getAddress() instanceof Inet6Address ? "[" + bare + "]" : bare;
        String host = inet.getHostString();
        yield (host.equals(bare) ? "" : host + "/") + literal + ":" + inet.getPort();
      }
      case UnixDomainSocketAddress unix -> {
        String path = unix.getPath().toString();
        yield path.isEmpty() ? "unnamed socket" : Printable.text(path);
      }
      default -> address.toString();
    };
  }

  private Address() {}
}
