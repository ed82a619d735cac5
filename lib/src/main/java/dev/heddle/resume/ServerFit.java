package dev.heddle.resume;

import dev.heddle.chain.ChainCheck;
import dev.heddle.chain.ChainVerdict;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.SessionValues;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Whether a session that a client has brought can be resumed now. What does not fit is no fault of
 * the client's: the answer is a full handshake.
 */
final class ServerFit {

  private final TlsConfig config;
  private final byte[] settings;
  private final Asked asked;

  /** Against the settings of today. */
  ServerFit(TlsConfig config, byte[] settings, Asked asked) {
    this.config = config;
    this.settings = settings;
    this.asked = asked;
  }

  /**
   * Judges a session.
   *
   * @return what is to be said of the client's certificates today; null if the session does not fit
   */
  ChainVerdict judge(SessionValues session) {
    boolean fits =
        session.version() == asked.version()
            && session.extendedMasterSecret()
            && isFresh(session)
            && Objects.equals(session.serverName(), asked.serverName())
            && MessageDigest.isEqual(session.settings(), settings)
            && suiteFits(session.cipherSuite());
    return fits ? client(session) : null;
  }

  /** The server that has sealed it may have had a longer lifetime in its configuration. */
  private boolean isFresh(SessionValues session) {
    return config
        .clock()
        .instant()
        .isBefore(
            Expiry.earlier(
                session.expiresAt(),
                Expiry.of(config, session.authenticatedAt(), session.peerChain())));
  }

  /** In TLS 1.3 the hash must be the session's (RFC 8446 section 4.2.11), in TLS 1.2 the suite. */
  private boolean suiteFits(CipherSuite suite) {
    boolean tls13 = asked.version() == TlsVersion.TLS_1_3;
    for (CipherSuite each : asked.cipherSuites()) {
      if ((tls13 ? each.sharesTickets(suite) : each == suite)
          && config.cipherSuites().contains(each)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the client would be let in today with what it has shown, or not shown, back then. */
  private ChainVerdict client(SessionValues session) {
    VerifyMode mode = config.verifyMode(false);
    if (session.peerChain().isEmpty()) {
      boolean enough = mode == VerifyMode.NONE || mode == VerifyMode.PEER && session.peerAsked();
      return enough ? ChainVerdict.NONE : null;
    }
    if (mode == VerifyMode.NONE || !session.peerAsked()) {
      return null;
    }
    if (config.certVerifyCallback().isPresent()) {
      // The settings have its token: it is the very object that accepted them.
      return ChainVerdict.ofCallback(session.peerChain());
    }
    ChainVerdict verdict = ChainCheck.verdict(config, session.peerChain(), false);
    return verdict.accepted() ? verdict : null;
  }
}
