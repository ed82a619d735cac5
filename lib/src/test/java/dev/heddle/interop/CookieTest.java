package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.MemoryBio;
import dev.heddle.config.MessageCallback;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A server that keeps no state before it has seen its cookie again (RFC 8446 section 4.2.2): where
 * our first share suits it, its HelloRetryRequest asks for nothing else.
 */
class CookieTest {

  private static final byte CLIENT_HELLO = 1;
  private static final byte CHANGE_CIPHER_SPEC = 20;

  @Test
  void openSslGetsItsCookieBack() throws Exception {
    OpenSsl.requireOption("s_server", "-stateless");
    List<byte[]> hellos = new ArrayList<>();
    SslContext context =
        Ends.client(TlsVersion.TLS_1_3)
            .msgCallback(
                (sent, version, type, bytes) -> {
                  if (sent && type == MessageCallback.HANDSHAKE && bytes[0] == CLIENT_HELLO) {
                    hellos.add(bytes);
                  }
                })
            .build();
    MemoryBio source = MemoryBio.create();
    MemoryBio sink = MemoryBio.create();
    try (OpenSsl server =
            OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), "-stateless", "-tls1_3");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(context)) {
      ssl.setBio(source, sink);
      byte[] buffer = new byte[20_000];
      while (ssl.connect() != 1) {
        send(sink, socket);
        int n = socket.getInputStream().read(buffer);
        assertTrue(n > 0, () -> ssl.errors().getError() + server.output());
        source.write(buffer, 0, n);
      }
      send(sink, socket);
      server.await(Pattern.compile("CIPHER is"));
    }
    assertEquals(2, hellos.size());
  }

  /**
   * Sends what there is but for change_cipher_spec: {@code s_server -stateless} takes one for the
   * second hello, from {@code s_client} too.
   */
  private static void send(MemoryBio sink, Socket socket) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(sink.pending())];
    int length = bytes.length == 0 ? 0 : sink.read(bytes, 0, bytes.length);
    for (int off = 0; off < length; ) {
      int record = 5 + ((bytes[off + 3] & 0xff) << 8 | bytes[off + 4] & 0xff);
      if (bytes[off] != CHANGE_CIPHER_SPEC) {
        socket.getOutputStream().write(bytes, off, record);
      }
      off += record;
    }
  }
}
