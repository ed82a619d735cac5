package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.junit.jupiter.api.Test;

/** What is made of the key of a ticket is wiped with it. */
class ResumptionPskTest {

  private static final int SHA256 = CryptoHashAlgorithm.sha256;

  private final Crypto crypto = Crypto.shared();
  private final ResumptionPsk psk = new ResumptionPsk(crypto, new byte[32]);

  private TlsSecret early() {
    return crypto.hkdfInit(SHA256).hkdfExtract(SHA256, psk);
  }

  @Test
  void earlySecretIsWipedWithItsKey() {
    TlsSecret early = early();
    assertTrue(early.isAlive());
    psk.wipe();
    assertFalse(early.isAlive());
    assertFalse(psk.isAlive());
  }

  @Test
  void earlySecretOfTheFirstHelloIsWipedWhereTheSecondTakesItsPlace() {
    TlsSecret first = early();
    TlsSecret second = early();
    assertFalse(first.isAlive());
    assertTrue(second.isAlive());
    psk.wipe();
    assertFalse(second.isAlive());
  }
}
