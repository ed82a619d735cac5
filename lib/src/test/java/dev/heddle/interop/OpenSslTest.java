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

/** Ourselves and the {@code openssl} program. */
class OpenSslTest extends Scenarios {

  OpenSslTest() {
    super(Stack.OPENSSL);
  }

  /** Without the hybrids, which openssl has since 3.5 only. */
  @Override
  List<NamedGroup> theirGroups() {
    return Stream.of(NamedGroup.values()).filter(group -> !group.hybrid()).toList();
  }

  @Override
  List<CipherSuite> theirSuites() {
    return List.of(CipherSuite.values());
  }

  @Override
  void assertClientsOwnWords(Wrong wrong, Refusal client, Alert receivedByUs) {
    assertEquals(wrong.code.code(), client.verifyCode, client::getMessage);
    assertEquals(wrong.alert, receivedByUs);
  }

  @Override
  void assertServersOwnWords(TlsVersion version, Shown shown, Refusal server, Alert receivedByUs) {
    switch (shown) {
      case ROGUE -> {
        assertEquals(20, server.verifyCode, server::getMessage);
        assertEquals(Alert.UNKNOWN_CA, receivedByUs);
      }
      default -> {
        assertTrue(server.getMessage().contains("peer did not return a certificate"));
        assertEquals(
            version == TlsVersion.TLS_1_3 ? Alert.CERTIFICATE_REQUIRED : Alert.HANDSHAKE_FAILURE,
            receivedByUs);
      }
    }
  }

  /** Its client prints what it receives among much else; quiet, it prints nothing else. */
  @Override
  Duo bulkDuo(Ours ours, Terms client, Terms server) throws Exception {
    return ours == Ours.CLIENT
        ? duo(ours, client, server)
        : Duo.of(
            () -> Stack.HEDDLE.server(server), port -> OpenSslPeer.client(client, port, "-quiet"));
  }

  /** It prints the messages: the only sign of what has passed. */
  @Override
  Duo commandDuo(Ours ours, Terms client, Terms server) throws Exception {
    return ours == Ours.SERVER
        ? Duo.of(
            () -> Stack.HEDDLE.server(server), port -> OpenSslPeer.client(client, port, "-msg"))
        : Duo.of(
            () -> OpenSslPeer.server(server, "-msg"), port -> Stack.HEDDLE.client(client, port));
  }

  @Override
  void assertKeyUpdates(Peer peer, int received, int sent) throws Exception {
    ((OpenSslPeer) peer).awaitKeyUpdates(received, sent);
  }

  /** Its server never closes first, see {@link #theirServerClosesFirst}. */
  @Override
  Stream<Arguments> closings() {
    return super.closings().filter(a -> a.get()[0] != Ours.CLIENT || a.get()[2] != Ours.SERVER);
  }

  @Override
  boolean tellsOfAnAnswer(Peer peer) {
    return !(peer instanceof OpenSslPeer);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(TlsVersion.class)
  void theirServerClosesFirst(TlsVersion version) throws Exception {
    try (Duo duo =
        Duo.of(
            () -> OpenSslPeer.server(Terms.server(KeyType.EC_P256), "-www"),
            port -> Stack.HEDDLE.client(Terms.client().only(version), port))) {
      duo.client.shakeHands();
      duo.client.send("GET / HTTP/1.0\r\n\r\n");
      String page = ours(duo).readToClose();
      assertTrue(page.startsWith("HTTP/1.0 200 ok\r\n"), page);
      assertTrue(page.endsWith("</BODY></HTML>\r\n\r\n"), page);
    }
  }

  @Override
  void assertCutOff(Peer peer) throws Exception {
    assertTrue(peer.refusal().getMessage().contains("unexpected eof while reading"));
  }

  /** libssl gives a connection up when its new handshake is refused; what it sent before comes. */
  @ParameterizedTest(name = "our {0}")
  @EnumSource(Ours.class)
  void renegotiationIsRefused(Ours ours) throws Exception {
    Terms client = Terms.client().only(TlsVersion.TLS_1_2);
    try (Duo duo = commandDuo(ours, client, Terms.server(KeyType.EC_P256))) {
      duo.shakeHands();
      exchange(duo);
      theirs(duo).renegotiate();
      if (ours == Ours.CLIENT) {
        String text = digits(50);
        duo.server.send(text);
        duo.client.expect(text);
      }
      Refusal refusal = assertThrows(Refusal.class, () -> ours(duo).expectClose());
      assertEquals(Alert.HANDSHAKE_FAILURE, refusal.received, refusal::getMessage);
      String output = theirs(duo).refusal().getMessage();
      assertTrue(output.contains("no renegotiation"), output);
    }
  }
}
