package dev.heddle.demo.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a gigabyte costs a client, 16 KB at a time over one connection: CPU time of the process, and
 * bytes that it allocates.
 *
 * @param direction {@code receive} or {@code send}
 * @param part whose suite is measured
 * @param expected of the CPU time
 */
record BulkMeasure(String name, String about, String direction, Part part, Expected expected)
    implements Measure {

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(name, "ms", expected),
        new Quantity(name + "-allocated", "MB", Expected.NOTHING));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return peer.absent(part);
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Moving(peer, rig);
  }

  private final class Moving extends PartWork {

    Moving(Peer peer, Rig rig) throws IOException, InterruptedException {
      super(peer, part, rig);
    }

    /** A round that does not count. */
    @Override
    public void warmUp() throws IOException, InterruptedException {
      round();
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      long bytes = size().bytes();
      Party.Answer cost = talk(direction, bytes);
      double gigabytes = bytes / 1e9;
      return new double[] {cost.cpuNanos() / 1e6 / gigabytes, allocated(cost) / 1e6 / gigabytes};
    }
  }
}
