package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.demo.Servers;
import dev.heddle.demo.bench.Part.Handshake;
import dev.heddle.demo.bench.Part.Role;
import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The clients in other languages, compiled here and facing SunJSSE. They need a C compiler with
 * OpenSSL's headers, and Go; where one is missing, its tests are skipped.
 */
class SourcePeerTest {

  private static final Part CLIENT = Part.of(Role.CLIENT);

  @TempDir private static Path directory;

  private static Chains chains;

  /** By the part of their clients. */
  private static final Map<Part, Party> SERVERS = new HashMap<>();

  @BeforeAll
  static void begin() {
    chains = new Chains(directory);
  }

  @AfterAll
  static void closeServers() {
    SERVERS.values().forEach(Party::close);
    SERVERS.clear();
  }

  @Test
  void libsslShakesHands() throws Exception {
    shakeHands(SourcePeer.LIBSSL, Handshake.RESUMED);
    shakeHands(SourcePeer.LIBSSL, Handshake.FRESH);
  }

  @Test
  void goShakesHands() throws Exception {
    shakeHands(SourcePeer.GO, Handshake.RESUMED);
    shakeHands(SourcePeer.GO, Handshake.FRESH);
  }

  /** As many handshakes as were asked for, full or resumed; the clients make sure of that. */
  private static void shakeHands(SourcePeer peer, Handshake handshake) throws Exception {
    Part part = CLIENT.handshake(handshake);
    try (Party client = start(peer, part)) {
      assertTrue(client.version().startsWith(peer.name() + " "), client.version());
      Party server = server(part);
      client.ask("mark");
      client.ask("connect " + server.port() + " 6");
      Party.Answer cost = client.ask("connect " + server.port() + " 6");
      server.ask("served 12");
      assertTrue(cost.cpuNanos() > 0, cost.toString());
      assertEquals(-1, cost.allocated());
    }
  }

  @Test
  void libsslMovesData() throws Exception {
    moveData(SourcePeer.LIBSSL);
  }

  @Test
  void goMovesData() throws Exception {
    moveData(SourcePeer.GO);
  }

  private static void moveData(SourcePeer peer) throws Exception {
    Part part = CLIENT.suite(Part.CHACHA_20);
    try (Party client = start(peer, part)) {
      Party server = server(part);
      client.ask("receive " + server.port() + " 1638400");
      client.ask("send " + server.port() + " 1638400");
      List<Long> times = client.ask("ping " + server.port() + " 100").more();
      server.ask("served 3");
      assertEquals(2, times.size());
      assertTrue(0 < times.get(0) && times.get(0) <= times.get(1), times.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other.test, ca.pem, hostname mismatch",
    "bench.test, other.pem, unable to get local issuer certificate"
  })
  void libsslRefusesAServerThatIsNotWhomItWasTold(
      String host, String authority, String why, @TempDir Path files) throws Exception {
    MadeUpCertificates other = MadeUpCertificates.make();
    Files.writeString(files.resolve("other.pem"), Pem.certificate(other.authority().getEncoded()));
    List<String> arguments = List.of("host=" + host, "ca=" + files.resolve(authority));
    try (Servers server = Servers.start(files, "bench.test");
        Party client = start(SourcePeer.LIBSSL, arguments)) {
      String connect = "connect " + server.port() + " 1";
      IOException e = assertThrows(IOException.class, () -> client.ask(connect));
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }

  @Test
  void whatAProgramCannotDoMakesItAbsent() throws Exception {
    List<String> arguments = new ArrayList<>(chains.arguments(CLIENT));
    arguments.add("suite=TLS_NONE");
    IOException e =
        assertThrows(PeerAbsentException.class, () -> start(SourcePeer.LIBSSL, arguments));
    assertTrue(e.getMessage().contains("does not know the suite TLS_NONE"), e.getMessage());
  }

  @Test
  void whatDoesNotCompileIsAbsentWithTheFirstError() {
    assumeThere(SourcePeer.LIBSSL);
    SourcePeer broken =
        new SourcePeer("broken", "openssl", List.of("client.c"), List.of("cc", "none.c"), Map.of());
    IOException e =
        assertThrows(PeerAbsentException.class, () -> broken.command(List.of(), directory));
    assertTrue(e.getMessage().contains("none.c: No such file"), e.getMessage());
  }

  @Test
  void whoHasNoCompilerHereIsAbsent() {
    SourcePeer none =
        new SourcePeer("none", "none", List.of(), List.of("no-such-compiler"), Map.of());
    assertEquals(Optional.of("no no-such-compiler here to compile it"), none.absent(CLIENT));
  }

  @Test
  void theyAreClientsOnly() {
    for (SourcePeer each : List.of(SourcePeer.LIBSSL, SourcePeer.GO)) {
      assertEquals(Optional.of("it is a client only"), each.absent(CLIENT.opposite()));
    }
  }

  private static Party start(SourcePeer peer, Part part) throws Exception {
    return start(peer, chains.arguments(part));
  }

  private static Party start(SourcePeer peer, List<String> arguments) throws Exception {
    assumeThere(peer);
    return Party.start("client", compiled(peer, arguments), "");
  }

  /** Where HEDDLE_REQUIRE_LIBSSL is set in the environment, what libssl needs must be there. */
  private static boolean isRequired(SourcePeer peer) {
    return peer == SourcePeer.LIBSSL && System.getenv("HEDDLE_REQUIRE_LIBSSL") != null;
  }

  private static void assumeThere(SourcePeer peer) {
    Optional<String> why = peer.absent(CLIENT);
    assumeTrue(why.isEmpty() || isRequired(peer), () -> peer.name() + ": " + why.orElseThrow());
  }

  /** Go compiles all of its library the first time, which is too long for a test. */
  private static List<String> compiled(SourcePeer peer, List<String> arguments) throws Exception {
    var compiling = new FutureTask<>(() -> peer.command(arguments, directory));
    Thread compiler = Thread.ofPlatform().start(compiling);
    try {
      return compiling.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      compiler.interrupt();
      compiler.join();
      assumeTrue(isRequired(peer), peer.name() + ": compiling it takes too long for a test");
      throw e;
    } catch (ExecutionException e) {
      assumeTrue(isRequired(peer), peer.name() + ": " + e.getCause().getMessage());
      throw e;
    }
  }

  private static Party server(Part client) throws Exception {
    Party running = SERVERS.get(client);
    if (running == null) {
      List<String> arguments = chains.arguments(client.opposite());
      running = Party.start("server", Peers.SUNJSSE.command(arguments, directory), "");
      SERVERS.put(client, running);
    }
    return running;
  }

  private static final int PATIENCE_SECONDS = 5;
}
