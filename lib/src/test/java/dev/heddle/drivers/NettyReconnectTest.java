package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are resumed over Netty's {@code SslHandler}, as the other end sees it. */
class NettyReconnectTest extends NettyTests {

  private static final int AGAIN = 3;

  /** As a client to the same server each time. */
  private static SSLEngine again(SSLContext context, int port, String version) {
    SSLEngine engine = context.createSSLEngine("localhost", port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }

  /** The JDK has the time of the full handshake in its tickets. */
  private static void untilLaterThan(long millis) {
    while (System.currentTimeMillis() <= millis) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void betweenChannels(Face client, Face server, String version) throws Exception {
    SSLContext clients = clients(client);
    Listener listener = listen(servers(server), version);
    long began = 0;
    for (int i = 0; i <= AGAIN; i++) {
      NettyEnd connected = connect(listener.port(), again(clients, listener.port(), version));
      NettyEnd accepted = listener.accept().shakeHands();
      connected.shakeHands().talk(accepted);
      SSLSession seen = accepted.session();
      if (i == 0) {
        began = seen.getCreationTime();
        untilLaterThan(began);
      }
      assertEquals(began, seen.getCreationTime());
      assertEquals(
          Pki.server(Scenario.GOOD).certificate(), connected.session().getPeerCertificates()[0]);
      connected.channel().close();
      accepted.awaitInactive();
    }
    NettyEnd other = connect(listener.port(), again(clients(client), listener.port(), version));
    other.shakeHands().talk(listener.accept().shakeHands());
    assertTrue(other.session().getCreationTime() > began, "another context resumes nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void withABlockingServer(String version) throws Exception {
    SSLContext clients = clients(Face.tested());
    try (SSLServerSocket listener =
        (SSLServerSocket) servers(Face.SUNJSSE).getServerSocketFactory().createServerSocket(0)) {
      long began = 0;
      for (int i = 0; i <= AGAIN; i++) {
        FutureTask<SSLSession> serving = Ends.virtually(() -> answer(listener));
        int port = listener.getLocalPort();
        NettyEnd ours = connect(port, again(clients, port, version)).shakeHands();
        ours.send("?");
        ours.expect("!");
        ours.channel().close().sync();
        SSLSession seen = Ends.await(serving);
        if (i == 0) {
          began = seen.getCreationTime();
          untilLaterThan(began);
        }
        assertEquals(began, seen.getCreationTime());
      }
    }
  }

  private static SSLSession answer(SSLServerSocket listener) throws Exception {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.setSoTimeout(20_000);
      assertEquals('?', socket.getInputStream().read());
      socket.getOutputStream().write('!');
      assertEquals(-1, socket.getInputStream().read());
      return socket.getSession();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void withABlockingClient(String version) throws Exception {
    SSLContext clients = clients(Face.SUNJSSE);
    Listener listener = listen(servers(Face.tested()), version);
    long began = 0;
    for (int i = 0; i <= AGAIN; i++) {
      try (SSLSocket socket =
          (SSLSocket) clients.getSocketFactory().createSocket("localhost", listener.port())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write('?');
        NettyEnd ours = listener.accept().shakeHands();
        ours.expect("?");
        ours.send("!");
        assertEquals('!', socket.getInputStream().read());
        if (i == 0) {
          began = socket.getSession().getCreationTime();
          untilLaterThan(began);
        }
        assertEquals(began, socket.getSession().getCreationTime());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void withTheServerOfOpenSsl(String version) throws Exception {
    SSLContext clients = clients(Face.tested());
    try (OpenSsl server = OpenSsl.server(Pki.server(Scenario.GOOD), "-www")) {
      for (int i = 0; i <= AGAIN; i++) {
        NettyEnd ours =
            connect(
                    server.port(),
                    new NettyEnd(new SslHandler(again(clients, server.port(), version))))
                .shakeHands();
        ours.send("GET / HTTP/1.0\r\n\r\n");
        assertNull(ours.closeCause());
        String page = new String(ours.readAll(), StandardCharsets.US_ASCII);
        assertTrue(page.contains((i == 0 ? "New, " : "Reused, ") + version), page);
        ours.channel().close().sync();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {V12, V13})
  void withTheClientOfOpenSsl(String version, @TempDir Path directory) throws Exception {
    Listener listener = listen(servers(Face.tested()), version);
    Path session = directory.resolve("session.pem");
    for (int i = 0; i <= AGAIN; i++) {
      try (OpenSsl client =
          OpenSsl.client(
              listener.port(),
              Pki.root(),
              "-verify_return_error",
              "-sess_out",
              session.toString(),
              i == 0 ? "-no_ign_eof" : "-sess_in",
              i == 0 ? "-no_ign_eof" : session.toString())) {
        NettyEnd ours = listener.accept().shakeHands();
        client.await((i == 0 ? "New, " : "Reused, ") + version);
        client.type("to Netty\n");
        ours.expect("to Netty\n");
        ours.send("to openssl\n");
        client.await("to openssl");
        client.endInput();
        assertEquals(0, client.exitCode());
        ours.closeCause();
      }
      assertTrue(Files.size(session) > 0);
    }
  }
}
