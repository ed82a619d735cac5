package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.HashSet;
import java.util.Set;

/** What a ServerHello of TLS 1.2 may say (RFC 5246 section 7.4.1.3 and the extensions' RFCs). */
final class HelloRules12 {

  private final ServerHello hello;
  private final ClientOffer offer;

  /**
   * For one message.
   *
   * @param offer the hello that it answers
   */
  HelloRules12(ServerHello hello, ClientOffer offer) {
    this.hello = hello;
    this.offer = offer;
  }

  /**
   * Judges it.
   *
   * @return whether the server resumes the session that we have offered
   */
  boolean check() throws BrokenRuleException {
    checkDowngrade();
    boolean resumes = !hello.sessionId().isEmpty() && hello.sessionId().equalTo(offer.sessionId());
    requireSuite();
    if (resumes) {
      requireSession();
    }
    hello.extensions().answer(ExtensionType.Place.SERVER_HELLO_12, asked());
    for (ExtensionType each : BARE) {
      hello.extensions().requireEmpty(each);
    }
    Alpn.check(hello.extensions(), offer);
    checkPointFormats();
    checkRenegotiationInfo();
    return resumes;
  }

  /** RFC 8446 section 4.1.3: a server that knows TLS 1.3 says so when it selects less. */
  private void checkDowngrade() throws BrokenRuleException {
    if (!offer.offersVersion(TlsVersion.TLS_1_3.code())) {
      return;
    }
    Octets random = hello.random().again();
    random.take(24, "random");
    if (random.equalTo(DOWNGRADE_TO_12) || random.equalTo(DOWNGRADE_TO_11)) {
      throw illegal("random says that the server knows TLS 1.3, and yet it selects TLS 1.2");
    }
  }

  private void requireSuite() throws BrokenRuleException {
    CipherSuite suite = CipherSuite.of(hello.cipherSuite());
    if (suite == null || !offer.offersSuite(hello.cipherSuite())) {
      throw illegal("cipher_suite " + Numbers.suite(hello.cipherSuite()) + " was not offered");
    }
    if (suite.version() != TlsVersion.TLS_1_2) {
      throw illegal("cipher_suite " + suite.ianaName() + " is not one of TLS 1.2");
    }
    if (suite.aead() && hello.extensions().has(ExtensionType.ENCRYPT_THEN_MAC)) {
      // RFC 7366 section 3. bctls looks at this in a full handshake alone.
      throw illegal("cipher_suite " + suite.ianaName() + " has no MAC for encrypt_then_mac");
    }
  }

  /** RFC 5246 section 7.4.1.3, RFC 7627 section 5.3. */
  private void requireSession() throws BrokenRuleException {
    CipherSuite session = offer.session(TlsVersion.TLS_1_2);
    if (session == null) {
      // RFC 8446 section 4.1.2: ours only looks like that of a session.
      throw illegal("session_id is the one we sent, which names no session");
    }
    if (hello.cipherSuite() != session.code()) {
      throw illegal(
          "cipher_suite is not " + session.ianaName() + ", that of the session it resumes");
    }
    if (!hello.extensions().has(ExtensionType.EXTENDED_MASTER_SECRET)) {
      throw BrokenRuleException.handshakeFailure(
          hello.where() + " has no extended_master_secret, which the session it resumes had");
    }
  }

  /** RFC 5746 section 3.3: its signal among the suites stands for the extension. */
  private Set<Integer> asked() {
    Set<Integer> asked = new HashSet<>(offer.extensionTypes());
    if (offer.offersSuite(EMPTY_RENEGOTIATION_INFO_SCSV)) {
      asked.add(ExtensionType.RENEGOTIATION_INFO.code());
    }
    return asked;
  }

  /** RFC 8422 section 5.1.2: the uncompressed form is always among them. */
  private void checkPointFormats() throws BrokenRuleException {
    Octets body = hello.extensions().body(ExtensionType.EC_POINT_FORMATS);
    if (body == null) {
      return;
    }
    String name = hello.extensions().name(ExtensionType.EC_POINT_FORMATS);
    Octets formats = body.vector8(name).notEmpty(name);
    body.end(name);
    while (!formats.isEmpty()) {
      if (formats.u8(name) == UNCOMPRESSED) {
        return;
      }
    }
    throw BrokenRuleException.illegal(name + " is without the uncompressed form");
  }

  /** RFC 5746 section 3.4: there is nothing to renegotiate yet. */
  private void checkRenegotiationInfo() throws BrokenRuleException {
    Octets body = hello.extensions().body(ExtensionType.RENEGOTIATION_INFO);
    if (body == null) {
      // RFC 5746 section 4.1: the server could be made to take a stranger's bytes for ours.
      throw new BrokenRuleException(
          Alert.HANDSHAKE_FAILURE,
          hello.where() + " has no renegotiation_info: the server knows no secure renegotiation");
    }
    String name = hello.extensions().name(ExtensionType.RENEGOTIATION_INFO);
    Octets connection = body.vector8(name);
    body.end(name);
    if (!connection.isEmpty()) {
      throw new BrokenRuleException(
          Alert.HANDSHAKE_FAILURE, name + " speaks of a connection before this one");
    }
  }

  private BrokenRuleException illegal(String what) {
    return BrokenRuleException.illegal(hello.where() + ": " + what);
  }

  /**
   * Answers that say all by being there (RFC 6066 sections 3 and 8, RFC 7366, RFC 7627, RFC 5077).
   */
  private static final ExtensionType[] BARE = {
    ExtensionType.SERVER_NAME,
    ExtensionType.STATUS_REQUEST,
    ExtensionType.ENCRYPT_THEN_MAC,
    ExtensionType.EXTENDED_MASTER_SECRET,
    ExtensionType.SESSION_TICKET
  };

  private static final byte[] DOWNGRADE_TO_12 = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
  private static final byte[] DOWNGRADE_TO_11 = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 0};
  private static final int EMPTY_RENEGOTIATION_INFO_SCSV = 0x00FF;
  private static final int UNCOMPRESSED = 0;
}
