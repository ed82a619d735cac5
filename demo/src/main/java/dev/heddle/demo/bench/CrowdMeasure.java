package dev.heddle.demo.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * Whether a connection costs more in a large crowd than in a small one: CPU time of a client from
 * its connecting to its idling, after 16 KB each way, and live heap then, of one of many beside one
 * of few. All are open at once, each with a virtual thread blocked in a read.
 *
 * @param expected of both ratios
 */
record CrowdMeasure(String name, String about, Expected expected) implements Measure {

  private static final Part PART = Part.of(Role.CLIENT);

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(name + "-cpu", "x", expected), new Quantity(name + "-heap", "x", expected));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return unfit(peer, PART, MANY);
  }

  /** Why a client cannot hold so many connections, or say what heap they take. */
  static Optional<String> unfit(Peer peer, Part part, int connections) {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return unfit(peer, part, connections, files);
  }

  /** As the other, where a process may open so many files. */
  static Optional<String> unfit(Peer peer, Part part, int connections, long files) {
    if (peer.equals(Peers.PLAIN)) {
      return Optional.of("it does no TLS, and keeps nothing for it");
    }
    if (!(peer instanceof JvmPeer)) {
      return Optional.of("it has no heap that this could look into");
    }
    if (peer.equals(Peers.NETTY)) {
      return Optional.of("it blocks no thread, and its buffers are not on the heap");
    }
    if (files < (long) connections * filesEach(peer) + OTHER_FILES) {
      return Optional.of(
          connections
              + " connections take more than the "
              + files
              + " files that a process may open here");
    }
    return peer.absent(part);
  }

  /** Conscrypt has two pipes for each, beside the socket. */
  private static int filesEach(Peer peer) {
    return peer.equals(Peers.CONSCRYPT) ? 5 : 1;
  }

  /** What the heap is not all of. */
  static String note(Peer peer) {
    return peer.equals(Peers.CONSCRYPT) ? "without its native memory" : "";
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Crowding(peer, rig);
  }

  private static final class Crowding extends PartWork {

    Crowding(Peer peer, Rig rig) throws IOException, InterruptedException {
      super(peer, PART, rig);
    }

    @Override
    public String note() {
      return CrowdMeasure.note(peer());
    }

    @Override
    public void warmUp() throws IOException, InterruptedException {
      int left = warmUp(WARM_UP);
      for (; left > 0; left -= FEW) {
        hold(Math.min(left, FEW), false);
      }
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      int few = size().quick() ? LEAST : FEW;
      Held small = hold(few, false);
      int many = few * (MANY / FEW);
      Held large = hold(many, false);
      return new double[] {
        (double) large.cpuNanos() / many / ((double) small.cpuNanos() / few),
        (double) large.heap() / many / ((double) small.heap() / few)
      };
    }
  }

  private static final int WARM_UP = 12_000;
  private static final int FEW = 1000;
  private static final int MANY = 10_000;
  private static final int LEAST = 5;

  /** What a JVM has open beside its connections, and more. */
  private static final int OTHER_FILES = 500;
}
