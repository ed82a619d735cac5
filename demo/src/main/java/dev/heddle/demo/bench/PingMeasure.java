package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * How long an octet of a client's takes to the server and back over loopback: time on the clock,
 * not of the processor.
 *
 * @param expected of the median and of the 99th percentile
 */
record PingMeasure(String name, String about, Expected expected) implements Measure {

  private static final Part PART = Part.of(Role.CLIENT);

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(name + "-p50", "µs", expected), new Quantity(name + "-p99", "µs", expected));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return peer.absent(PART);
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Pinging(peer, rig);
  }

  private static final class Pinging extends PartWork {

    Pinging(Peer peer, Rig rig) throws IOException, InterruptedException {
      super(peer, PART, rig);
    }

    @Override
    public void warmUp() throws IOException, InterruptedException {
      int count = warmUp(WARM_UP);
      if (count > 0) {
        talk("ping", count);
      }
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      List<Long> times = talk("ping", size().quick() ? FEW : PINGS).more();
      return new double[] {times.get(0) / 1e3, times.get(1) / 1e3};
    }
  }

  private static final int WARM_UP = 50_000;
  private static final int PINGS = 20_000;
  private static final int FEW = 100;
}
