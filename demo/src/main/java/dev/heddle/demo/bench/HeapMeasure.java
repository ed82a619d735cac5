package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The live heap that a connection of a client holds while it idles, after 16 KB each way: with its
 * {@link java.net.Socket} and a virtual thread that is blocked in a read of it or, alone, without
 * both. What alone means, {@link dev.heddle.demo.bench.peer.PeerMain the process} knows: what is
 * freed when the connections are let go of, and their sockets are not.
 *
 * @param alone whether without socket and thread
 * @param expected of the kilobytes, of 1024 bytes
 */
record HeapMeasure(String name, String about, boolean alone, Expected expected) implements Measure {

  private static final Part PART = Part.of(Role.CLIENT);

  @Override
  public List<Quantity> quantities() {
    return List.of(new Quantity(name, "KB", expected));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return CrowdMeasure.unfit(peer, PART, CONNECTIONS);
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Idling(peer, rig);
  }

  private final class Idling extends PartWork {

    Idling(Peer peer, Rig rig) throws IOException, InterruptedException {
      super(peer, PART, rig);
    }

    @Override
    public String note() {
      return CrowdMeasure.note(peer());
    }

    /** Also fills what all connections have in common. */
    @Override
    public void warmUp() throws IOException, InterruptedException {
      // No more at once than in a round, for which there are files enough.
      for (int left = warmUp(WARM_UP); left > 0; left -= CONNECTIONS) {
        hold(Math.min(left, CONNECTIONS), alone);
      }
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      int count = size().quick() ? FEW : CONNECTIONS;
      Held held = hold(count, alone);
      return new double[] {(alone ? held.heapAlone() : held.heap()) / 1024.0 / count};
    }
  }

  private static final int WARM_UP = 2000;
  private static final int CONNECTIONS = 2000;
  private static final int FEW = 20;
}
