package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What bctls throws, as a fault. */
class FaultsTest {

  static Stream<Arguments> thrown() {
    return Stream.of(
        Arguments.of(
            new TlsFatalAlertReceived(AlertDescription.unknown_ca), new Fault.PeerAlert(48, null)),
        Arguments.of(
            new TlsFatalAlert(AlertDescription.unexpected_message, "a KeyUpdate too many"),
            new Fault.PeerBrokeRules(Alert.UNEXPECTED_MESSAGE, "a KeyUpdate too many")),
        Arguments.of(
            new TlsFatalAlert(AlertDescription.decode_error),
            new Fault.PeerBrokeRules(Alert.DECODE_ERROR, "decode_error(50)")),
        Arguments.of(
            new TlsFatalAlert(AlertDescription.protocol_version),
            new Fault.PeerIncompatible(Alert.PROTOCOL_VERSION, "no protocol version in common")),
        Arguments.of(
            new TlsFatalAlert(AlertDescription.no_application_protocol),
            new Fault.PeerIncompatible(
                Alert.NO_APPLICATION_PROTOCOL, "no application protocol in common")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("thrown")
  void isAFault(IOException thrown, Fault fault) {
    assertEquals(fault, Faults.of(thrown, null, "testing"));
  }

  @Test
  void whatOurOwnCodeHasNotedComesFirst() {
    Fault noted = new Fault.PeerAlert(1, null);
    assertEquals(noted, Faults.of(new IOException("x"), noted, "testing"));
  }

  @Test
  void anythingElseIsADefectOfOurs() {
    IOException thrown = new IOException("x");
    assertEquals(new Fault.Internal("testing", thrown), Faults.of(thrown, null, "testing"));
  }

  /** A certificate can hold a line break, and a log line would then be the peer's to write. */
  @Test
  void whatAPeerWroteIsEscaped() {
    TlsFatalAlert thrown =
        new TlsFatalAlert(
            AlertDescription.bad_certificate,
            new IllegalArgumentException(
                "invalid URI name:http://a\r\n2026 all is well \u001b[2J"));
    Fault.PeerBrokeRules fault = (Fault.PeerBrokeRules) Faults.of(thrown, null, "testing");
    assertEquals(-1, fault.detail().chars().filter(c -> c < ' ').findFirst().orElse(-1));
  }
}
