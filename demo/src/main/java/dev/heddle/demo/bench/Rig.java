package dev.heddle.demo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all measures of a run have in common: its size, the certificates' files, and the neutral
 * processes, which the measured ones face. Those are started when they are first wanted, and stay
 * until the end, so that they warm up once.
 */
final class Rig implements AutoCloseable {

  private record Neutral(Peer peer, Part part) {}

  private final Size size;
  private final Path directory;
  private final Chains chains;
  private final Map<Neutral, Party> neutrals = new HashMap<>();

  Rig(Size size) throws IOException {
    this.size = size;
    this.directory = Files.createTempDirectory("heddle-bench");
    this.chains = new Chains(directory);
  }

  Size size() {
    return size;
  }

  /** Starts a peer in a process of its own, which the caller closes. */
  Party start(Peer peer, Part part) throws IOException, InterruptedException {
    return Party.start(
        peer.name() + "'s " + Part.word(part.role()),
        peer.command(chains.arguments(part), directory));
  }

  /**
   * The process that a peer faces while it plays a part; it is not to be closed. Asked for each
   * time it is used, since it may have been started anew.
   */
  Party facing(Peer peer, Part part) throws IOException, InterruptedException {
    Part other = part.opposite();
    // SunJSSE has no hybrid key exchange.
    Peer usual = part.group().equals(Part.HYBRID) ? Peers.OURS : Peers.SUNJSSE;
    Neutral neutral = new Neutral(peer.counterpart().orElse(usual), other);
    Party running = neutrals.get(neutral);
    if (running == null) {
      running = start(neutral.peer(), other);
      neutrals.put(neutral, running);
    }
    return running;
  }

  /** Has the neutral processes started anew: one that saw a peer fail may be in any state. */
  void renew() {
    neutrals.values().forEach(Party::close);
    neutrals.clear();
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
}
