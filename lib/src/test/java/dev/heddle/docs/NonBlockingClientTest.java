package dev.heddle.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;
import dev.heddle.fault.TlsException;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.TestCerts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The example does what the document says of it. */
class NonBlockingClientTest {

  private static final TestCerts.Identity SERVER = TestCerts.localhost(TestCerts.KeyType.EC_P256);

  private final SslContext server =
      SslContext.server().credentials(Credentials.of(SERVER.key(), SERVER.chain())).build();
  private final SslContext client =
      SslContext.client().trust(Trust.of(List.of(TestCerts.root().certificate()))).build();

  @Test
  void readsAllTheServerSends() throws Exception {
    String sent = "abc".repeat(20_000);
    byte[] got =
        serving(
            ssl -> {
              assertEquals(1, ssl.accept());
              assertEquals(sent.length(), ssl.write(sent.getBytes(US_ASCII)));
              assertEquals(0, ssl.shutdown());
              assertEquals(1, ssl.shutdown());
            },
            channel -> NonBlockingClient.fetch(client, channel, "localhost"));
    assertEquals(sent, new String(got, US_ASCII));
  }

  @Test
  void saysWhyWhenItFails() throws Exception {
    TlsException refused =
        serving(
            ssl -> assertEquals(-1, ssl.accept()),
            channel ->
                assertThrows(
                    TlsException.class,
                    () -> NonBlockingClient.fetch(client, channel, "elsewhere.example")));
    assertTrue(refused.getMessage().contains("elsewhere.example"), refused.getMessage());
  }

  private interface Serve {
    void with(Ssl ssl);
  }

  private interface Use<T> {
    T of(SocketChannel channel) throws Exception;
  }

  private <T> T serving(Serve serve, Use<T> use) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Callable<Void> accepting =
          () -> {
            try (Ssl ssl = server.newSsl()) {
              ssl.setChannel(listener.accept());
              serve.with(ssl);
            }
            return null;
          };
      FutureTask<Void> served = new FutureTask<>(accepting);
      Thread.ofVirtual().start(served);
      T result;
      try (SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
        result = use.of(channel);
      }
      served.get();
      return result;
    }
  }
}
