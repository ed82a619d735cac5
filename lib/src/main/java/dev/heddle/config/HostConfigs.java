package dev.heddle.config;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What one configuration is with other host names, for connections that ask for the same name
 * again: a configuration has parsed its name, and knows its {@link TlsConfig#trustDigest}.
 *
 * <p>An entry never becomes invalid: it differs in its name alone from a configuration that does
 * not change, and what changes around the two (the time, tickets and their keys, what a callback
 * says) each connection asks for anew. It is dropped when there is no room, and with the
 * configuration. Shared by a configuration and its entries, so that names set on top of names make
 * no chain. Safe for use by several threads.
 */
final class HostConfigs {

  /** Each takes about a kilobyte. */
  static final int MOST = 256;

  /** No DNS name is longer; an address with a zone may be. */
  private static final int MOST_CHARS = 255;

  private final ConcurrentHashMap<String, TlsConfig> byName = new ConcurrentHashMap<>();

  /** The entry for a name as the program writes it; made if there is none. */
  TlsConfig get(String name, Function<String, TlsConfig> make) {
    TlsConfig known = byName.get(name);
    if (known != null) {
      return known;
    }
    TlsConfig made = make.apply(name);
    if (name.length() > MOST_CHARS) {
      return made;
    }
    if (byName.size() >= MOST) {
      byName.clear();
    }
    TlsConfig first = byName.putIfAbsent(name, made);
    return first == null ? made : first;
  }

  int size() {
    return byName.size();
  }
}
