package dev.heddle.scripted;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** A key pair of X25519 or P-256 for one handshake. */
final class KeyShare {

  static final int P_256 = 0x0017;
  static final int X25519 = 0x001D;

  final int group;
  private final KeyPair keys;

  KeyShare(int group) {
    this.group = group;
    keys =
        Crypto.unchecked(
            () -> {
              KeyPairGenerator generator =
                  KeyPairGenerator.getInstance(group == X25519 ? "X25519" : "EC");
              if (group != X25519) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
              }
              return generator.generateKeyPair();
            });
  }

  /** As it goes over the wire: little-endian for X25519, an uncompressed point for P-256. */
  byte[] encoded() {
    if (keys.getPublic() instanceof XECPublicKey key) {
      return reversed(fixed(key.getU()));
    }
    ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
    return Bytes.of(4).raw(fixed(point.getAffineX())).raw(fixed(point.getAffineY())).done();
  }

  /** What both ends have in common; zeros where the JDK refuses the other's key. */
  byte[] agree(byte[] other) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance(group == X25519 ? "X25519" : "ECDH");
      agreement.init(keys.getPrivate());
      agreement.doPhase(decoded(other), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      return new byte[32];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PublicKey decoded(byte[] other) throws GeneralSecurityException {
    if (group == X25519) {
      BigInteger u = new BigInteger(1, reversed(other)).clearBit(255);
      return KeyFactory.getInstance("X25519")
          .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
    }
    ECPoint point =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(other, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(other, 33, 65)));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, ((ECPublicKey) keys.getPublic()).getParams()));
  }

  private static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] result = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, result, 32 - length, length);
    return result;
  }

  private static byte[] reversed(byte[] value) {
    byte[] result = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      result[i] = value[value.length - 1 - i];
    }
    return result;
  }
}
