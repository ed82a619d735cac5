package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a connection comes to its target: through a proxy or not, and with something said to the
 * server before TLS or not.
 *
 * @param host the target as a proxy is told it: a name, or an address literal without brackets
 * @param port the target's port; 0 for none
 * @param proxy null for none
 * @param startTls what is said to the server; null for nothing
 */
record Course(String host, int port, Proxy proxy, Preamble startTls) {

  /** All that is said before TLS, in order. */
  List<Preamble> preambles() {
    return Stream.of(proxy, startTls).filter(Objects::nonNull).toList();
  }

  /** The peer of a connection over this transport, as text; null if it is the transport's own. */
  String peer(Bio bio) {
    return proxy == null
        ? null
        : (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + port
            + " through "
            + bio.peer();
  }
}
