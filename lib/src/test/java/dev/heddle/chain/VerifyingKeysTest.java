package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.libcrypto.LibcryptoEcdsa;
import dev.heddle.libcrypto.Patient;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;

/** Public keys in the form that verifies: whose they are, and what is none. */
class VerifyingKeysTest {

  private static final PublicKey P256 = key("verifying", KeyType.EC_P256);

  /** A key is never found for another one. */
  @Test
  void keysOfManyPeersAreNotMixedUp() throws Exception {
    var keys = new VerifyingKeys();
    List<PublicKey> peers =
        IntStream.range(0, 300).mapToObj(i -> key("peer " + i, KeyType.ED25519)).toList();
    for (int round = 0; round < 2; round++) {
      for (PublicKey peer : peers) {
        byte[] found =
            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.of(peer).light())
                .getEncoded();
        assertArrayEquals(peer.getEncoded(), found);
      }
    }
    assertSame(keys.of(peers.getLast()), keys.of(peers.getLast()));
  }

  @Test
  void keysOnTheCurvesOfTlsNameThem() throws Exception {
    for (KeyType type : List.of(KeyType.EC_P256, KeyType.EC_P384, KeyType.EC_P521)) {
      assertTrue(verifyingKey(key("verifying", type).getEncoded()).isOnNamedCurve());
    }
  }

  /** The JDK does not read it either, so no certificate has such a key. */
  @Test
  void compressedPointIsNoKey() throws Exception {
    var light = (ECPublicKeyParameters) verifyingKey(P256.getEncoded()).light();
    assertThrows(IOException.class, () -> verifyingKey(withPoint(light.getQ().getEncoded(true))));
    byte[] hybrid = light.getQ().getEncoded(false);
    hybrid[0] = (byte) (6 + (hybrid[hybrid.length - 1] & 1));
    assertThrows(IOException.class, () -> verifyingKey(withPoint(hybrid)));
  }

  @Test
  void pointOffTheCurveIsNoKey() throws Exception {
    byte[] encoding = P256.getEncoded();
    encoding[encoding.length - 1] ^= 1;
    assertThrows(RuntimeException.class, () -> verifyingKey(encoding));
    assertThrows(Exception.class, () -> verifyingKey(withPoint(new byte[1])), "infinity");
    assertThrows(Exception.class, () -> verifyingKey(withPoint(new byte[0])), "nothing");
  }

  private static byte[] withPoint(byte[] point) throws IOException {
    var info = SubjectPublicKeyInfo.getInstance(P256.getEncoded());
    return new SubjectPublicKeyInfo(info.getAlgorithm(), point).getEncoded();
  }

  private static VerifyingKey verifyingKey(byte[] encoding) throws IOException {
    return VerifyingKey.of(encoding, new Patient<>(LibcryptoEcdsa::shared, 0));
  }

  private static PublicKey key(String name, KeyType type) {
    PublicKey key = TestCerts.make(name).key(type).build().certificate().getPublicKey();
    assertTrue(type == KeyType.ED25519 || key instanceof ECPublicKey);
    return key;
  }
}
