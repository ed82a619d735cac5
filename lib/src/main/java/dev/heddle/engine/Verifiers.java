package dev.heddle.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;

/**
 * Verifiers that bctls' protocol code can feed. Its own are package-private or tied to one of its
 * two cryptos. A signature that cannot even be parsed is a wrong signature, not an error of ours.
 */
final class Verifiers {

  private Verifiers() {}

  /** ECDSA over a digest of the JDK's, by the light API. */
  static Tls13Verifier ecdsa(TlsHash hash, ECPublicKeyParameters key) {
    return new Tls13Verifier() {
      @Override
      public OutputStream getOutputStream() {
        return new Sink(hash::update);
      }

      @Override
      public boolean verifySignature(byte[] signature) {
        var signer = new ECDSASigner();
        signer.init(false, key);
        try {
          BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(signer.getOrder(), signature);
          return signer.verifySignature(hash.calculateHash(), rs[0], rs[1]);
        } catch (IOException | RuntimeException e) {
          return false;
        }
      }
    };
  }

  /** A scheme that takes the whole message, by the light API. */
  static Tls13Verifier light(Signer signer) {
    return new Tls13Verifier() {
      @Override
      public OutputStream getOutputStream() {
        return new Sink(signer::update);
      }

      @Override
      public boolean verifySignature(byte[] signature) {
        return signer.verifySignature(signature);
      }
    };
  }

  /** A JCA signature in TLS 1.3, where the peer's value comes last. */
  static Tls13Verifier jca(Signature signature) {
    return new Tls13Verifier() {
      @Override
      public OutputStream getOutputStream() {
        return sink(signature);
      }

      @Override
      public boolean verifySignature(byte[] value) {
        return verify(signature, value);
      }
    };
  }

  /** A JCA signature in TLS 1.2, where the peer's value is known before the message is fed. */
  static TlsStreamVerifier jca(Signature signature, byte[] value) {
    return new TlsStreamVerifier() {
      @Override
      public OutputStream getOutputStream() {
        return sink(signature);
      }

      @Override
      public boolean isVerified() {
        return verify(signature, value);
      }
    };
  }

  static OutputStream sink(Signature signature) {
    return new Sink(
        (buf, off, len) -> {
          try {
            signature.update(buf, off, len);
          } catch (SignatureException e) {
            throw new IOException(e);
          }
        });
  }

  private static boolean verify(Signature signature, byte[] value) {
    try {
      return signature.verify(value);
    } catch (SignatureException e) {
      return false;
    }
  }

  private interface Update {
    void update(byte[] buf, int off, int len) throws IOException;
  }

  private static final class Sink extends OutputStream {
    private final Update update;

    Sink(Update update) {
      this.update = update;
    }

    @Override
    public void write(int b) throws IOException {
      update.update(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buf, int off, int len) throws IOException {
      update.update(buf, off, len);
    }
  }
}
