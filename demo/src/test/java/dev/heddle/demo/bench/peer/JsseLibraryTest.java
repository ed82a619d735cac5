package dev.heddle.demo.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.heddle.demo.bench.peer.Library.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each provider as client and as server of itself. */
class JsseLibraryTest {

  @TempDir private static Path directory;

  private static BenchFiles files;

  @BeforeAll
  static void makeFiles() throws Exception {
    files = BenchFiles.make(directory);
  }

  /** BouncyCastle's provider comes with BCJSSE, and is not for the other tests. */
  @AfterAll
  static void removeProvider() {
    Security.removeProvider("BC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sunjsse", "bcjsse", "conscrypt"})
  void fullHandshakesAreFull(String provider) throws Exception {
    assertEquals(List.of(false, false, false), resumed(provider, "handshake=full", "ca=ca.pem"));
  }

  /** BCJSSE does not, which is why it is absent there. */
  @ParameterizedTest
  @ValueSource(strings = {"sunjsse", "conscrypt"})
  void sessionsAreResumed(String provider) throws Exception {
    assertEquals(List.of(false, true, true), resumed(provider, "handshake=resumed", "ca=ca.pem"));
  }

  @Test
  void bcJsseResumesNothing() throws Exception {
    assertEquals(List.of(false, false, false), resumed("bcjsse", "handshake=resumed", "ca=ca.pem"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sunjsse", "bcjsse", "conscrypt"})
  void theAuthorityIsChecked(String provider) {
    assertThrows(IOException.class, () -> resumed(provider, "handshake=full", "ca=other.pem"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sunjsse", "bcjsse", "conscrypt"})
  void theHostNameIsChecked(String provider) {
    assertThrows(
        IOException.class,
        () -> resumed(provider, "handshake=full", "ca=ca.pem", "host=other.test"));
  }

  /** Where a provider cannot choose, too. */
  @ParameterizedTest
  @ValueSource(strings = {"sunjsse", "bcjsse", "conscrypt"})
  void theSuiteIsChecked(String provider) {
    assertThrows(
        IOException.class,
        () ->
            resumed(provider, "handshake=full", "ca=ca.pem", "suite=TLS_CHACHA20_POLY1305_SHA256"));
  }

  /** Makes three connections, one after the other; answers which of them were resumed. */
  private static List<Boolean> resumed(String provider, String... client) throws Exception {
    Settings settings = files.settings("role=client", client);
    Library connecting = library(provider, settings).forThread(0);
    Library accepting = library(provider, files.settings("role=server", client[0]));
    List<Boolean> resumed = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      BenchFiles.serve(listener, accepting);
      for (int i = 0; i < 3; i++) {
        try (var socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
            Connection connection = connecting.connect(socket, settings.host(i))) {
          assertEquals(1, connection.read(new byte[1]));
          resumed.add(connection.isResumed());
        }
      }
    }
    return resumed;
  }

  private static Library library(String provider, Settings settings) throws Exception {
    try {
      return new JsseLibrary(
          switch (provider) {
            case "bcjsse" -> new BcJsse();
            case "conscrypt" -> new ConscryptJsse();
            default -> Jsse.sun();
          },
          settings);
    } catch (UnableException e) {
      return abort(e.getMessage());
    }
  }
}
