package dev.heddle.demo.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Something that is measured, by letting each peer do the same {@link Work} in turns. {@link
 * Measures} lists them all.
 *
 * <p>{@link Bench} begins the work of all peers that can do it, warms each up, and then asks for
 * their rounds by turns; what the rounds yield becomes {@link Row}s, one for each {@link Quantity}
 * and peer. A measure need not know of rounds, ratios or output.
 */
interface Measure {

  /** What it is called in options. */
  String name();

  /** What it measures, in a line. */
  String about();

  /** What each round yields, in the order of {@link Work#round}. */
  List<Quantity> quantities();

  /**
   * Who takes part. The first is this library.
   *
   * @param chosen those of the run, this library first
   */
  default List<Peer> peers(List<Peer> chosen) {
    return chosen;
  }

  /** Why a peer cannot do the work; empty if it can. */
  Optional<String> absent(Peer peer);

  /** Starts what a peer needs for the work. */
  Work begin(Peer peer, Rig rig) throws IOException, InterruptedException;
}
