package dev.heddle.demo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What all measures of a run have in common: its size, the certificates' files, and the neutral
 * processes, which the measured ones face. Those are started when they are first wanted, and stay
 * until the end, so that they warm up once.
 */
final class Rig implements AutoCloseable {

  private record Casting(Peer peer, Part part) {}

  private final Size size;
  private final Peer neutral;
  private final Path directory;
  private final Chains chains;
  private final Map<Casting, Party> neutrals = new HashMap<>();

  /** Measured processes that serve several measures, which only a quick run has. */
  private final Map<Casting, Party> kept = new HashMap<>();

  /** All processes that have not been closed. */
  private final Set<Party> running = new HashSet<>();

  /**
   * One for a run.
   *
   * @param neutral whom the peers face that can face anyone
   */
  Rig(Size size, Peer neutral) throws IOException {
    this.size = size;
    this.neutral = neutral;
    this.directory = Files.createTempDirectory("heddle-bench");
    this.chains = new Chains(directory);
  }

  /** Where the files of the run are; nobody else may read it. */
  Path directory() {
    return directory;
  }

  Size size() {
    return size;
  }

  /** The arguments of a process that plays a part. */
  List<String> arguments(Part part) throws IOException {
    return chains.arguments(part);
  }

  /**
   * A process of a peer that is to be measured, which goes back by {@link #release}. It is a new
   * one, so that it has done nothing else before; but in a quick run, where that is no matter.
   */
  Party measured(Peer peer, Part part) throws IOException, InterruptedException {
    Casting casting = new Casting(peer, part);
    Party running = kept.get(casting);
    if (running == null) {
      running = start(peer, part);
      if (size.quick()) {
        kept.put(casting, running);
      }
    }
    return running;
  }

  /** What a measure does not need any longer. */
  void release(Party measured) {
    if (!kept.containsValue(measured)) {
      measured.close();
      running.remove(measured);
    }
  }

  /** Ends all processes at once, whatever they are at. */
  void abort() {
    running.forEach(Party::kill);
  }

  private Party start(Peer peer, Part part) throws IOException, InterruptedException {
    Party party =
        Party.start(
            peer.name() + "'s " + Part.word(part.role()),
            peer.command(chains.arguments(part), directory),
            size.quick() ? QUICK : "");
    running.add(party);
    return party;
  }

  /**
   * The process that a peer faces while it plays a part; it is not to be closed. Asked for each
   * time it is used, since it may have been started anew.
   */
  Party facing(Peer peer, Part part) throws IOException, InterruptedException {
    Part other = part.opposite();
    // SunJSSE has no hybrid key exchange.
    Peer able = part.group().equals(Part.HYBRID) ? Peers.OURS : neutral;
    Casting casting = new Casting(peer.counterpart().orElse(able), other);
    Party running = neutrals.get(casting);
    if (running == null) {
      running = start(casting.peer(), other);
      neutrals.put(casting, running);
    }
    return running;
  }

  /** Has the neutral processes started anew: one that saw a peer fail may be in any state. */
  void renew() {
    for (Map<Casting, Party> each : List.of(neutrals, kept)) {
      each.values().forEach(Party::close);
      running.removeAll(each.values());
      each.clear();
    }
  }

  @Override
  public void close() {
    renew();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  /** For JVMs that shall start fast, however slow they are then. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
}
