package dev.heddle.resume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** A client may show a chain that fits in no ticket. */
class LongChainTest {

  private static final X509Certificate CLIENT = TestCerts.client(KeyType.EC_P256).certificate();

  private final TlsConfig config = TlsConfig.builder().build();
  private final ServerSessions sessions = new ServerSessions(config, new SecureRandom(), null);
  private final byte[] secret = {1, 2, 3};

  private Issued issue(int certificates) {
    Instant now = Instant.now();
    return sessions.issue(
        new SessionValues(
            TlsVersion.TLS_1_3,
            CipherSuite.TLS_AES_128_GCM_SHA256,
            secret,
            new byte[0],
            new byte[0],
            0,
            true,
            now,
            now,
            now.plusSeconds(100),
            null,
            null,
            Collections.nCopies(certificates, CLIENT),
            0,
            true,
            new byte[0],
            sessions.settings()));
  }

  @Test
  void chainIsInTheTicket() {
    assertNotNull(issue(3));
    assertArrayEquals(new byte[3], secret);
  }

  /** More than 255 certificates cannot be sealed at all. */
  @Test
  void noneForAChainThatFitsInNoTicket() {
    assertNull(issue(100));
    assertNull(issue(256));
    assertNull(issue(2000));
    assertArrayEquals(new byte[3], secret);
  }
}
