package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.bio.ChannelBio;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ourselves at both ends: what others have too, and every kind of transport. */
class SelfTest extends Scenarios {

  SelfTest() {
    super(Stack.HEDDLE);
  }

  @Override
  List<NamedGroup> theirGroups() {
    return List.of(NamedGroup.values());
  }

  @Override
  List<CipherSuite> theirSuites() {
    return List.of(CipherSuite.values());
  }

  @Override
  void assertClientsOwnWords(Wrong wrong, Refusal client, Alert receivedByUs) {
    assertEquals(wrong.code.code(), client.verifyCode);
    assertEquals(wrong.alert, receivedByUs);
  }

  @Override
  void assertServersOwnWords(TlsVersion version, Shown shown, Refusal server, Alert receivedByUs) {
    assertEquals(server.sent, receivedByUs);
  }

  @Override
  void assertCutOff(Peer peer) throws Exception {
    Refusal refusal = assertThrows(Refusal.class, peer::expectClose);
    assertTrue(refusal.getMessage().contains("unexpected eof while reading"));
  }

  Stream<Arguments> wirings() {
    List<Arguments> all = new ArrayList<>();
    for (Wiring wiring : Wiring.values()) {
      for (TlsVersion version : TlsVersion.values()) {
        for (NamedGroup group : NamedGroup.values()) {
          if (version == TlsVersion.TLS_1_3 || !group.hybrid() && !group.finiteField()) {
            all.add(arguments(wiring, version, group));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("wirings")
  void everyTransportCarriesEveryGroup(Wiring wiring, TlsVersion version, NamedGroup group)
      throws Exception {
    Terms client = Terms.client().only(version).groups(group);
    Terms server = Terms.server(KeyType.EC_P256);
    // In TLS 1.2 the curve of the certificate has to be offered as well (RFC 8422 section 5.1).
    client = version == TlsVersion.TLS_1_2 ? client.groups(group, NamedGroup.P_256) : client;
    server.groups(group);
    Random random = new Random(1);
    byte[] up = bytes(random, 40_000);
    byte[] down = bytes(random, 40_001);
    Wiring.Ends ends = wiring.join();
    IntSupplier whole = () -> 20_000;
    try (ScriptedEnd one =
            new ScriptedEnd(true, client, ends.clientSource(), ends.clientSink(), up, down, whole);
        ScriptedEnd other =
            new ScriptedEnd(
                false, server, ends.serverSource(), ends.serverSink(), down, up, whole)) {
      if (wiring.isBlocking()) {
        inThreads(one, other);
      } else {
        inTurns(one, other);
      }
      assertEquals(group, one.ssl.getNegotiatedGroup());
      assertEquals(group, other.ssl.getNegotiatedGroup());
      assertEquals(version.openSslName(), other.ssl.getVersion());
    }
  }

  /** How many bytes at once; 0 for a random number each time. */
  private static final int[] CHUNKS = {1, 2, 5, 16383, 16384, 16385, 0};

  Stream<Arguments> chunks() {
    Random seeds = new Random(Long.getLong("heddle.seed", System.nanoTime()));
    List<Arguments> all = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      for (int calls : CHUNKS) {
        for (int transport : CHUNKS) {
          all.add(arguments(version, calls, transport, seeds.nextLong()));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, calls of {1}, transport of {2}, seed {3}")
  @MethodSource("chunks")
  void noChunkSizeHarmsTheData(TlsVersion version, int calls, int transport, long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] up = bytes(random, random.nextInt(70_001));
    byte[] down = bytes(random, random.nextInt(70_001));
    IntSupplier perCall = supplier(random, calls);
    IntSupplier perMove = supplier(random, transport);
    Wiring.Ends ends = Wiring.MEMORY.join();
    Terms client = Terms.client().only(version);
    Terms server = Terms.server(KeyType.EC_P256);
    try (ScriptedEnd one =
            new ScriptedEnd(
                true,
                client,
                new ChunkedBio(ends.clientSource(), perMove),
                new ChunkedBio(ends.clientSink(), perMove),
                up,
                down,
                perCall);
        ScriptedEnd other =
            new ScriptedEnd(
                false,
                server,
                new ChunkedBio(ends.serverSource(), perMove),
                new ChunkedBio(ends.serverSink(), perMove),
                down,
                up,
                perCall)) {
      inTurns(one, other);
    }
  }

  private static IntSupplier supplier(Random random, int chunk) {
    return chunk == 0 ? () -> 1 + random.nextInt(20_000) : () -> chunk;
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A reader and a writer for each end, at once. */
  private static void inThreads(ScriptedEnd one, ScriptedEnd other) throws Exception {
    Duo.allAtOnce(
        one::close, () -> assertTrue(one.shakeHands()), () -> assertTrue(other.shakeHands()));
    Duo.allAtOnce(
        one::close,
        () -> assertTrue(one.send()),
        () -> assertTrue(one.receive()),
        () -> assertTrue(other.send()),
        () -> assertTrue(other.receive()));
    Duo.allAtOnce(one::close, () -> assertTrue(one.shutdown()), () -> assertTrue(other.shutdown()));
  }

  private static void inTurns(ScriptedEnd one, ScriptedEnd other) throws Exception {
    try (Selector selector = Selector.open()) {
      boolean waits = register(one, selector) & register(other, selector);
      long end = System.nanoTime() + Peer.PATIENCE_MILLIS * 1_000_000L;
      boolean first = false;
      boolean second = false;
      while (!(first && second)) {
        assertTrue(System.nanoTime() - end < 0, () -> "no end: " + one + "; " + other);
        first = first || one.advance();
        second = second || other.advance();
        if (waits && !(first && second)) {
          selector.select(100);
          selector.selectedKeys().clear();
        }
      }
    }
  }

  private static boolean register(ScriptedEnd end, Selector selector) throws Exception {
    if (end.ssl.getRbio() instanceof ChannelBio bio) {
      bio.channel().register(selector, SelectionKey.OP_READ);
      return true;
    }
    return false;
  }
}
