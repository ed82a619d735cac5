package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.bench.Part.Handshake;
import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run, and the processes in it. */
class BenchTest {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  /** A peer that a shell plays. */
  private static Peer shell(String name, String script) {
    return new Peer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<String> command(List<String> arguments, Path scratch) {
        return BenchTest.command(script);
      }
    };
  }

  private static List<String> command(String script) {
    return List.of("/bin/sh", "-c", script);
  }

  /** Work without a process, which notes who does what. */
  private static Measure noted(List<String> notes, List<Double> values) {
    return new Measure() {
      @Override
      public String name() {
        return "noted";
      }

      @Override
      public String about() {
        return "who does what";
      }

      @Override
      public List<Quantity> quantities() {
        return List.of(
            new Quantity("noted", "s", Expected.ratio("second", 2)),
            new Quantity("noted-more", "B", Expected.NOTHING));
      }

      @Override
      public Optional<String> absent(Peer peer) {
        return peer.name().equals("absent") ? Optional.of("not here") : Optional.empty();
      }

      @Override
      public Work begin(Peer peer, Rig rig) {
        return new Work() {
          @Override
          public String version() {
            return peer.name() + " 1";
          }

          @Override
          public void warmUp() {
            notes.add(peer.name() + " warms up");
          }

          @Override
          public double[] round() throws IOException {
            notes.add(peer.name());
            if (peer.name().equals("failing")) {
              throw new IOException("out of paper");
            }
            return new double[] {values.removeFirst(), Double.NaN};
          }

          @Override
          public void close() {
            notes.add(peer.name() + " ends");
          }
        };
      }
    };
  }

  private static List<Row> run(Size size, Measure measure, Peer... peers) throws Exception {
    try (Rig rig = new Rig(size, Peers.OURS)) {
      Bench bench =
          new Bench(rig, List.of(measure), List.of(peers), new BenchProgress(NOWHERE, false));
      bench.run();
      return bench.rows();
    }
  }

  @Test
  void peersTakeTurnsAndAFailureLeavesTheOthersAlone() throws Exception {
    List<String> notes = new ArrayList<>();
    List<Row> rows =
        run(
            new Size(2, 0, 1, 1, false),
            noted(notes, new ArrayList<>(List.of(1.0, 2.0, 5.0, 3.0))),
            Peers.OURS,
            shell("second", ""),
            shell("failing", ""),
            shell("absent", ""));
    assertEquals(
        List.of(
            "heddle warms up",
            "second warms up",
            "failing warms up",
            "heddle",
            "second",
            "failing",
            "failing ends",
            "second",
            "heddle",
            "heddle ends",
            "second ends"),
        notes);
    Row ours = rows.get(0);
    assertEquals(2, ours.found().value());
    Row second = rows.get(1);
    assertEquals("second 1", second.version());
    assertEquals(3.5, second.found().value());
    assertEquals((1 / 2.0 + 3 / 5.0) / 2, second.found().ratio().orElseThrow(), 1e-9);
    assertEquals(2, second.expected().orElseThrow());
    assertFalse(second.isMissed());
    Row failing = rows.get(2);
    assertTrue(failing.isAbsent() && failing.failed());
    assertEquals("out of paper", failing.note());
    Row absent = rows.get(3);
    assertTrue(absent.isAbsent() && !absent.failed());
    assertEquals("not here", absent.note());
    assertEquals(4, rows.size());
  }

  @Test
  void aProcessThatDoesNotBeginSaysWhy() {
    List<String> command = command("echo no such thing >&2; exit 1");
    var refused =
        assertThrows(IOException.class, () -> Party.start("sh's client", command, "").close());
    assertEquals("sh's client has ended: no such thing", refused.getMessage());
  }

  @Test
  void anAnswerThatIsNoneIsShown() throws Exception {
    String script =
        "echo 0 shell 1.0; while read line; do echo 5 -1 7 8; read line; echo soon; done";
    try (Party party = Party.start("sh", command(script), "")) {
      assertEquals(0, party.port());
      assertEquals("shell 1.0", party.version());
      assertEquals(new Party.Answer(5, -1, List.of(7L, 8L)), party.ask("mark"));
      var refused = assertThrows(IOException.class, () -> party.ask("mark"));
      assertEquals("sh answers 'mark' with 'soon'", refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heddle", "sunjsse"})
  void freshChainsAreForTheirNamesOnly(String server) throws Exception {
    Peer neutral =
        Peers.neutral().stream().filter(peer -> peer.name().equals(server)).findFirst().get();
    try (Rig rig = new Rig(Size.QUICK, neutral)) {
      Part fresh = Part.of(Role.CLIENT).handshake(Handshake.FRESH);
      Party facing = rig.facing(Peers.OURS, fresh);
      assertTrue(facing.version().toLowerCase(Locale.ROOT).startsWith(server), facing.version());
      facing.ask("mint 3");
      Party ours = rig.measured(Peers.OURS, fresh);
      ours.ask("connect " + facing.port() + " 6");
      int port = rig.facing(Peers.OURS, fresh).port();
      Party usual = rig.measured(Peers.OURS, Part.of(Role.CLIENT));
      var refused = assertThrows(IOException.class, () -> usual.ask("connect " + port + " 1"));
      assertTrue(refused.getMessage().startsWith("heddle's client has ended: "));
    }
  }
}
