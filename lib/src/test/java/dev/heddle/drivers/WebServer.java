package dev.heddle.drivers;

import dev.heddle.support.Nginx;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;

/**
 * HTTPS servers that answer {@code /hello} with the number of the connection; {@code /silence} they
 * never answer.
 */
final class WebServer {

  /** Which tells of every handshake that fails, as so many here are to. */
  private static final Logger LOGGER = Logger.getLogger(MockWebServer.class.getName());

  private WebServer() {}

  /**
   * Starts nginx, or, where it is to refuse clients without a certificate, a server over the JDK's
   * TLS: nginx shakes hands with them, and tells them in HTTP. That one closes at once, so a client
   * that is still writing would hear of that before it hears why; the cable keeps it.
   */
  static Servers.Server start(Identity identity, boolean wantsCertificate) throws Exception {
    return wantsCertificate ? new Mock(identity) : new Silent(identity);
  }

  private static final class Mock implements Servers.Server {
    private final MockWebServer server = new MockWebServer();
    private final Cable cable;

    Mock(Identity identity) throws IOException {
      LOGGER.setLevel(Level.OFF);
      server.useHttps(Face.SUNJSSE.context(Pki.root(), identity).getSocketFactory());
      server.requireClientAuth();
      server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              String body = "connection " + request.getConnectionIndex();
              return new MockResponse.Builder().body(body).build();
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
      cable = Cable.keepingClients(server.getPort());
    }

    @Override
    public int port() {
      return cable.port();
    }

    @Override
    public void close() throws IOException {
      server.close();
      cable.close();
    }
  }

  /** Nginx, and the listener behind it that accepts nobody. */
  private static final class Silent implements Servers.Server {
    private final ServerSocket behind = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Nginx nginx;

    Silent(Identity identity) throws Exception {
      String settings =
          "ssl_protocols TLSv1.2 TLSv1.3; location /silence { proxy_pass http://127.0.0.1:%d; }"
              .formatted(behind.getLocalPort());
      nginx = Nginx.start(identity, settings, "connection $connection");
    }

    @Override
    public int port() {
      return nginx.port();
    }

    @Override
    public void close() throws IOException {
      nginx.close();
      behind.close();
    }
  }
}
