package dev.heddle.engine;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.jcajce.JceTlsSecret;

/**
 * A key agreement computed by the light API whose result becomes a secret of the JDK's side.
 *
 * <p>Without the hand-over a TLS 1.2 master secret would be derived by the light API's slow PRF:
 * bctls asks the pre-master secret itself to do it (TlsUtils.java:1635). The value is moved, not
 * copied.
 */
record LightAgreement(Crypto crypto, TlsAgreement light) implements TlsAgreement {

  @Override
  public byte[] generateEphemeral() throws IOException {
    return light.generateEphemeral();
  }

  /**
   * A malformed share is the peer's doing. The light ML-KEM throws a bare IllegalArgumentException
   * for it (BcTlsMLKemDomain.java:65), which would be reported as an internal error of ours.
   */
  @Override
  public void receivePeerValue(byte[] peerValue) throws IOException {
    try {
      light.receivePeerValue(peerValue);
    } catch (RuntimeException e) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
    }
  }

  /**
   * What fails now fails by the peer's share too: of low order, where bctls says handshake_failure
   * (BcX25519.java:51) and RFC 8446 section 7.4.2 leaves no other name for it.
   */
  @Override
  public TlsSecret calculateSecret() throws IOException {
    try {
      return new JceTlsSecret(crypto, light.calculateSecret().extract());
    } catch (TlsFatalAlert | RuntimeException e) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
    }
  }
}
