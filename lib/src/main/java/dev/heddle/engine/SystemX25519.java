package dev.heddle.engine;

import dev.heddle.libcrypto.LibcryptoX25519;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcX25519;

/**
 * X25519 as the light API does it, but for the agreement itself, which is the system's. What that
 * does not compute the light API does, or refuses.
 */
final class SystemX25519 extends BcX25519 {

  private final LibcryptoX25519 library;
  private byte[] publicKey;

  SystemX25519(BcTlsCrypto light, LibcryptoX25519 library) {
    super(light);
    this.library = library;
  }

  @Override
  public byte[] generateEphemeral() throws IOException {
    publicKey = super.generateEphemeral();
    return publicKey.clone();
  }

  @Override
  public TlsSecret calculateSecret() throws IOException {
    byte[] secret = library.agree(privateKey, publicKey, peerPublicKey);
    if (secret == null) {
      return super.calculateSecret();
    }
    Arrays.fill(privateKey, (byte) 0);
    Arrays.fill(peerPublicKey, (byte) 0);
    return crypto.createSecret(secret); // which wipes its argument
  }
}
