package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Handshake;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a handshake costs one of its ends: CPU time of the process, and bytes that it allocates,
 * connecting and closing included.
 *
 * @param usual the part that is measured
 * @param expected of the CPU time
 */
record HandshakeMeasure(String name, String about, Part usual, Expected expected)
    implements Measure {

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(name, "µs", expected),
        new Quantity(name + "-allocated", "KB", Expected.NOTHING));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return peer.absent(part(peer));
  }

  /** SunJSSE does with X25519 what it cannot do with the hybrid group. */
  private Part part(Peer peer) {
    return peer.name().equals(Peers.SUNJSSE.name()) ? usual.group("x25519") : usual;
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Shaking(peer, part(peer), rig);
  }

  private final class Shaking extends PartWork {

    Shaking(Peer peer, Part part, Rig rig) throws IOException, InterruptedException {
      super(peer, part, rig);
    }

    @Override
    public String note() {
      return part().equals(usual) ? "" : "with " + part().group();
    }

    @Override
    public void warmUp() throws IOException, InterruptedException {
      if (part().handshake() == Handshake.FRESH) {
        int most = size().warmUp(WARM_UP) + size().rounds() * size().handshakes();
        neutral().ask("mint " + most);
      }
      int count = warmUp(WARM_UP);
      if (count > 0) {
        shakeHands(count);
      }
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      int count = size().handshakes();
      Party.Answer cost = shakeHands(count);
      return new double[] {cost.cpuNanos() / 1e3 / count, allocated(cost) / 1e3 / count};
    }
  }

  /** Handshakes before those that count, when the JVM's compilers are through with most of it. */
  private static final int WARM_UP = 15_000;
}
