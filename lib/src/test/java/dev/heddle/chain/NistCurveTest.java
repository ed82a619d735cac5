package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.tls.NamedGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The curves, beside the light API's own tables and the JDK's keys. */
class NistCurveTest {

  @ParameterizedTest
  @EnumSource
  void isTheCurveOfTheTables(NistCurve curve) throws Exception {
    byte[] encoded = key(curve).getPublic().getEncoded();
    ECPublicKeyParameters ours = NistCurve.publicKey(encoded);
    var theirs = (ECPublicKeyParameters) PublicKeyFactory.createKey(encoded);
    ECDomainParameters domain = ours.getParameters();
    assertEquals(theirs.getParameters(), domain); // curve, base point, order, cofactor
    assertEquals(theirs.getParameters().getG(), domain.getG());
    assertArrayEquals(theirs.getQ().getEncoded(false), ours.getQ().getEncoded(false));
    assertEquals(curve, NistCurve.of(ours));
    assertEquals(curve, NistCurve.of(theirs));
  }

  @ParameterizedTest
  @EnumSource
  void keysOfOneCurveShareItAndTheMultiplesOfItsBasePoint(NistCurve curve) throws Exception {
    ECPublicKeyParameters one = NistCurve.publicKey(key(curve).getPublic().getEncoded());
    ECPublicKeyParameters other = NistCurve.publicKey(key(curve).getPublic().getEncoded());
    assertTrue(one.getParameters().getG() == other.getParameters().getG());
  }

  @ParameterizedTest
  @EnumSource
  void pointThatIsNotOnTheCurveIsRefused(NistCurve curve) throws Exception {
    byte[] encoded = key(curve).getPublic().getEncoded();
    encoded[encoded.length - 1] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> NistCurve.publicKey(encoded));
  }

  @Test
  void otherKeysAreLeftToOthers() throws Exception {
    assertNull(
        NistCurve.publicKey(generator("Ed25519").generateKeyPair().getPublic().getEncoded()));
    assertNull(NistCurve.publicKey(generator("X25519").generateKeyPair().getPublic().getEncoded()));
    byte[] encoded = key(NistCurve.P256).getPublic().getEncoded();
    for (int at = 0; at < 27; at++) {
      byte[] other = encoded.clone();
      other[at] ^= 1;
      assertNull(NistCurve.publicKey(other), "octet " + at);
    }
    assertNull(NistCurve.publicKey(Arrays.copyOf(encoded, encoded.length - 1)));
    assertNull(NistCurve.publicKey(new byte[0]));
  }

  @Test
  void numbersAreThoseOfTls() {
    assertEquals(NistCurve.P256, NistCurve.of(NamedGroup.secp256r1));
    assertEquals(NistCurve.P384, NistCurve.of(NamedGroup.secp384r1));
    assertEquals(NistCurve.P521, NistCurve.of(NamedGroup.secp521r1));
    assertNull(NistCurve.of(NamedGroup.brainpoolP256r1));
    assertNull(NistCurve.of(-1));
  }

  private static KeyPair key(NistCurve curve) throws Exception {
    KeyPairGenerator generator = generator("EC");
    generator.initialize(
        new ECGenParameterSpec(
            switch (curve) {
              case P256 -> "secp256r1";
              case P384 -> "secp384r1";
              case P521 -> "secp521r1";
            }));
    return generator.generateKeyPair();
  }

  private static KeyPairGenerator generator(String name) throws Exception {
    return KeyPairGenerator.getInstance(name);
  }
}
