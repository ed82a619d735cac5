package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ourselves and the JDK's SSLSocket. */
class JdkTest extends Scenarios {

  JdkTest() {
    super(Stack.JDK);
  }

  @Override
  List<NamedGroup> theirGroups() {
    return JdkPeer.groups();
  }

  @Override
  List<CipherSuite> theirSuites() {
    return JdkPeer.suites();
  }

  @Override
  boolean theirServerPrefersItsOwn() {
    return true;
  }

  @Override
  void assertClientsOwnWords(Wrong wrong, Refusal client, Alert receivedByUs) {
    String words =
        switch (wrong) {
          case UNTRUSTED -> "unable to find valid certification path";
          case EXPIRED, NOT_YET_VALID -> "validity check failed";
          case NAME -> "No subject alternative DNS name matching localhost found";
          case PURPOSE -> "Extended key usage does not permit use for TLS server authentication";
        };
    assertTrue(client.getMessage().contains(words), client::getMessage);
    Alert alert =
        switch (wrong) {
          case EXPIRED -> Alert.CERTIFICATE_EXPIRED;
          case NOT_YET_VALID -> Alert.BAD_CERTIFICATE;
          default -> Alert.CERTIFICATE_UNKNOWN;
        };
    assertEquals(alert, receivedByUs);
  }

  @Override
  Alert alertWithoutCommonGroup(Ours ours) {
    return ours == Ours.CLIENT ? Alert.UNEXPECTED_MESSAGE : Alert.HANDSHAKE_FAILURE;
  }

  @Override
  void assertServersOwnWords(TlsVersion version, Shown shown, Refusal server, Alert receivedByUs) {
    String words =
        switch (shown) {
          case ROGUE -> "unable to find valid certification path";
          default -> "Empty client certificate chain";
        };
    assertTrue(server.getMessage().contains(words), server::getMessage);
    Alert missing =
        version == TlsVersion.TLS_1_3 ? Alert.CERTIFICATE_REQUIRED : Alert.HANDSHAKE_FAILURE;
    assertEquals(shown == Shown.ROGUE ? Alert.CERTIFICATE_UNKNOWN : missing, receivedByUs);
  }

  /** It takes any end for a good one, unless a system property says otherwise. */
  @Override
  void assertCutOff(Peer peer) throws Exception {
    peer.expectClose();
  }

  /** Its key updates always ask for ours. */
  @Override
  Stream<Arguments> keyUpdates() {
    return super.keyUpdates().filter(a -> a.get()[0] == a.get()[1] || (boolean) a.get()[2]);
  }

  /** In TLS 1.2 the JDK closes its half when the other is closed. */
  Stream<Arguments> halfClosings() {
    return closings().filter(a -> a.get()[1] == TlsVersion.TLS_1_3 || a.get()[0] != a.get()[2]);
  }

  @ParameterizedTest(name = "our {0}, {1}, the {2} first")
  @MethodSource("halfClosings")
  void aHalfThatIsClosedLeavesTheOtherOpen(Ours ours, TlsVersion version, Ours first)
      throws Exception {
    try (Duo duo = duo(ours, Terms.client().only(version), Terms.server(KeyType.EC_P256))) {
      duo.shakeHands();
      exchange(duo);
      Peer one = first == Ours.CLIENT ? duo.client : duo.server;
      Peer other = first == Ours.CLIENT ? duo.server : duo.client;
      one.sendClose();
      other.expectClose();
      String text = digits(100_000);
      duo.together(() -> other.send(text), () -> one.expect(text));
      other.sendClose();
      one.expectClose();
    }
  }

  /** The JDK gives a connection up when its new handshake is refused. */
  @ParameterizedTest(name = "our {0}")
  @EnumSource(Ours.class)
  void renegotiationIsRefused(Ours ours) throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    try (Duo duo = duo(ours, client, Terms.server(KeyType.EC_P256))) {
      duo.shakeHands();
      exchange(duo);
      theirs(duo).renegotiate();
      Refusal[] refusals = new Refusal[2];
      duo.together(
          () -> refusals[0] = assertThrows(Refusal.class, theirs(duo)::expectClose),
          () -> refusals[1] = assertThrows(Refusal.class, ours(duo)::expectClose));
      assertTrue(refusals[0].getMessage().contains("no_renegotiation"), refusals[0]::getMessage);
      assertEquals(Alert.HANDSHAKE_FAILURE, refusals[1].received, refusals[1]::getMessage);
    }
  }

  /**
   * SunJSSE drops the leading zeros of a finite-field secret in TLS 1.3 as well
   * (sun.security.ssl.KAKeyDerivation asks for a TlsPremasterSecret, whose zeros DHKeyAgreement
   * trims); RFC 8446 section 7.4.1 keeps them. So one handshake in 256 ends in bad_record_mac.
   */
  @Override
  int tries(NamedGroup group) {
    return group.finiteField() ? 4 : 1;
  }
}
