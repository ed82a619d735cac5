package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Good and bad certificates over Netty's {@code SslHandler}, with delegated tasks in the event loop
 * and in a pool beside it: both ends say why there is no connection.
 */
class NettyHandshakeTest extends NettyTests {

  static Stream<Arguments> pairsAndTasks() {
    return pairs()
        .flatMap(
            pair ->
                Stream.of(false, true)
                    .map(
                        pooled ->
                            Arguments.of(pair.get()[0], pair.get()[1], pair.get()[2], pooled)));
  }

  private record Ends(NettyEnd client, NettyEnd server) {}

  private Ends meet(Face client, Face server, String version, boolean pooled, Scenario scenario)
      throws Exception {
    Listener listener =
        listen(
            () -> {
              SSLEngine engine = server(server.context(Pki.root(), Pki.server(scenario)), version);
              engine.setNeedClientAuth(scenario.wantsClientCertificate());
              return new NettyEnd(handler(engine, pooled));
            });
    SSLEngine engine = client(client.context(Pki.root(), Pki.client(scenario)), version);
    NettyEnd connected = connect(listener.port(), new NettyEnd(handler(engine, pooled)));
    return new Ends(connected, listener.accept());
  }

  private SslHandler handler(SSLEngine engine, boolean pooled) {
    return pooled ? new SslHandler(engine, pool()) : new SslHandler(engine);
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void good(Face client, Face server, String version, boolean pooled) throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.GOOD);
    ends.client.shakeHands().talk(ends.server.shakeHands());
    assertEquals(version, ends.client.session().getProtocol());
    assertEquals(ends.client.session().getCipherSuite(), ends.server.session().getCipherSuite());
    assertEquals(
        Pki.server(Scenario.GOOD).certificate(), ends.client.session().getPeerCertificates()[0]);
    assertThrows(
        SSLPeerUnverifiedException.class, () -> ends.server.session().getPeerCertificates());
    ends.client.assertNoException();
    ends.server.assertNoException();
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void clientCertificate(Face client, Face server, String version, boolean pooled)
      throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.CLIENT_CERTIFICATE);
    ends.client.shakeHands().talk(ends.server.shakeHands());
    assertEquals(
        Pki.client(Scenario.CLIENT_CERTIFICATE).certificate(),
        ends.server.session().getPeerCertificates()[0]);
    assertEquals(
        Pki.client(Scenario.CLIENT_CERTIFICATE).certificate(),
        ends.client.session().getLocalCertificates()[0]);
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void wrongCa(Face client, Face server, String version, boolean pooled) throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.WRONG_CA);
    clientRefuses(ends, "", "unknown_ca|certificate_unknown");
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void expired(Face client, Face server, String version, boolean pooled) throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.EXPIRED);
    clientRefuses(ends, "expired|NotAfter", "certificate_expired|certificate_unknown");
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void wrongName(Face client, Face server, String version, boolean pooled) throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.WRONG_NAME);
    clientRefuses(ends, "localhost|elsewhere", "bad_certificate|certificate_unknown");
  }

  private static void clientRefuses(Ends ends, String reason, String alert) throws Exception {
    Throwable refused = ends.client.refused();
    Causes.demand(refused, CertificateException.class);
    Causes.assertSays(refused, reason);
    Causes.assertSays(ends.server.refused(), alert);
    ends.client.awaitInactive();
    ends.server.awaitInactive();
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void noClientCertificate(Face client, Face server, String version, boolean pooled)
      throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.NO_CLIENT_CERTIFICATE);
    ends.server.refused();
    clientHears(ends, version, "certificate_required|bad_certificate|handshake_failure");
  }

  @ParameterizedTest
  @MethodSource("pairsAndTasks")
  void strangeClientCertificate(Face client, Face server, String version, boolean pooled)
      throws Exception {
    Ends ends = meet(client, server, version, pooled, Scenario.STRANGE_CLIENT_CERTIFICATE);
    Causes.demand(ends.server.refused(), CertificateException.class);
    clientHears(ends, version, "unknown_ca|certificate_unknown|bad_certificate");
  }

  /** In TLS 1.3 a client has finished before its server has looked at its certificate. */
  private static void clientHears(Ends ends, String version, String alert) throws Exception {
    if (version.equals(V13)) {
      ends.client.shakeHands();
      Causes.assertSays(ends.client.exception(), alert);
    } else {
      Causes.assertSays(ends.client.refused(), alert);
    }
    ends.client.awaitInactive();
    ends.server.awaitInactive();
  }
}
