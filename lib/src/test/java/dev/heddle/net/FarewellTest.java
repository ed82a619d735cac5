package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsException;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.testing.FakeTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a peer is left whose handshake has failed. */
class FarewellTest {

  private static final byte[] NO_HANDSHAKE = {23, 3, 3, 0, 4, 1, 2, 3, 4};
  private static final int UNEXPECTED_MESSAGE = 10;

  private final FakeTime time = new FakeTime();

  /** A client of TLS 1.3 is done before the server has looked at its certificate. */
  @Test
  void clientWithoutACertificateHearsWhyThoughItHasSentMuch() throws Exception {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
            .trust(Ends.trust())
            .verifyMode(VerifyMode.REQUIRE)
            .build();
    byte[] much = new byte[200_000];
    try (TlsListener listener = Visitor.loopback().config(config).start(Visitor::echo)) {
      for (int i = 0; i < 20; i++) {
        try (TlsSocket client = Visitor.connect(listener)) {
          TlsException refused =
              assertThrows(
                  TlsException.class,
                  () -> {
                    client.write(much, 0, much.length);
                    client.read(new byte[1], 0, 1);
                  });
          Fault.PeerAlert alert = (Fault.PeerAlert) refused.fault();
          assertEquals(Alert.CERTIFICATE_REQUIRED.code(), alert.code());
        }
      }
    }
  }

  @Test
  void whatStillComesIsDroppedUntilThePeerEnds() throws Exception {
    try (TlsListener listener = Visitor.loopback().start(Visitor::echo);
        SocketChannel client = Visitor.silent(listener)) {
      ByteBuffer data = ByteBuffer.allocate(1 << 20);
      data.put(NO_HANDSHAKE).position(0);
      while (data.hasRemaining()) {
        client.write(data);
      }
      client.shutdownOutput();
      assertEquals(UNEXPECTED_MESSAGE, alertAndEnd(client));
    }
  }

  @Test
  void peerThatDoesNotEndIsLeftAtTheCloseLimit() throws Exception {
    try (TlsListener listener = Visitor.loopback().time(time).start(Visitor::echo);
        SocketChannel client = Visitor.silent(listener)) {
      client.write(ByteBuffer.wrap(NO_HANDSHAKE));
      assertEquals(UNEXPECTED_MESSAGE, alertAndEnd(client)); // the way out has ended
      time.awaitAlarmWithin(Duration.ofSeconds(1));
      assertEquals(1, listener.statistics().open());
      assertEquals(0, listener.statistics().handshaking()); // somebody else's turn
      time.advance(Duration.ofSeconds(1));
      Visitor.await(() -> listener.statistics().open() == 0);
    }
  }

  @Test
  void connectLimitCountsForAClientAsWell() throws Exception {
    Limits limits =
        Limits.defaults().withConnect(Duration.ofMillis(500)).withClose(Duration.ofHours(1));
    try (ServerSocketChannel listener =
            ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
        SocketChannel far = listener.accept()) {
      far.write(ByteBuffer.wrap(NO_HANDSHAKE));
      TlsException refused =
          assertThrows(
              TlsException.class,
              () -> TlsSocket.client(ChannelBio.of(near), Pair.client(TlsVersion.TLS_1_3), limits));
      assertTrue(refused.fault() instanceof Fault.PeerBrokeRules, refused.getMessage());
      assertFalse(near.isOpen());
    }
  }

  /** Reads an alert and the end after it: which alert it is. */
  private static int alertAndEnd(SocketChannel client) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(100);
    while (client.read(answer) >= 0) {
      assertTrue(answer.hasRemaining());
    }
    assertEquals(7, answer.position());
    assertEquals(21, answer.get(0));
    return answer.get(6);
  }
}
