package dev.heddle.chain;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates of which each one is said to be issued by the next.
 *
 * @param certificates the leaf first; the same certificate is leaf and anchor where the peer's own
 *     certificate is trusted
 * @param anchored whether the last one is trusted; if not, nothing vouches for any of them
 */
record Path(List<X509Certificate> certificates, boolean anchored) {

  Path {
    certificates = List.copyOf(certificates);
  }

  int size() {
    return certificates.size();
  }

  X509Certificate get(int depth) {
    return certificates.get(depth);
  }

  X509Certificate leaf() {
    return certificates.get(0);
  }

  /** Whether the certificate at this depth is trusted as it is. */
  boolean isAnchor(int depth) {
    return anchored && depth + 1 == size();
  }

  /** The certificate that is said to have issued the one at this depth; null if unknown. */
  X509Certificate issuer(int depth) {
    return depth + 1 < size() ? get(depth + 1) : null;
  }
}
