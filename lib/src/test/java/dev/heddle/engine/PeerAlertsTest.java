package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.HandshakeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an alert is said to speak of, and what it is not. */
class PeerAlertsTest {

  private static final Identity OWN = TestCerts.make("own").by(TestCerts.root()).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAD_CERTIFICATE| as bad",
        "UNSUPPORTED_CERTIFICATE| as of a kind or for a purpose that it does not accept",
        "CERTIFICATE_REVOKED| as revoked",
        "CERTIFICATE_UNKNOWN| without saying why"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void namesOurCertificate(Alert alert, String words) {
    String expected = "the peer refuses our certificate 'CN=own'" + words;
    for (boolean client : new boolean[] {true, false}) {
      EndRules rules = rules(client);
      rules.lastMessage = HandshakeType.finished;
      rules.ownChain = List.of(OWN.certificate());
      assertEquals(expected, detail(rules, alert));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BAD_CERTIFICATE", "UNKNOWN_CA", "CERTIFICATE_EXPIRED", "CERTIFICATE_REQUIRED"})
  void saysNothingOfACertificateThatWasNotAskedFor(Alert alert) {
    EndRules rules = rules(true);
    rules.lastMessage = HandshakeType.finished;
    assertNull(detail(rules, alert));
    assertNull(detail(rules(false), alert));
  }

  @Test
  void badCertificateIsTheMissingOneToo() {
    EndRules rules = rules(true);
    rules.lastMessage = HandshakeType.server_hello_done;
    rules.certificateAsked = true;
    String none = "the server asks for a client certificate and none was given";
    assertEquals(none, detail(rules, Alert.BAD_CERTIFICATE));
    assertEquals(none, detail(rules, Alert.HANDSHAKE_FAILURE));
    assertNull(detail(rules, Alert.UNKNOWN_CA));
    rules.tls13 = true;
    assertEquals(none, detail(rules, Alert.CERTIFICATE_REQUIRED));
    assertNull(detail(rules, Alert.HANDSHAKE_FAILURE), "TLS 1.3 has an alert of its own");
  }

  @Test
  void guessesNothingOnceTheServerHasSpoken() {
    EndRules rules = rules(true);
    rules.lastMessage = HandshakeType.server_hello;
    assertNull(detail(rules, Alert.HANDSHAKE_FAILURE));
    assertNull(detail(rules, Alert.PROTOCOL_VERSION));
    rules.helloRetried = true;
    assertEquals(
        "no protocol version in common: offered [TLS 1.3]", detail(rules, Alert.PROTOCOL_VERSION));
    for (Alert alert : new Alert[] {Alert.INTERNAL_ERROR, Alert.ACCESS_DENIED}) {
      assertNull(detail(rules(true), alert));
    }
    assertNull(detail(rules(true), Alert.NO_APPLICATION_PROTOCOL), "none was offered");
    assertNull(detail(rules(true), Alert.UNRECOGNIZED_NAME), "none was asked for");
  }

  @Test
  void listsAreBoundedAndNamed() {
    int[] many = new int[5000];
    Arrays.setAll(many, i -> 0x7000 + i);
    String text = Offers.suites(many);
    assertTrue(text.endsWith(", 0x700b and 4987 more]"), text);
    assertEquals("[x25519, 0x0104]", Offers.groups(0x0a0a, 0x001d, 0x0104, 0xfafa));
    assertEquals("[]", Offers.groups((int[]) null));
    assertEquals("[TLS_AES_128_GCM_SHA256]", Offers.suites(0x1301, 0x00ff, 0x5600));
    assertEquals("TLS 1.1", Offers.version(0x0302));
    assertEquals("0x7f1c", Offers.version(0x7f1c));
  }

  private static EndRules rules(boolean client) {
    TlsConfig config = TlsConfig.builder().minVersion(TlsVersion.TLS_1_3).build();
    return new EndRules(
        config,
        (type, body) -> {},
        client,
        null,
        new ReentrantLock(),
        (sent, level, description) -> {});
  }

  private static String detail(EndRules rules, Alert alert) {
    return PeerAlerts.fault(rules, alert.code()).detail();
  }
}
