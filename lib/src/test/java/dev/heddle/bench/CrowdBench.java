package dev.heddle.bench;

import dev.heddle.bench.CrowdClient.Crowd;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a connection costs when there are many: CPU time of its full handshake and first exchange,
 * and heap while it is open, in crowds of different sizes. The server is a process of its own, and
 * so is the client of each crowd, warmed up by the same number of handshakes; the sizes take turns.
 * All must succeed, and no carrier be pinned.
 */
public final class CrowdBench {

  private static final String HELP =
      """
      Usage: CrowdBench [--rounds N] [--warm-up N] [--sizes N,N,...]

        --rounds N    rounds (default 3)
        --warm-up N   connections of each client before its crowd (default 5000)
        --sizes LIST  how many connections there are at once (default 1000,2000,5000,10000);
                      twice the largest must be less than the file descriptors that both
                      processes together may have open

      CPU time of the client's process and live heap, each divided by the connections: medians of
      the rounds, and the ratio to the first size.
      """;

  private final int rounds;
  private final int warmUp;
  private final List<Integer> sizes;

  CrowdBench(int rounds, int warmUp, List<Integer> sizes) {
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.sizes = sizes;
  }

  public static void main(String[] args) throws Exception {
    int rounds = 3;
    int warmUp = 5000;
    List<Integer> sizes = List.of(1000, 2000, 5000, 10_000);
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        System.out.print(HELP);
        return;
      }
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
        case "--warm-up" -> warmUp = Integer.parseInt(args[i + 1]);
        case "--sizes" ->
            sizes = List.of(args[i + 1].split(",")).stream().map(Integer::parseInt).toList();
        default -> {
          System.out.print(HELP);
          return;
        }
      }
    }
    new CrowdBench(rounds, warmUp, sizes).run(System.out);
  }

  /** Measures and prints. */
  void run(PrintStream out) throws Exception {
    TreeMap<Integer, List<Crowd>> crowds = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (int size : sizes) {
        Crowd crowd = measure(size);
        crowds.computeIfAbsent(size, s -> new ArrayList<>()).add(crowd);
        out.printf("round %d, %5d connections: %s%n", round, size, text(crowd, size));
      }
    }
    Double cpu = null;
    Double heap = null;
    out.println("medians, on Java " + Runtime.version().feature());
    for (int size : sizes) {
      double cpuNow = median(crowds.get(size), c -> (double) c.cpuNanos() / size / 1000);
      double heapNow = median(crowds.get(size), c -> (double) c.heap() / size / 1024);
      cpu = cpu == null ? cpuNow : cpu;
      heap = heap == null ? heapNow : heap;
      out.printf(
          "%6d connections: CPU %.0f us each (%.2f), heap %.2f KB each (%.2f)%n",
          size, cpuNow, cpuNow / cpu, heapNow, heapNow / heap);
    }
  }

  private Crowd measure(int size) throws Exception {
    Parties parties = Parties.make();
    try (BenchProcess server = BenchProcess.start("the server", null, CrowdServer.class, parties);
        BenchProcess client = BenchProcess.start("the client", null, CrowdClient.class, parties)) {
      return Crowd.parse(client.ask(server.port() + " " + warmUp + " " + size));
    }
  }

  /** What came of it; below that, where the first thread was pinned. */
  static String text(Crowd crowd, int size) {
    String figures =
        "%d succeeded, pinned %d, CPU %d us each, heap %d bytes each"
            .formatted(
                crowd.succeeded(),
                crowd.pinned(),
                crowd.cpuNanos() / size / 1000,
                crowd.heap() / size);
    return crowd.pinned() == 0 ? figures : figures + "\npinned first " + crowd.firstPin();
  }

  private static double median(List<Crowd> crowds, ToDoubleFunction<Crowd> figure) {
    double[] all = crowds.stream().mapToDouble(figure).sorted().toArray();
    int middle = all.length / 2;
    return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
  }
}
