package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The resumption secret of a connection of TLS 1.3, which the keys of its tickets come from (RFC
 * 8446 sections 4.6.1 and 7.1).
 */
final class ResumptionSecret {

  private final int hash;
  private final TlsSecret secret;

  /**
   * To be made when the handshake completes, before bctls clears its secrets.
   *
   * @param transcript up to the client's Finished
   */
  ResumptionSecret(TlsContext context, Transcript transcript) throws IOException {
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    hash = parameters.getPRFCryptoHashAlgorithm();
    secret =
        TlsCryptoUtils.hkdfExpandLabel(
            parameters.getMasterSecret(),
            hash,
            "res master",
            transcript.hash(context.getCrypto(), hash),
            TlsCryptoUtils.getHashOutputSize(hash));
  }

  /** The pre-shared key that belongs to a ticket; null if the secret has been wiped. */
  byte[] presharedKey(byte[] nonce) throws IOException {
    int length = TlsCryptoUtils.getHashOutputSize(hash);
    try {
      return TlsCryptoUtils.hkdfExpandLabel(secret, hash, "resumption", nonce, length).extract();
    } catch (IllegalStateException e) {
      if (secret.isAlive()) {
        throw e;
      }
      return null; // wiped meanwhile, by who closes the connection
    }
  }

  /** Forgets it; for any thread. */
  void wipe() {
    secret.destroy();
  }
}
