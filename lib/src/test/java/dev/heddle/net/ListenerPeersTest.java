package dev.heddle.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import java.security.KeyStore;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of other makes at a listener. */
class ListenerPeersTest {

  private final ConcurrentLinkedQueue<ConnectionEvent> events = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource
  void openSslIsServedAndEndsInOrder(TlsVersion version) throws Exception {
    TlsListener.Builder builder =
        Visitor.loopback().config(Pair.server(version)).listener(events::add);
    try (TlsListener listener = builder.start(Visitor::echo)) {
      try (OpenSsl client =
          OpenSsl.client(Visitor.port(listener), TestCerts.root(), "-verify_return_error")) {
        client.await("Verify return code: 0 (ok)");
        client.forgetOutput();
        client.type("hello there\n");
        client.await("hello there");
        client.endInput();
        assertEquals(0, client.exitCode());
      }
      assertServed(listener, version);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientOfTheJdkIsServedAndEndsInOrder(TlsVersion version) throws Exception {
    TlsListener.Builder builder =
        Visitor.loopback().config(Pair.server(version)).listener(events::add);
    try (TlsListener listener = builder.start(Visitor::echo)) {
      KeyStore trusted = TestCerts.root().trustStore();
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      try (SSLSocket client =
          (SSLSocket)
              context.getSocketFactory().createSocket("localhost", Visitor.port(listener))) {
        byte[] word = "hello there".getBytes(US_ASCII);
        client.getOutputStream().write(word);
        assertArrayEquals(word, client.getInputStream().readNBytes(word.length));
      }
      assertServed(listener, version);
    }
  }

  private void assertServed(TlsListener listener, TlsVersion version) throws Exception {
    Visitor.await(() -> events.stream().anyMatch(ConnectionEvent.Closed.class::isInstance));
    ConnectionEvent.Closed closed =
        (ConnectionEvent.Closed)
            events.stream()
                .filter(ConnectionEvent.Closed.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertEquals(version, closed.info().version());
    assertEquals(null, closed.failure());
    Visitor.await(() -> listener.statistics().open() == 0);
    assertEquals(0, listener.statistics().failedHandshakes().size());
  }
}
