package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.KeyLog;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The key log: what it says, compared with what libssl says of the same connection. */
class KeyLogTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"TLS_1_2, false", "TLS_1_3, false", "TLS_1_3, true"})
  void clientLogsWhatItsOpenSslServerLogs(TlsVersion version, boolean retry) throws Exception {
    OpenSsl.requireOption("s_server", "-keylogfile");
    Path ours = directory.resolve("ours");
    Path theirs = directory.resolve("theirs");
    SslContext context =
        Ends.client(version).groupsList("X25519:P-256").keylogCallback(KeyLog.file(ours)).build();
    BesideOpenSsl.client(
        context,
        List.of(
            BesideOpenSsl.option(version),
            "-groups",
            retry ? "P-256" : "X25519:P-256",
            "-keylogfile",
            theirs.toString()),
        (ssl, program) -> {});
    assertSameLines(version, ours, theirs);
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2, false", "TLS_1_3, false", "TLS_1_3, true"})
  void serverLogsWhatItsOpenSslClientLogs(TlsVersion version, boolean retry) throws Exception {
    OpenSsl.requireOption("s_client", "-keylogfile");
    Path ours = directory.resolve("ours");
    Path theirs = directory.resolve("theirs");
    SslContext context =
        Ends.server(KeyType.EC_P256, version)
            .groupsList(retry ? "P-256" : "X25519:P-256")
            .keylogCallback(KeyLog.file(ours))
            .build();
    BesideOpenSsl.server(
        context,
        List.of(
            BesideOpenSsl.option(version),
            "-groups",
            "X25519:P-256",
            "-keylogfile",
            theirs.toString()),
        (ssl, program) -> {});
    assertSameLines(version, ours, theirs);
  }

  private static void assertSameLines(TlsVersion version, Path ours, Path theirs)
      throws IOException {
    List<String> lines = lines(ours);
    assertEquals(version == TlsVersion.TLS_1_3 ? 5 : 1, lines.size(), lines::toString);
    assertEquals(lines(theirs), lines);
  }

  /** Sorted; openssl begins the file with a comment. */
  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .sorted()
        .toList();
  }

  /** The secrets of the handshake are of use most where it fails. */
  @Test
  void secretsAreLoggedBeforeTheHandshakeFails() {
    List<String> ofClient = new ArrayList<>();
    List<String> ofServer = new ArrayList<>();
    SslContext clients =
        SslContext.client()
            .minProtoVersion(TlsVersion.TLS_1_3)
            .keylogCallback(ofClient::add)
            .build(); // trusts the JDK's roots only
    SslContext servers =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).keylogCallback(ofServer::add).build();
    Ssl client = Ends.localhost(clients);
    Ssl server = servers.newSsl();
    List<String> failures = shakeHands(client, server);
    assertEquals(2, failures.size(), failures::toString);
    assertEquals(ofServer.subList(0, 2), ofClient);
    assertTrue(ofClient.get(0).startsWith("CLIENT_HANDSHAKE_TRAFFIC_SECRET "), ofClient::toString);
    assertTrue(ofClient.get(1).startsWith("SERVER_HANDSHAKE_TRAFFIC_SECRET "), ofClient::toString);
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void logThatFailsFailsTheHandshake(TlsVersion version) {
    KeyLog full =
        line -> {
          throw new IllegalStateException("the disk is full");
        };
    Ssl client = Ends.localhost(Ends.client(version).keylogCallback(full).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    List<String> failures = shakeHands(client, server);
    assertTrue(failures.get(0).contains("the disk is full"), failures::toString);
    assertTrue(failures.get(1).contains("fatal alert internal_error"), failures::toString);
  }

  /** How the two fail, the client first; the server may think it is done before it hears of it. */
  private static List<String> shakeHands(Ssl client, Ssl server) {
    BioPair pair = BioPair.of(0, 0);
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    client.setConnectState();
    server.setAcceptState();
    List<String> failures = new ArrayList<>();
    for (int round = 0; round < 20 && failures.size() < 2; round++) {
      Ssl each = round % 2 == 0 && failures.isEmpty() ? client : server;
      int result = each.read(new byte[1]);
      if (each.getError(result) == SslError.SSL) {
        failures.add(each.failure(result).getMessage());
      }
    }
    return failures;
  }

  @Test
  void fileIsItsOwnersAlone() throws IOException {
    assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "not tested: this file system knows no owners");
    Path file = directory.resolve("keys");
    KeyLog log = KeyLog.file(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.delete(file);
    log.log("again");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of("again"), Files.readAllLines(file));
  }

  @Test
  void fileKeepsWhatIsInItAndEveryLineOfMany() throws Exception {
    Path file = Files.writeString(directory.resolve("keys"), "# kept\n");
    KeyLog one = KeyLog.file(file);
    KeyLog other = KeyLog.file(file);
    List<FutureTask<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String line = "LABEL " + String.valueOf((char) ('a' + i)).repeat(200);
      KeyLog log = i % 2 == 0 ? one : other;
      writers.add(
          Ends.virtually(
              () -> {
                for (int n = 0; n < 10; n++) {
                  log.log(line);
                }
                return null;
              }));
    }
    for (FutureTask<Void> writer : writers) {
      Ends.await(writer);
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals("# kept", lines.get(0));
    assertEquals(201, lines.size());
    assertEquals(21, lines.stream().distinct().count());
  }

  /** An interrupt is about the connection; the line is written all the same. */
  @Test
  void interruptedThreadWritesToo() throws IOException {
    Path file = directory.resolve("keys");
    KeyLog log = KeyLog.file(file);
    Thread.currentThread().interrupt();
    log.log("line");
    assertTrue(Thread.interrupted());
    assertEquals(List.of("line"), Files.readAllLines(file));
  }

  @Test
  void fileThatCannotBeWrittenIsNamed() {
    Path nowhere = directory.resolve("no such directory").resolve("keys");
    IOException e = assertThrows(IOException.class, () -> KeyLog.file(nowhere));
    assertTrue(e.getMessage().contains(nowhere.toString()), e.getMessage());
  }

  @Test
  void nothingIsLoggedByDefaultAndTheConfigurationTells() {
    assertTrue(TlsConfig.builder().build().keyLog().isEmpty());
    assertFalse(TlsConfig.builder().build().toString().contains("keyLog"));
    TlsConfig config = TlsConfig.builder().keyLog(line -> {}).build();
    assertTrue(config.toString().contains("keyLog on"), config.toString());
  }
}
