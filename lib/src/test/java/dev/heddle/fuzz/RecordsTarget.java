package dev.heddle.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records of a peer, as they come over the wire. The first byte picks a {@link Scenario} of the
 * role, the rest is all that the peer says; the seeds are what openssl, SunJSSE and we said.
 *
 * <p>Asserts: the engine throws nothing and blames no defect of its own; it sends no more than
 * {@value #MOST_SENT} bytes and as many again for each byte that it got; the handshake ends well
 * only with the messages of a recorded peer, and the application data is a part of what that peer
 * sent.
 */
final class RecordsTarget {

  private static final int MOST_SENT = 32 << 10;

  private static final Map<Scenario, List<Replay.Result>> HONEST = new ConcurrentHashMap<>();

  static void client(byte[] input) {
    run(Target.CLIENT_RECORDS, true, input);
  }

  static void server(byte[] input) {
    run(Target.SERVER_RECORDS, false, input);
  }

  private static void run(Target target, boolean client, byte[] input) {
    if (input.length == 0) {
      return;
    }
    Scenario scenario = scenario(client, input);
    Replay.Result result = Replay.of(scenario, stream(input));
    assertFalse(result.fault() instanceof Fault.Internal, () -> "a defect: " + result.fault());
    assertTrue(result.sent() <= MOST_SENT + (long) input.length, () -> "sent " + result.sent());
    if (result.done()) {
      List<Replay.Result> honest =
          HONEST.computeIfAbsent(scenario, each -> honest(target, each)).stream()
              .filter(each -> Arrays.equals(each.messages(), result.messages()))
              .toList();
      assertFalse(honest.isEmpty(), "finished with messages that nobody has sent");
      assertTrue(
          honest.stream().anyMatch(each -> startsWith(each.plain(), result.plain())),
          "application data that nobody has sent");
    }
  }

  private static Scenario scenario(boolean client, byte[] input) {
    List<Scenario> all = Scenario.all(client);
    return all.get(Byte.toUnsignedInt(input[0]) % all.size());
  }

  private static byte[] stream(byte[] input) {
    return Arrays.copyOfRange(input, 1, input.length);
  }

  /** What the recorded peers of a scenario come to. */
  static List<Replay.Result> honest(Target target, Scenario scenario) {
    List<Replay.Result> results = new ArrayList<>();
    for (Path seed : Corpus.inputs(target)) {
      if (!seed.getFileName().toString().startsWith(Corpus.FINDING)) {
        byte[] input = read(seed);
        if (scenario(scenario.client, input) == scenario) {
          results.add(Replay.of(scenario, stream(input)));
        }
      }
    }
    return results;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean startsWith(byte[] whole, byte[] part) {
    return part.length <= whole.length
        && Arrays.equals(whole, 0, part.length, part, 0, part.length);
  }

  private RecordsTarget() {}
}
