package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.Credentials;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509KeyManager;

/**
 * The keys that a key manager gives out, as the library takes them. Those of the same alias are the
 * same object as long as the manager gives the same key and chain, since checking and preparing
 * them costs more than a handshake.
 */
final class ManagedKeys {

  /** Of a server with a name for each of its customers. */
  private static final int MOST = 256;

  private final X509KeyManager manager;
  private final Lately<Entry, Credentials> made = new Lately<>(MOST);

  private record Entry(String alias, PrivateKey key, List<X509Certificate> chain) {

    /** A key of a token may be slow to tell. */
    @Override
    public int hashCode() {
      return alias.hashCode() + 31 * chain.hashCode();
    }
  }

  ManagedKeys(X509KeyManager manager) {
    this.manager = manager;
  }

  X509KeyManager manager() {
    return manager;
  }

  /**
   * What is behind an alias.
   *
   * @param types the algorithms that its key may be for
   * @return null if there is no key, no chain, or one of another algorithm
   * @throws IOException if key and chain do not belong together
   */
  Credentials of(String alias, List<String> types) throws IOException {
    PrivateKey key = manager.getPrivateKey(alias);
    X509Certificate[] chain = key == null ? null : manager.getCertificateChain(alias);
    if (chain == null || chain.length == 0) {
      return null;
    }
    String algorithm = key.getAlgorithm();
    if (!types.contains(algorithm) || !algorithm.equals(chain[0].getPublicKey().getAlgorithm())) {
      return null;
    }
    Entry entry = new Entry(alias, key, List.of(chain));
    Credentials known = made.get(entry);
    return known != null ? known : made.put(entry, credentials(entry));
  }

  private static Credentials credentials(Entry entry) throws IOException {
    try {
      return Credentials.of(entry.key, entry.chain);
    } catch (ConfigException e) {
      throw new IOException(
          "the key manager's '" + Printable.text(entry.alias) + "': " + e.getMessage(), e);
    }
  }
}
