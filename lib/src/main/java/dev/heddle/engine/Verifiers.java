package dev.heddle.engine;

import dev.heddle.chain.VerifyingKey;
import java.io.IOException;
import java.io.OutputStream;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;

/**
 * Verifiers that bctls' protocol code can feed. Its own are package-private or tied to one of its
 * two cryptos. A signature that cannot even be parsed is a wrong signature, not an error of ours.
 */
final class Verifiers {

  private Verifiers() {}

  /** ECDSA over a digest of the JDK's. */
  static Tls13Verifier ecdsa(TlsHash hash, VerifyingKey key) {
    return new Tls13Verifier() {
      @Override
      public OutputStream getOutputStream() {
        return new Sink(hash::update);
      }

      @Override
      public boolean verifySignature(byte[] signature) {
        return key.verifiesEcdsa(hash.calculateHash(), signature);
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
