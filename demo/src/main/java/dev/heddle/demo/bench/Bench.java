package dev.heddle.demo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The run: lets the peers of each measure take turns, and collects the rows. A peer that fails is
 * left out of the rest of the measure, with what it said as the reason.
 */
final class Bench {

  /** One peer in one measure. */
  private static final class Entrant {
    private final Peer peer;
    private final List<double[]> rounds = new ArrayList<>();
    private Work work;
    private String version;
    private String note = "";
    private boolean failed;

    Entrant(Peer peer) {
      this.peer = peer;
    }

    boolean isOut() {
      return work == null;
    }

    void out(String why, boolean hasFailed) {
      note = why;
      failed = hasFailed;
      leave();
    }

    void leave() {
      if (work != null) {
        work.close();
        work = null;
      }
    }
  }

  /** What one peer does in a measure, once. */
  private interface Step {
    void take(Entrant entrant) throws IOException, InterruptedException;
  }

  private final Rig rig;
  private final List<Measure> measures;
  private final List<Peer> peers;
  private final BenchProgress progress;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A run.
   *
   * @param peers this library first
   */
  Bench(Rig rig, List<Measure> measures, List<Peer> peers, BenchProgress progress) {
    this.rig = rig;
    this.measures = measures;
    this.peers = peers;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws InterruptedException if it is cut short; {@link #rows} has what there is so far
   */
  void run() throws InterruptedException {
    progress.begin(measures.size());
    for (Measure measure : measures) {
      progress.measure(measure.name());
      List<Entrant> entrants = measure.peers(chosen(measure)).stream().map(Entrant::new).toList();
      try {
        run(measure, entrants);
        rows.addAll(rows(measure, entrants));
      } catch (InterruptedException e) {
        rig.abort();
        throw e;
      } finally {
        entrants.forEach(Entrant::leave);
      }
    }
    progress.end();
  }

  /** All, but in a quick run: there each has been seen to work after the first measure. */
  private List<Peer> chosen(Measure measure) {
    boolean first = measure.equals(measures.getFirst());
    return rig.size().quick() && !first ? peers.subList(0, Math.min(2, peers.size())) : peers;
  }

  /** What there is so far: all of the measures that are done. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  private void run(Measure measure, List<Entrant> entrants) throws InterruptedException {
    int count = rig.size().rounds();
    // Starting and warming up take about as long as three rounds.
    int steps = (count + WARM_UP) * entrants.size();
    int done = 0;
    for (Entrant each : entrants) {
      progress.step(each.peer.name() + " warms up", (double) done / steps);
      Optional<String> absent = measure.absent(each.peer);
      if (absent.isPresent()) {
        each.out(absent.get(), false);
      } else {
        take(
            each,
            entrant -> {
              entrant.work = measure.begin(entrant.peer, rig);
              entrant.version = entrant.work.version();
              entrant.note = entrant.work.note();
              entrant.work.warmUp();
            });
      }
      done += WARM_UP;
    }
    for (int round = 0; round < count && !entrants.getFirst().isOut(); round++) {
      for (int i = 0; i < entrants.size(); i++) {
        // Each begins once in a while, so that nobody always follows the same one.
        Entrant each = entrants.get((round + i) % entrants.size());
        String what = "round " + (round + 1) + " of " + count + ", " + each.peer.name();
        progress.step(what, (double) done++ / steps);
        if (!each.isOut()) {
          take(each, entrant -> entrant.rounds.add(entrant.work.round()));
        }
      }
    }
  }

  private void take(Entrant entrant, Step step) throws InterruptedException {
    try {
      step.take(entrant);
    } catch (PeerAbsentException e) {
      entrant.out(e.getMessage(), false);
    } catch (IOException | RuntimeException e) {
      entrant.out(String.valueOf(e.getMessage()), true);
      progress.complaint(entrant.peer.name() + " has failed: " + e.getMessage());
      rig.renew();
    }
  }

  private List<Row> rows(Measure measure, List<Entrant> entrants) {
    List<Row> rows = new ArrayList<>();
    Entrant ours = entrants.getFirst();
    for (int i = 0; i < measure.quantities().size(); i++) {
      for (Entrant each : entrants) {
        Quantity quantity = measure.quantities().get(i);
        Row row = row(quantity, i, ours, each);
        boolean first = i == 0;
        // Who is absent is said once.
        if (first || !row.isAbsent()) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private Row row(Quantity quantity, int at, Entrant ours, Entrant each) {
    if (each.isOut() || ours.isOut()) {
      String why = each.isOut() ? each.note : "nothing to compare it with: ours has failed";
      return Row.without(quantity, each.peer, why, each.failed);
    }
    double[] theirs = Comparison.column(each.rounds, at);
    if (Double.isNaN(theirs[0])) {
      return Row.without(quantity, each.peer, "it cannot tell", false);
    }
    Comparison both = new Comparison(Comparison.column(ours.rounds, at), theirs);
    return new Row(
        quantity.name(),
        each.peer.name(),
        each.version,
        quantity.unit(),
        each == ours ? Row.Found.ofOurs(both) : Row.Found.of(both),
        rig.size().quick() ? OptionalDouble.empty() : Row.expected(quantity, each.peer),
        each.note,
        false);
  }

  private static final int WARM_UP = 3;
}
