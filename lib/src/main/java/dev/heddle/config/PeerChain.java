package dev.heddle.config;

import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A peer's certificates, leaf first, with their length. Sessions that come of one another have one
 * chain: it is measured once, since the JDK copies a certificate to tell how long it is. Immutable.
 */
final class PeerChain extends AbstractList<X509Certificate> implements RandomAccess {

  private static final PeerChain EMPTY = new PeerChain(List.of());

  private final List<X509Certificate> certificates;

  /** Below 0 before they have been measured; threads that race find the same. */
  private volatile long bytes = -1;

  private PeerChain(List<X509Certificate> certificates) {
    this.certificates = certificates;
  }

  /** The list itself if it is one, or a copy. */
  static PeerChain of(List<X509Certificate> list) {
    if (list instanceof PeerChain chain) {
      return chain;
    }
    return list.isEmpty() ? EMPTY : new PeerChain(List.copyOf(list));
  }

  @Override
  public X509Certificate get(int index) {
    return certificates.get(index);
  }

  @Override
  public int size() {
    return certificates.size();
  }

  /**
   * The length of all certificates in DER.
   *
   * @throws ConfigException if one has no encoding
   */
  long bytes() {
    long known = bytes;
    if (known < 0) {
      known = 0;
      for (X509Certificate each : certificates) {
        known += Der.encoding(each).length;
      }
      bytes = known;
    }
    return known;
  }
}
