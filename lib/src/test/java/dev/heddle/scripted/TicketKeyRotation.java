package dev.heddle.scripted;

import dev.heddle.config.TicketKey;
import dev.heddle.config.TlsConfig;
import java.util.List;

/** A server's ticket keys, which change between connections. */
final class TicketKeyRotation {

  private static final TicketKey FIRST = key();
  private static final TicketKey SECOND = key();

  private TicketKeyRotation() {}

  /** The first key alone. */
  static void before(TlsConfig.Builder config) {
    keys(config, FIRST);
  }

  /** The second key seals, and the first still opens. */
  static void after(TlsConfig.Builder config) {
    keys(config, SECOND, FIRST);
  }

  /** The second key alone. */
  static void later(TlsConfig.Builder config) {
    keys(config, SECOND);
  }

  private static void keys(TlsConfig.Builder config, TicketKey... keys) {
    List<TicketKey> all = List.of(keys);
    config.sessions(config.build().sessions().withTicketKeys(() -> all));
  }

  private static TicketKey key() {
    return TicketKey.of(Crypto.random(16), Crypto.random(32));
  }
}
