package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a record of 16 KB allocates in a connection that has sent and received for a while, beside
 * what the JDK's cipher alone allocates for as many bytes.
 *
 * @param expected of the bytes, each way
 */
record RecordMeasure(String name, String about, double expected) implements Measure {

  private static final Peer CIPHER = new JvmPeer("cipher", "cipher");
  private static final Part PART = Part.of(Role.BOTH);

  @Override
  public List<Quantity> quantities() {
    Expected highest = Expected.ratio(CIPHER.name(), expected);
    return List.of(
        new Quantity(name + "-sent", "B", highest), new Quantity(name + "-received", "B", highest));
  }

  /** Whoever else was chosen: the JDK's cipher is what the records are made with. */
  @Override
  public List<Peer> peers(List<Peer> chosen) {
    return List.of(chosen.getFirst(), CIPHER);
  }

  @Override
  public Optional<String> absent(Peer peer) {
    return Optional.empty();
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Moving(peer, rig);
  }

  private static final class Moving extends PartWork {

    Moving(Peer peer, Rig rig) throws IOException, InterruptedException {
      super(peer, PART, rig);
    }

    /** What is interpreted allocates what compiled code does not. */
    @Override
    public void warmUp() throws IOException, InterruptedException {
      int count = warmUp(WARM_UP);
      if (count > 0) {
        ask("records " + count);
      }
    }

    @Override
    public double[] round() throws IOException, InterruptedException {
      List<Long> bytes = ask("records " + (size().quick() ? FEW : RECORDS)).more();
      return new double[] {bytes.get(0), bytes.get(1)};
    }
  }

  private static final int WARM_UP = 10_000;
  private static final int RECORDS = 1000;
  private static final int FEW = 10;
}
