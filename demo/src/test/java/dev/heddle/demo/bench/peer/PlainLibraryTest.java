package dev.heddle.demo.bench.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured without TLS is the same talk. */
@Timeout(20)
class PlainLibraryTest {

  private static PlainLibrary library(String role, String handshake) {
    return new PlainLibrary(new BenchFiles(Path.of("none")).settings(role, handshake));
  }

  private interface Talking {
    void over(Connection connection) throws IOException;
  }

  /** Has a server serve until the client has closed. */
  private static void talk(String handshake, Talking client) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                try (Socket socket = listener.accept();
                    Connection connection = library("role=server", handshake).accept(socket)) {
                  Talk.serve(connection);
                }
                return null;
              });
      Thread.ofVirtual().start(server);
      var socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
      try (Connection connection = library("role=client", handshake).connect(socket, "any")) {
        assertEquals(handshake.endsWith("resumed"), connection.isResumed());
        client.over(connection);
      }
      server.get();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"handshake=full", "handshake=resumed"})
  void movesBytesBothWays(String handshake) throws Exception {
    talk(
        handshake,
        connection -> {
          Talk.wantBytes(connection, 3 * Talk.RECORD);
          Talk.readAll(connection, 3 * Talk.RECORD);
          Talk.bringBytes(connection, 2 * Talk.RECORD);
          Talk.writeAll(connection, 2 * Talk.RECORD);
          Talk.readAll(connection, 1);
        });
  }

  @Test
  void dataArrives() throws Exception {
    talk(
        "handshake=full",
        connection -> {
          Talk.wantEchoes(connection, 1);
          connection.write(new byte[] {42});
          byte[] octet = new byte[1];
          connection.read(octet);
          assertArrayEquals(new byte[] {42}, octet);
        });
  }
}
