package dev.heddle.engine;

import dev.heddle.libcrypto.LibcryptoEcKey;
import dev.heddle.libcrypto.LibcryptoRsaKey;
import dev.heddle.libcrypto.LibcryptoRsaKey.Digest;
import dev.heddle.libcrypto.Patient;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsRSAPSSSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsRSASigner;

/**
 * A private key that the system's libcrypto signs with, where that may be called and once it pays:
 * on P-256, or RSA. What libcrypto does not sign, for want of memory, the light API does.
 */
final class SystemKey {

  /** What signs a hash; null if it does not. */
  private interface HashSigner {
    byte[] sign(int scheme, byte[] hash);
  }

  private final Patient<HashSigner> system;
  private final RSAPrivateCrtKeyParameters rsa;

  private SystemKey(Patient<HashSigner> system, RSAPrivateCrtKeyParameters rsa) {
    this.system = system;
    this.rsa = rsa;
  }

  /**
   * A key.
   *
   * @param light the private key; null if it does not show its bits
   * @param publicKey that belongs to it; libcrypto has to make a signature that it verifies
   * @param patience how many handshakes are signed without libcrypto; negative for as many as pay
   * @return null if it is of a kind that libcrypto is not faster with
   */
  static SystemKey of(AsymmetricKeyParameter light, PublicKey publicKey, int patience) {
    if (light instanceof ECPrivateKeyParameters key && isOnP256(key)) {
      return new SystemKey(
          new Patient<>(
              () -> ec(key).filter(signer -> isRight(signer, publicKey)),
              patience < 0 ? EC_PATIENCE : patience),
          null);
    }
    if (light instanceof RSAPrivateCrtKeyParameters key && publicKey.getAlgorithm().equals("RSA")) {
      return new SystemKey(
          new Patient<>(
              () -> rsa(key).filter(signer -> isRight(signer, publicKey)),
              patience < 0 ? RSA_PATIENCE : patience),
          key);
    }
    return null;
  }

  private static boolean isOnP256(ECPrivateKeyParameters key) {
    return key.getParameters() instanceof ECNamedDomainParameters named
        && named.getName().getId().equals(P_256);
  }

  private static Optional<HashSigner> ec(ECPrivateKeyParameters key) {
    byte[] number = key.getD().toByteArray();
    byte[] scalar = new byte[P_256_BYTES];
    int length = Math.min(number.length, scalar.length);
    System.arraycopy(number, number.length - length, scalar, scalar.length - length, length);
    try {
      return LibcryptoEcKey.of(scalar).map(system -> (scheme, hash) -> system.sign(hash));
    } finally {
      Arrays.fill(number, (byte) 0);
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static Optional<HashSigner> rsa(RSAPrivateCrtKeyParameters key) {
    byte[][] numbers =
        Stream.of(
                key.getModulus(),
                key.getPublicExponent(),
                key.getExponent(),
                key.getP(),
                key.getQ(),
                key.getDP(),
                key.getDQ(),
                key.getQInv())
            .map(BigInteger::toByteArray)
            .toArray(byte[][]::new);
    try {
      return LibcryptoRsaKey.of(numbers)
          .map(
              system ->
                  (scheme, hash) ->
                      system.sign(hash, digest(scheme), SignatureScheme.isRSAPSS(scheme)));
    } finally {
      for (byte[] number : numbers) {
        Arrays.fill(number, (byte) 0);
      }
    }
  }

  private static Digest digest(int scheme) {
    return switch (scheme) {
      case SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pss_rsae_sha256 -> Digest.SHA_256;
      case SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pss_rsae_sha384 -> Digest.SHA_384;
      case SignatureScheme.rsa_pkcs1_sha512, SignatureScheme.rsa_pss_rsae_sha512 -> Digest.SHA_512;
      default -> throw new IllegalArgumentException(SignatureScheme.getText(scheme));
    };
  }

  /** Before anything depends on it: a signature that the JDK verifies. */
  private static boolean isRight(HashSigner signer, PublicKey publicKey) {
    boolean rsa = publicKey.getAlgorithm().equals("RSA");
    int scheme = rsa ? SignatureScheme.rsa_pkcs1_sha256 : SignatureScheme.ecdsa_secp256r1_sha256;
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest();
      byte[] value = signer.sign(scheme, hash);
      Signature verifier = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      verifier.initVerify(publicKey);
      return value != null && verifier.verify(value);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * A signer for one handshake.
   *
   * @param usual what signs without libcrypto
   */
  TlsSigner signer(BcTlsCrypto light, int scheme, TlsSigner usual) {
    HashSigner found = system.next();
    if (found == null) {
      return usual;
    }
    return new TlsSigner() {
      @Override
      public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash)
          throws IOException {
        byte[] signature = found.sign(scheme, hash);
        return signature != null
            ? signature
            : ofHash(light, scheme, usual).generateRawSignature(algorithm, hash);
      }

      @Override
      public TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) {
        return null; // so the hash is asked for
      }
    };
  }

  /** What signs a hash: the usual one of RSA wants the message. */
  private TlsSigner ofHash(BcTlsCrypto light, int scheme, TlsSigner usual) {
    if (rsa == null) {
      return usual;
    }
    return SignatureScheme.isRSAPSS(scheme)
        ? new BcTlsRSAPSSSigner(light, rsa, scheme)
        : new BcTlsRSASigner(light, rsa);
  }

  private static final String P_256 = "1.2.840.10045.3.1.7";
  private static final int P_256_BYTES = 32;

  /** As many signatures as cost some 40 ms more without libcrypto: what it takes to link it. */
  private static final int EC_PATIENCE = 600;

  private static final int RSA_PATIENCE = 50;
}
