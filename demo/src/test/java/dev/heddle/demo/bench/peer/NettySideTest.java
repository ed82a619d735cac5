package dev.heddle.demo.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty as client and as server of itself, where its native library loads. */
class NettySideTest {

  @TempDir private static Path directory;

  private static BenchFiles files;

  @BeforeAll
  static void makeFiles() throws Exception {
    assumeTrue(OpenSsl.isAvailable(), "tcnative's native library does not load");
    files = BenchFiles.make(directory);
  }

  /** The client makes sure that they are of the kind that they are to be. */
  @ParameterizedTest
  @ValueSource(strings = {"full", "resumed"})
  void shakesHands(String kind) throws Exception {
    String handshake = "handshake=" + kind;
    try (var server = new NettyServerSide(files.settings("role=server", handshake));
        var client = new NettyClientSide(files.settings("role=client", handshake, "ca=ca.pem"))) {
      String port = String.valueOf(server.port());
      assertEquals("", client.run("connect", port, "10"));
      assertEquals("", server.run("served", "10"));
    }
  }

  @Test
  void movesData() throws Exception {
    try (var server = new NettyServerSide(files.settings("role=server", "handshake=full"));
        var client =
            new NettyClientSide(files.settings("role=client", "handshake=full", "ca=ca.pem"))) {
      String port = String.valueOf(server.port());
      assertEquals("", client.run("receive", port, "1638400"));
      assertEquals("", client.run("send", port, "1638400"));
      String[] times = client.run("ping", port, "50").split(" ");
      assertEquals(2, times.length);
      assertTrue(Long.parseLong(times[0]) <= Long.parseLong(times[1]), String.join(" ", times));
      assertEquals("", server.run("served", "3"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ca=other.pem, host=bench.test, TLS_AES_128_GCM_SHA256",
    "ca=ca.pem, host=other.test, TLS_AES_128_GCM_SHA256",
    "ca=ca.pem, host=bench.test, TLS_AES_256_GCM_SHA384"
  })
  void refusesAnotherServer(String authority, String host, String suite) throws Exception {
    Settings settings =
        files.settings("role=client", "handshake=full", authority, host, "suite=" + suite);
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = new NettyClientSide(settings)) {
      BenchFiles.serve(
          listener, new JsseLibrary(Jsse.sun(), files.settings("role=server", "handshake=full")));
      String port = String.valueOf(listener.getLocalPort());
      var e = assertThrows(ExecutionException.class, () -> client.run("connect", port, "1"));
      assertTrue(e.getCause() instanceof SSLException, e::toString);
    }
  }
}
