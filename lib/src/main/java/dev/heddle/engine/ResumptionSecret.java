package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.HandshakeType;
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

  /**
   * A server's, before it has heard the client's Finished (RFC 8446 sections 4.4.4 and 4.6.1). That
   * must be the next message: what is in it is computed here, and if another comes, the handshake
   * fails.
   *
   * @param transcript up to our Finished; the client's is added
   */
  static ResumptionSecret foreseen(TlsContext context, Transcript transcript) throws IOException {
    SecurityParameters parameters = context.getSecurityParametersHandshake();
    int hash = parameters.getPRFCryptoHashAlgorithm();
    int length = TlsCryptoUtils.getHashOutputSize(hash);
    TlsSecret key =
        TlsCryptoUtils.hkdfExpandLabel(
            parameters.getBaseKeyClient(), hash, "finished", new byte[0], length);
    try {
      byte[] covered = transcript.hash(context.getCrypto(), hash);
      byte[] verifyData = key.calculateHMAC(hash, covered, 0, covered.length);
      transcript.add(new byte[] {(byte) HandshakeType.finished, 0, 0, (byte) length}, 0, 4);
      transcript.add(verifyData, 0, length);
    } finally {
      key.destroy();
    }
    return new ResumptionSecret(context, transcript);
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
