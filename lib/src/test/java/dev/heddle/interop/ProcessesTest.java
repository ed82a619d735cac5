package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Session;
import dev.heddle.config.TicketKeyFile;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions go from process to process: of a client by saved bytes, of servers by shared keys. */
class ProcessesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Path keys;

  @BeforeEach
  void prepare() throws IOException {
    keys = directory.resolve(ResumingChild.KEYS);
    TicketKeyFile.create(keys);
    ResumingChild.prepare(directory, TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
  }

  // ------------------------------------------------------------ a client that is started again

  @ParameterizedTest(name = "{0}")
  @EnumSource(TlsVersion.class)
  void aClientResumesWhatItSavedBeforeARestart(TlsVersion version) throws Exception {
    try (OpenSsl server = OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), "-rev")) {
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        told.add(runClient(version, server.port()));
      }
      assertEquals(List.of("new", "reused", "reused"), told);
    }
  }

  private String runClient(TlsVersion version, int port) throws IOException {
    try (JavaChild client =
        JavaChild.start(
            ResumingChild.class, "client", version, directory, ResumingChild.KEYS, port)) {
      return client.line();
    }
  }

  // ------------------------------------------------------------ servers that share their keys

  /** One of three servers, and what it says of the connections to it. */
  private static final class Server implements AutoCloseable {

    private final JavaChild process;
    private int port;

    /** Does not wait until it listens: others start beside it. */
    Server(JavaChild process) {
      this.process = process;
    }

    JavaChild process() {
      return process;
    }

    int port() throws IOException {
      if (port == 0) {
        String first = process.line();
        assertTrue(first.matches("\\d+"), first);
        port = Integer.parseInt(first);
      }
      return port;
    }

    @Override
    public void close() throws IOException {
      process.close();
    }
  }

  private Server server(TlsVersion version, Path keys) throws IOException {
    return new Server(
        JavaChild.start(ResumingChild.class, "server", version, directory, keys.getFileName()));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(TlsVersion.class)
  void serversTakeEachOthersTicketsAcrossARotation(TlsVersion version) throws Exception {
    Path notRotated = directory.resolve("not-rotated.keys");
    Files.copy(keys, notRotated, StandardCopyOption.COPY_ATTRIBUTES);
    try (Server a = server(version, keys);
        Server b = server(version, keys);
        Server late = server(version, notRotated)) {
      assertTrue(late.port() > 0); // it has read its file
      Session before = connect(version, a, null, "new CN=client");
      assertArrayEquals(current(), keyName(before));
      Session again = connect(version, b, before, "reused CN=client");
      Session spare = connect(version, a, null, "new CN=client");

      TicketKeyFile.rotate(keys);
      awaitRotated(version, a);
      awaitRotated(version, b);
      connect(version, b, again, "reused CN=client");
      Session after = connect(version, a, null, "new CN=client");
      // The server whose file is as it was seals with another key still, but knows this one.
      connect(version, late, after, "reused CN=client");

      TicketKeyFile.rotate(keys);
      awaitRotated(version, b);
      connect(version, b, spare, "new CN=client");
    }
  }

  /** Connects until a ticket comes that the file's current key has sealed: the file is read. */
  private void awaitRotated(TlsVersion version, Server server) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Session session = connect(version, server, null, "new CN=client");
    while (!Arrays.equals(current(), keyName(session))) {
      assertTrue(System.nanoTime() < deadline, "a server has not read its file");
      session = connect(version, server, null, "new CN=client");
    }
  }

  private byte[] current() {
    return TicketKeyFile.open(keys).keys().getFirst().name();
  }

  /** It stands in a ticket behind the version of the format, a byte. */
  private static byte[] keyName(Session session) {
    return Arrays.copyOfRange(session.values().ticket(), 1, 17);
  }

  /** Shakes hands, compares what the server says of it, and gives the session. */
  private static Session connect(
      TlsVersion version, Server server, Session offered, String expected) throws Exception {
    SslContext context =
        Ends.client(version)
            .credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)))
            .sessCacheMode(SessCacheMode.OFF)
            .build();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Ssl ssl = Ends.localhost(context)) {
      ssl.setSession(offered);
      ssl.setSocket(socket);
      assertEquals(1, ssl.connect(), () -> ssl.errors().getError().toString());
      assertEquals(4, ssl.write("123\n".getBytes(StandardCharsets.US_ASCII)));
      assertEquals(4, ssl.read(new byte[100]), () -> ssl.errors().getError().toString());
      ssl.shutdown();
      assertEquals(expected, server.process().line());
      return ssl.getSession();
    }
  }
}
