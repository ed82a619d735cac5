package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.heddle.config.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Joins us with a peer in either role, and what is the same for all tests of that. */
abstract class Pairing {

  /** Which end is ours. */
  enum Ours {
    CLIENT,
    SERVER
  }

  private final Stack theirs;

  Pairing(Stack theirs) {
    this.theirs = theirs;
  }

  final Duo duo(Ours ours, Terms client, Terms server) throws Exception {
    Stack clientStack = ours == Ours.CLIENT ? Stack.HEDDLE : theirs;
    Stack serverStack = ours == Ours.SERVER ? Stack.HEDDLE : theirs;
    return Duo.of(() -> serverStack.server(server), port -> clientStack.client(client, port));
  }

  static HeddlePeer ours(Duo duo) {
    return (HeddlePeer) (duo.client instanceof HeddlePeer ? duo.client : duo.server);
  }

  static Peer theirs(Duo duo) {
    return duo.client instanceof HeddlePeer ? duo.server : duo.client;
  }

  static void assertAgreement(Duo duo) {
    assertEquals(duo.atClient.version(), duo.atServer.version());
    assertEquals(duo.atClient.suite(), duo.atServer.suite());
    assertEquals(duo.atClient.alpn(), duo.atServer.alpn());
    assertEquals("localhost", duo.atServer.serverName());
  }

  /** A line each way. */
  static void exchange(Duo duo) throws Exception {
    String up = digits(50);
    String down = digits(50);
    duo.client.send(up);
    duo.server.expect(up);
    duo.server.send(down);
    duo.client.expect(down);
  }

  private static final Random RANDOM = new Random();

  /** A line of random digits, which openssl takes for no command wherever it cuts. */
  static String digits(int length) {
    return RANDOM.ints(length - 1, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining())
        + "\n";
  }

  /** Both roles with both versions and what there is for them. */
  Stream<Arguments> cross(Options options) {
    List<Arguments> all = new ArrayList<>();
    for (Ours ours : Ours.values()) {
      for (TlsVersion version : TlsVersion.values()) {
        options.of(ours, version).forEach(option -> all.add(arguments(ours, version, option)));
      }
    }
    return all.stream();
  }

  /** What to combine with a role and a version. */
  interface Options {
    Stream<?> of(Ours ours, TlsVersion version);
  }
}
