package dev.heddle.cost;

import dev.heddle.config.TlsVersion;

/** The handshakes whose costs are held; {@code costs.txt} calls them by these names. */
enum Kind {
  FULL_13(TlsVersion.TLS_1_3, "X25519:P-256", false),
  /** With the group that a client of this library offers by itself. */
  HYBRID_13(TlsVersion.TLS_1_3, "X25519MLKEM768:X25519", false),
  RESUMED_13(TlsVersion.TLS_1_3, "X25519:P-256", true),
  FULL_12(TlsVersion.TLS_1_2, "X25519:P-256", false),
  RESUMED_12(TlsVersion.TLS_1_2, "X25519:P-256", true);

  final TlsVersion version;
  final String groups;
  final boolean resumes;

  Kind(TlsVersion version, String groups, boolean resumes) {
    this.version = version;
    this.groups = groups;
    this.resumes = resumes;
  }
}
