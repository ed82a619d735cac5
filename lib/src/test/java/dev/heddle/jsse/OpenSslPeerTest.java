package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.drivers.Face;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sockets with libssl at the other end. */
class OpenSslPeerTest {

  private static final byte[] LINE = "to and fro\n".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClient(String version) throws Exception {
    try (OpenSsl peer = OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), option(version));
        SSLSocket client =
            (SSLSocket)
                Face.HEDDLE
                    .context(TestCerts.root(), null)
                    .getSocketFactory()
                    .createSocket("localhost", peer.port())) {
      client.getOutputStream().write(LINE);
      peer.await("to and fro");
      assertEquals(version, client.getSession().getProtocol());
      client.startHandshake(); // TLS 1.3: a key update, which the peer answers
      peer.type("to and fro\n");
      assertArrayEquals(LINE, client.getInputStream().readNBytes(LINE.length));
      client.getOutputStream().write(LINE);
      client.shutdownOutput();
      peer.await("DONE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServer(String version) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            Face.HEDDLE
                .context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256))
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<byte[]> got = CloseTest.start(() -> echo(listener));
      try (OpenSsl peer =
          OpenSsl.client(listener.getLocalPort(), TestCerts.root(), option(version))) {
        peer.type("to and fro\n");
        assertArrayEquals(LINE, got.get());
        peer.await("to and fro");
        assertEquals(0, peer.exitCode(), "close_notify ends it well");
      }
    }
  }

  private static byte[] echo(SSLServerSocket listener) throws IOException {
    try (SSLSocket accepted = (SSLSocket) listener.accept()) {
      byte[] line = accepted.getInputStream().readNBytes(LINE.length);
      accepted.getOutputStream().write(line);
      return line;
    }
  }

  private static String option(String version) {
    return "-" + version.toLowerCase(Locale.ROOT).replace("v", "").replace('.', '_');
  }
}
