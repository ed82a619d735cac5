package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * Derives keying material for use outside of TLS, at any time after the handshake: bctls clears
 * what is needed for it once the handshake is done (SecurityParameters.java:73), so a copy is kept
 * here. For any thread; a secret of bctls guards itself.
 */
final class Exporter {

  private final TlsCrypto crypto;
  private final SecurityParameters parameters;
  private final boolean tls13;
  private final TlsSecret secret;

  /** To be made when the handshake completes, before bctls clears its secrets. */
  Exporter(TlsCrypto crypto, SecurityParameters parameters) {
    this.crypto = crypto;
    this.parameters = parameters;
    this.tls13 = TlsUtils.isTLSv13(parameters.getNegotiatedVersion());
    this.secret =
        crypto.adoptSecret(
            tls13 ? parameters.getExporterMasterSecret() : parameters.getMasterSecret());
  }

  /**
   * Exports keying material (RFC 8446 section 7.5, RFC 5705).
   *
   * @param context null for none, which in TLS 1.2 is not the same as an empty one
   * @throws IllegalArgumentException for a label or a length that cannot be
   * @throws IllegalStateException after {@link #wipe}
   */
  byte[] export(String label, byte[] context, int length) {
    requireLabel(label);
    int hash = parameters.getPRFCryptoHashAlgorithm();
    int most = tls13 ? 255 * TlsCryptoUtils.getHashOutputSize(hash) : MAX_UINT16;
    if (length < 1 || length > most) {
      throw new IllegalArgumentException(
          "the length must be of 1 to " + most + " bytes here, not " + length);
    }
    if (context != null && context.length > MAX_UINT16) {
      throw new IllegalArgumentException(
          "the context must be of 65535 bytes at most, not " + context.length);
    }
    try {
      return tls13
          ? export13(label, context == null ? TlsUtils.EMPTY_BYTES : context, length, hash)
          : export12(label, context, length);
    } catch (IOException e) {
      throw new IllegalStateException("the crypto library refuses to export", e);
    }
  }

  private byte[] export13(String label, byte[] context, int length, int hash) throws IOException {
    byte[] ofNothing = crypto.createHash(hash).calculateHash();
    TlsHash ofContext = crypto.createHash(hash);
    ofContext.update(context, 0, context.length);
    TlsSecret derived =
        TlsCryptoUtils.hkdfExpandLabel(alive(), hash, label, ofNothing, ofNothing.length);
    try {
      return TlsCryptoUtils.hkdfExpandLabel(
              derived, hash, "exporter", ofContext.calculateHash(), length)
          .extract();
    } finally {
      derived.destroy();
    }
  }

  private byte[] export12(String label, byte[] context, int length) {
    byte[] seed = TlsUtils.calculateExporterSeed(parameters, context);
    return TlsUtils.PRF(parameters, alive(), label, seed, length).extract();
  }

  private TlsSecret alive() {
    if (!secret.isAlive()) {
      throw new IllegalStateException("the connection has been closed, and its secrets wiped");
    }
    return secret;
  }

  private static void requireLabel(String label) {
    if (label.isEmpty() || label.length() > MAX_LABEL) {
      throw new IllegalArgumentException(
          "an exporter's label has 1 to " + MAX_LABEL + " characters, not " + label.length());
    }
    if (!label.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("an exporter's label is printable ASCII");
    }
    for (String reserved : RESERVED) {
      if (label.startsWith(reserved)) {
        throw new IllegalArgumentException(
            "the label '" + reserved + "' is for TLS itself (RFC 5705 section 4)");
      }
    }
  }

  /** Forgets the secret: nothing can be exported from now on. */
  void wipe() {
    secret.destroy();
  }

  /** HkdfLabel has a byte for the length of its label with the prefix "tls13 ". */
  private static final int MAX_LABEL = 249;

  private static final int MAX_UINT16 = 65535;

  /** In TLS 1.2 these would give TLS' own keys; libssl refuses what begins with one as well. */
  private static final String[] RESERVED = {
    "client finished", "server finished", "master secret", "extended master secret", "key expansion"
  };
}
