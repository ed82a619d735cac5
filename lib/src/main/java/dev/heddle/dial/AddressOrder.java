package dev.heddle.dial;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * In which order the addresses of a name are tried, by RFC 8305 section 4: the families take turns,
 * IPv6 first, so that a family that does not work costs one attempt. Within a family the order is
 * the name service's, which knows the routing tables that RFC 6724 asks for, and this does not.
 */
public final class AddressOrder {

  /** So many addresses of a name are tried: whoever answers for a name says how many it has. */
  public static final int MOST = 32;

  /** The addresses in the order to try them, each once. */
  public static List<InetAddress> of(List<InetAddress> found) {
    List<InetAddress> six = new ArrayList<>();
    List<InetAddress> four = new ArrayList<>();
    for (InetAddress each : new LinkedHashSet<>(found)) {
      (each instanceof Inet6Address ? six : four).add(each);
    }
    List<InetAddress> order = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        order.add(six.get(i));
      }
      if (i < four.size()) {
        order.add(four.get(i));
      }
    }
    return List.copyOf(order.subList(0, Math.min(MOST, order.size())));
  }

  private AddressOrder() {}
}
