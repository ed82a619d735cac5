package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import dev.heddle.demo.bench.peer.FirstMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How long a fresh JVM takes until it has shaken hands for the first time and has had an octet
 * echoed: from the start of the process to the line that it prints then, on the driver's clock. The
 * server is warm.
 *
 * @param expected of that time
 */
record FirstHandshakeMeasure(String name, String about, Expected expected) implements Measure {

  private static final Part PART = Part.of(Role.CLIENT);

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(name, "ms", expected),
        new Quantity(name + "-cpu", "ms", Expected.NOTHING),
        new Quantity(name + "-classes", "", Expected.NOTHING));
  }

  @Override
  public Optional<String> absent(Peer peer) {
    if (peer.equals(Peers.PLAIN)) {
      return Optional.of("it does no TLS, and so no handshake");
    }
    if (!(peer instanceof JvmPeer)) {
      return Optional.of("it is not a JVM of its own");
    }
    return peer.equals(Peers.NETTY)
        ? Optional.of("its connections are not of the blocking kind that is timed here")
        : peer.absent(PART);
  }

  @Override
  public Work begin(Peer peer, Rig rig) throws IOException, InterruptedException {
    return new Starting((JvmPeer) peer, rig);
  }

  private static final class Starting implements Work {

    private final JvmPeer peer;
    private final Rig rig;
    private String version = "";

    /** Runs it once, so that its files are in the system's cache. */
    Starting(JvmPeer peer, Rig rig) throws IOException, InterruptedException {
      this.peer = peer;
      this.rig = rig;
      sample();
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void warmUp() throws IOException, InterruptedException {
      int count = rig.size().warmUp(WARM_UP);
      if (count > 0) {
        Party client = rig.measured(Peers.SUNJSSE, PART);
        try {
          client.ask("connect " + rig.facing(peer, PART).port() + " " + count);
          rig.facing(peer, PART).ask("served " + count);
        } finally {
          rig.release(client);
        }
      }
    }

    /** The medians of some samples. */
    @Override
    public double[] round() throws IOException, InterruptedException {
      List<double[]> samples = new ArrayList<>();
      for (int i = 0; i < (rig.size().quick() ? 1 : SAMPLES); i++) {
        samples.add(sample());
      }
      return IntStream.range(0, samples.getFirst().length)
          .mapToDouble(i -> Comparison.median(Comparison.column(samples, i)))
          .toArray();
    }

    private double[] sample() throws IOException, InterruptedException {
      Party server = rig.facing(peer, PART);
      List<String> command = JvmPeer.java(peer.classes(), peer.options(), FirstMain.class);
      command.add("library=" + peer.library());
      command.add("port=" + server.port());
      command.addAll(rig.arguments(PART));
      long begin = System.nanoTime();
      Process process = new ProcessBuilder(command).start();
      try (BufferedReader out = process.inputReader();
          BufferedReader errors = process.errorReader()) {
        String done = out.readLine();
        long time = System.nanoTime() - begin;
        String costs = out.readLine();
        if (!"done".equals(done) || costs == null) {
          String why = errors.readLine();
          if (process.waitFor() == Party.CANNOT) {
            throw new PeerAbsentException(why);
          }
          throw new IOException("a fresh JVM has said: " + done + ", " + why);
        }
        server.ask("served 1");
        String[] words = costs.split(" ", 3);
        version = words[2];
        return new double[] {time / 1e6, Long.parseLong(words[0]) / 1e6, Long.parseLong(words[1])};
      } finally {
        process.destroy();
        process.waitFor();
      }
    }

    @Override
    public void close() {}
  }

  /** Handshakes for the server's sake. */
  private static final int WARM_UP = 2000;

  private static final int SAMPLES = 3;
}
