package dev.heddle.handshake;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.HashSet;
import java.util.Set;

/** What a ServerHello or a HelloRetryRequest of TLS 1.3 may say (RFC 8446 section 4.1.3, 4.1.4). */
final class HelloRules13 {

  private final ServerHello hello;
  private final ClientOffer offer;

  /**
   * For one message.
   *
   * @param offer the hello that it answers
   */
  HelloRules13(ServerHello hello, ClientOffer offer) {
    this.hello = hello;
    this.offer = offer;
  }

  /**
   * Judges a ServerHello.
   *
   * @return the group of its share
   */
  int checkHello() throws BrokenRuleException {
    checkFields(ExtensionType.Place.SERVER_HELLO, offer.extensionTypes());
    checkSession();
    return checkShare();
  }

  /** Whether the server resumes the session that we have offered. */
  boolean resumes() {
    return hello.extensions().has(ExtensionType.PRE_SHARED_KEY);
  }

  /** RFC 8446 section 4.2.11: we offer one identity, and its hash is the suite's. */
  private void checkSession() throws BrokenRuleException {
    Octets body = hello.extensions().body(ExtensionType.PRE_SHARED_KEY);
    if (body == null) {
      return;
    }
    String name = hello.extensions().name(ExtensionType.PRE_SHARED_KEY);
    int identity = body.u16(name);
    body.end(name);
    if (identity != 0) {
      throw illegal("pre_shared_key selects identity " + identity + " of the one we sent");
    }
    CipherSuite session = offer.session(TlsVersion.TLS_1_3);
    if (!CipherSuite.of(hello.cipherSuite()).sharesTickets(session)) {
      throw illegal(
          "cipher_suite "
              + Numbers.suite(hello.cipherSuite())
              + " has not the hash of the session it resumes, of "
              + session.ianaName());
    }
  }

  /** Judges the first HelloRetryRequest of a handshake. */
  void checkRetry() throws BrokenRuleException {
    // RFC 8446 section 4.2: a cookie is the one thing that comes unasked.
    Set<Integer> asked = new HashSet<>(offer.extensionTypes());
    asked.add(ExtensionType.COOKIE.code());
    checkFields(ExtensionType.Place.HELLO_RETRY_REQUEST, asked);
    Octets cookie = hello.extensions().body(ExtensionType.COOKIE);
    if (cookie != null) {
      String name = hello.extensions().name(ExtensionType.COOKIE);
      cookie.vector16(name).notEmpty(name);
      cookie.end(name);
    }
    int group = selectedGroup();
    if (group < 0 && cookie == null) {
      throw BrokenRuleException.illegal(hello.where() + " would change nothing in our ClientHello");
    }
    if (group >= 0) {
      requireNewGroup(group);
    }
  }

  private void checkFields(ExtensionType.Place place, Set<Integer> asked)
      throws BrokenRuleException {
    if (hello.legacyVersion() != TlsVersion.TLS_1_2.code()) {
      throw illegal("legacy_version is " + Numbers.version(hello.legacyVersion()));
    }
    requireVersion();
    hello.extensions().answer(place, asked);
    if (!hello.sessionId().equalTo(offer.sessionId())) {
      throw illegal("legacy_session_id_echo is not what we sent");
    }
    requireSuite();
  }

  /** Comes before the other extensions (RFC 8446 section 4.1.4). */
  private void requireVersion() throws BrokenRuleException {
    int version = hello.selectedVersion();
    if (version < 0) {
      throw missing(ExtensionType.SUPPORTED_VERSIONS);
    }
    boolean asked = offer.extensionTypes().contains(ExtensionType.SUPPORTED_VERSIONS.code());
    if (asked && (version < TlsVersion.TLS_1_3.code() || !offer.offersVersion(version))) {
      throw illegal("supported_versions selects " + Numbers.version(version));
    }
  }

  private void requireSuite() throws BrokenRuleException {
    CipherSuite suite = CipherSuite.of(hello.cipherSuite());
    if (suite == null || !offer.offersSuite(hello.cipherSuite())) {
      throw illegal("cipher_suite " + Numbers.suite(hello.cipherSuite()) + " was not offered");
    }
    if (suite.version() != TlsVersion.TLS_1_3) {
      throw illegal("cipher_suite " + suite.ianaName() + " is not one of TLS 1.3");
    }
  }

  /**
   * Judges key_share. After a HelloRetryRequest our hello has one share, for the selected group.
   *
   * @return its group
   */
  private int checkShare() throws BrokenRuleException {
    Octets body = hello.extensions().body(ExtensionType.KEY_SHARE);
    if (body == null && hello.extensions().has(ExtensionType.PRE_SHARED_KEY)) {
      // RFC 8446 section 4.2.11: we offer psk_dhe_ke alone, which requires it.
      throw illegal("it resumes without key_share");
    }
    if (body == null) {
      // RFC 8446 section 6.2: mandatory for the parameters that were negotiated.
      throw missing(ExtensionType.KEY_SHARE);
    }
    String name = hello.extensions().name(ExtensionType.KEY_SHARE);
    int group = body.u16(name);
    Octets share = body.vector16(name);
    body.end(name);
    if (!offer.sharedGroups().contains(group)) {
      throw illegal("key_share is for " + Numbers.group(group) + ", which we sent no share for");
    }
    KeyShares.requireServerShare(group, share, name);
    return group;
  }

  /** RFC 8446 section 4.2.8: one that we know, and have not sent a share for. */
  private void requireNewGroup(int group) throws BrokenRuleException {
    if (!offer.offersGroup(group)) {
      throw illegal("key_share selects " + Numbers.group(group) + ", which was not offered");
    }
    if (offer.sharedGroups().contains(group)) {
      throw illegal("key_share selects " + Numbers.group(group) + ", which has a share already");
    }
  }

  /** The group that a HelloRetryRequest asks for; -1 if it asks for none. */
  private int selectedGroup() throws BrokenRuleException {
    Octets body = hello.extensions().body(ExtensionType.KEY_SHARE);
    if (body == null) {
      return -1;
    }
    String name = hello.extensions().name(ExtensionType.KEY_SHARE);
    int group = body.u16(name);
    body.end(name);
    return group;
  }

  private BrokenRuleException illegal(String what) {
    return BrokenRuleException.illegal(hello.where() + ": " + what);
  }

  private BrokenRuleException missing(ExtensionType type) {
    return new BrokenRuleException(
        Alert.MISSING_EXTENSION, hello.where() + " has no " + type.rfcName());
  }
}
