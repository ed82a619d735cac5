package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;

/** The key schedule for the records of a connection: from bctls' secrets to keys and IVs. */
final class RecordKeys {

  private final TlsCryptoParameters parameters;
  private final int keyBytes;
  private final JdkAead sending;
  private final JdkAead receiving;

  RecordKeys(TlsCryptoParameters parameters, int keyBytes, JdkAead sending, JdkAead receiving) {
    this.parameters = parameters;
    this.keyBytes = keyBytes;
    this.sending = sending;
    this.receiving = receiving;
  }

  /** Sets the keys of TLS 1.3 that the handshake has come to. */
  void derive() throws IOException {
    derive(sending, parameters.getSecurityParametersHandshake(), parameters.isServer());
    derive(receiving, parameters.getSecurityParametersHandshake(), !parameters.isServer());
  }

  /** Sets the next key for sending (RFC 8446 section 7.2); TLS 1.3 only. */
  void updateSending() throws IOException {
    derive(sending, parameters.getSecurityParametersConnection(), parameters.isServer());
  }

  /** Sets the next key for receiving; TLS 1.3 only. */
  void updateReceiving() throws IOException {
    derive(receiving, parameters.getSecurityParametersConnection(), !parameters.isServer());
  }

  /** RFC 8446 section 7.3. */
  private void derive(JdkAead aead, SecurityParameters secrets, boolean ofServer)
      throws IOException {
    TlsSecret secret =
        ofServer ? secrets.getTrafficSecretServer() : secrets.getTrafficSecretClient();
    if (secret == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error, "no traffic secret");
    }
    int hash = secrets.getPRFCryptoHashAlgorithm();
    byte[] key = expand(secret, hash, "key", keyBytes);
    byte[] iv = expand(secret, hash, "iv", JdkAead.NONCE_BYTES);
    aead.setKey(key, 0, key.length);
    aead.setIv(iv, 0, iv.length);
  }

  private static byte[] expand(TlsSecret secret, int hash, String label, int length)
      throws IOException {
    return TlsCryptoUtils.hkdfExpandLabel(secret, hash, label, TlsUtils.EMPTY_BYTES, length)
        .extract();
  }

  /**
   * Sets the keys of TLS 1.2 (RFC 5246 section 6.3): the client's, the server's, then their IVs.
   *
   * @param ivBytes how long an IV is
   */
  void cutBlock(int ivBytes) {
    JdkAead client = parameters.isServer() ? receiving : sending;
    JdkAead server = parameters.isServer() ? sending : receiving;
    byte[] block = TlsImplUtils.calculateKeyBlock(parameters, 2 * keyBytes + 2 * ivBytes);
    client.setKey(block, 0, keyBytes);
    server.setKey(block, keyBytes, keyBytes);
    client.setIv(block, 2 * keyBytes, ivBytes);
    server.setIv(block, 2 * keyBytes + ivBytes, ivBytes);
  }
}
