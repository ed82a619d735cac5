package dev.heddle.engine;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JceTlsSecret;

/**
 * The pre-shared key of a ticket. bctls knows external keys alone, whose binders have another label
 * (OfferedPsks.java:163, TlsUtils.java:6173); by its class this one tells the crypto, which makes
 * the early secret, to swap it (RFC 8446 section 7.1).
 */
final class ResumptionPsk extends JceTlsSecret {

  private TlsSecret early;

  ResumptionPsk(JcaTlsCrypto crypto, byte[] key) {
    super(crypto, key.clone());
  }

  /** What HKDF-Extract starts from, in place of the crypto's own: knows the keys of this class. */
  static TlsSecret salt(JcaTlsCrypto crypto, TlsSecret zeros) {
    return new Salt(crypto, zeros.extract());
  }

  /** Wipes it and the early secret that was made of it; of no use to the handshake any more. */
  void wipe() {
    destroy();
    forgetEarly();
  }

  private void forgetEarly() {
    if (early != null) {
      early.destroy();
    }
  }

  private static final class Salt extends JceTlsSecret {
    Salt(JcaTlsCrypto crypto, byte[] zeros) {
      super(crypto, zeros);
    }

    @Override
    public TlsSecret hkdfExtract(int hash, TlsSecret key) {
      TlsSecret early = super.hkdfExtract(hash, key);
      if (key instanceof ResumptionPsk psk) {
        psk.forgetEarly(); // a server makes it again for a second hello
        psk.early = new EarlySecret(crypto, early.extract());
        return psk.early;
      }
      return early;
    }
  }

  private static final class EarlySecret extends JceTlsSecret {
    EarlySecret(JcaTlsCrypto crypto, byte[] data) {
      super(crypto, data);
    }

    @Override
    public TlsSecret hkdfExpand(int hash, byte[] info, int length) {
      return super.hkdfExpand(hash, isBinder(info) ? resumption(info) : info, length);
    }

    /** HkdfLabel: two bytes of length, then the label behind one. */
    private static boolean isBinder(byte[] info) {
      for (int i = 0; i < EXTERNAL.length; i++) {
        if (info.length <= LABEL + i || info[LABEL + i] != EXTERNAL[i]) {
          return false;
        }
      }
      return true;
    }

    private static byte[] resumption(byte[] info) {
      byte[] changed = info.clone();
      System.arraycopy(RESUMPTION, 0, changed, LABEL, RESUMPTION.length);
      return changed;
    }

    private static final int LABEL = 3;
    private static final byte[] EXTERNAL = "tls13 ext binder".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESUMPTION = "tls13 res binder".getBytes(StandardCharsets.US_ASCII);
  }
}
