package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.handshake.ClientHello;
import dev.heddle.handshake.OfferedPsks;
import dev.heddle.resume.Asked;
import dev.heddle.resume.Resumable;
import dev.heddle.resume.ServerSessions;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.TlsPSKExternal;

/**
 * Which of the sessions that a client of TLS 1.3 offers is resumed (RFC 8446 section 4.2.11). It is
 * chosen at the first hello, before anything else is negotiated, and by what is in the hello alone;
 * a second hello can only bring it again or drop it. bctls then checks its binder, and nothing of
 * the session may be used before.
 */
final class PskChoice {

  private final Crypto crypto;
  private final ServerSessions sessions;
  private boolean made;
  private byte[] identity;
  private Resumable chosen;
  private ResumptionPsk key;

  PskChoice(Crypto crypto, ServerSessions sessions) {
    this.crypto = crypto;
    this.sessions = sessions;
  }

  /** Looks at a hello; answers whether there is a session in it to resume. */
  boolean isIn(ClientHello hello, Asked asked) throws IOException {
    OfferedPsks offered = hello.offeredPsks();
    if (!made && offered != null && hello.offersPskDheKe()) {
      choose(offered, asked);
    }
    made = true;
    if (chosen != null && (offered == null || !offered.has(identity))) {
      forget();
    }
    return chosen != null;
  }

  private void choose(OfferedPsks offered, Asked asked) {
    for (byte[] each : offered.identities(MOST_LOOKED_AT)) {
      chosen = sessions.find13(each, asked);
      if (chosen != null) {
        identity = each;
        key = new ResumptionPsk(crypto, chosen.session().values().secret());
        return;
      }
    }
  }

  /** The session; null if there is none to resume. */
  Resumable chosen() {
    return chosen;
  }

  /** What bctls needs of it; null if there is none. */
  TlsPSKExternal psk() {
    if (chosen == null) {
      return null;
    }
    boolean sha384 = suite().hashLength() == 48;
    int prf = sha384 ? PRFAlgorithm.tls13_hkdf_sha384 : PRFAlgorithm.tls13_hkdf_sha256;
    return new BasicTlsPSKExternal(identity, key, prf);
  }

  /** Of these suites those that may be selected beside it: all if there is none. */
  int[] selectable(int[] suites) {
    if (chosen == null) {
      return suites;
    }
    int[] fitting = new int[suites.length];
    int count = 0;
    for (int each : suites) {
      if (CipherSuite.of(each).sharesTickets(suite())) {
        fitting[count++] = each;
      }
    }
    return Arrays.copyOf(fitting, count);
  }

  private CipherSuite suite() {
    return chosen.session().values().cipherSuite();
  }

  /** Wipes the key: no session is resumed any more. */
  void forget() {
    if (chosen != null) {
      key.wipe();
      chosen.wipe();
      key = null;
      chosen = null;
      identity = null;
    }
  }

  /** Opening each is a decryption, or asks the cache. */
  private static final int MOST_LOOKED_AT = 4;
}
