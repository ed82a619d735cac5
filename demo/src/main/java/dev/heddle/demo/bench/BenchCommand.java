package dev.heddle.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a full handshake, a resumed one and a gigabyte cost this library and SunJSSE in CPU time,
 * client and server: TLS 1.3, X25519, {@code TLS_AES_128_GCM_SHA256}, and a chain of P-256 whose
 * leaf and intermediate are checked each time.
 *
 * <p>Every measured side is a process of its own that does nothing else, and all face one peer
 * process, which is SunJSSE: it is there wherever this runs, does both parts, and notices a
 * handshake that is not a full one. What counts is the CPU time of the whole process, so that
 * garbage collection and compilation are in it, and waiting for the peer is not. It comes in ticks
 * of 10 ms on Linux: a round should take a second. The libraries take turns, and the one that
 * begins changes from round to round.
 *
 * <p>Another build of this library can take SunJSSE's place: what did a change cost?
 */
public final class HandshakeBench {

  private static final String HELP =
      """
      Usage: HandshakeBench [--rounds N] [--handshakes N] [--megabytes N] [--warm-up N]
                            [--at-once N] [--against CLASSES] [--resumed]

        --rounds N       rounds that count, after one that does not (default 11)
        --handshakes N   handshakes of a round (default 2000)
        --megabytes N    megabytes of a round, each way; 0 leaves them out (default 1000)
        --warm-up N      handshakes of each process before the first round (default 3000)
        --at-once N      connections made at the same time (default 4)
        --against DIR    measure against another build of this library instead of SunJSSE:
                         the directory of its classes, such as its lib/target/classes
        --resumed        resumed handshakes in place of full ones; each connection waits for an
                         octet of the server, which the ticket for the next comes before; no
                         megabytes

      CPU time of the whole process, and the bytes it allocated: medians of the rounds, and the
      median, lowest and highest of the rounds' ratios.
      """;

  /**
   * How much there is to do; the numbers are those of the options.
   *
   * @param against the classes of another build of this library; null for SunJSSE
   * @param resumed whether sessions are resumed
   */
  record Size(
      int rounds,
      int handshakes,
      int megabytes,
      int warmUp,
      int atOnce,
      String against,
      boolean resumed) {

    /** Reads the arguments; null if help is asked for. */
    static Size parse(String... arguments) {
      var options = new Options(arguments);
      if (options.flag("--help")) {
        return null;
      }
      boolean resumed = options.flag("--resumed");
      int megabytes = options.number("--megabytes", 0, 1000);
      var size =
          new Size(
              options.number("--rounds", 1, 11),
              options.number("--handshakes", 1, 2000),
              resumed ? 0 : megabytes,
              options.number("--warm-up", 0, 3000),
              options.number("--at-once", 1, 4),
              options.classes("--against"),
              resumed);
      options.end();
      return size;
    }

    /** What the rows are compared with. */
    String rival() {
      return against == null ? "SunJSSE" : "other";
    }

    /** The bytes of a round, in whole records. */
    long bytes() {
      return megabytes * 1_000_000L / BenchChild.RECORD * BenchChild.RECORD;
    }
  }

  private final PrintStream progress;
  private final Size size;

  private HandshakeBench(PrintStream progress, Size size) {
    this.progress = progress;
    this.size = size;
  }

  public static void main(String[] arguments) throws Exception {
    Size size = Options.read("HandshakeBench", HELP, Size::parse, arguments);
    if (size != null) {
      Comparison.print(size.rival(), run(System.err, size));
    }
  }

  /** Measures; says on {@code progress} what it is at. */
  static List<Comparison> run(PrintStream progress, Size size) throws Exception {
    return new HandshakeBench(progress, size).run();
  }

  private List<Comparison> run() throws Exception {
    Parties parties = Parties.make();
    try (BenchProcess peer = start("the peer", "sunjsse", parties);
        BenchProcess ourClient = start("Heddle's client", "heddle", parties);
        BenchProcess theirClient = rival("client", parties);
        BenchProcess ourServer = start("Heddle's server", "heddle", parties);
        BenchProcess theirServer = rival("server", parties)) {
      for (BenchProcess client : List.of(ourClient, theirClient)) {
        progress.println(size.warmUp() + " handshakes to warm up " + client);
        connect(client, peer, size.warmUp());
      }
      for (BenchProcess server : List.of(ourServer, theirServer)) {
        progress.println(size.warmUp() + " handshakes to warm up " + server);
        accept(server, peer, size.warmUp());
      }
      List<Contest> contests = new ArrayList<>();
      String what = size.resumed() ? "resumed " : "";
      contests.add(
          Contest.ofHandshakes(
              "client's " + what + "handshake",
              size.handshakes(),
              () -> connect(ourClient, peer, size.handshakes()),
              () -> connect(theirClient, peer, size.handshakes())));
      contests.add(
          Contest.ofHandshakes(
              "server's " + what + "handshake",
              size.handshakes(),
              () -> accept(ourServer, peer, size.handshakes()),
              () -> accept(theirServer, peer, size.handshakes())));
      if (size.bytes() > 0) {
        contests.add(
            Contest.ofBytes(
                "receiving 1 GB",
                size.bytes(),
                () -> move("receive", ourClient, peer),
                () -> move("receive", theirClient, peer)));
        contests.add(
            Contest.ofBytes(
                "sending 1 GB",
                size.bytes(),
                () -> move("send", ourClient, peer),
                () -> move("send", theirClient, peer)));
      }
      return Contest.run(contests, 1, size.rounds(), progress);
    }
  }

  private BenchProcess start(String name, String library, Parties parties) throws Exception {
    return BenchProcess.start(name, null, parties, library, "" + size.atOnce(), mode());
  }

  private BenchProcess rival(String part, Parties parties) throws Exception {
    String name = "the " + part + " of " + size.rival();
    String library = size.against() == null ? "sunjsse" : "heddle";
    return BenchProcess.start(name, size.against(), parties, library, "" + size.atOnce(), mode());
  }

  private String mode() {
    return size.resumed() ? "resumed" : "full";
  }

  private static Cost connect(BenchProcess client, BenchProcess peer, int count) throws Exception {
    client.run("mark");
    Cost cost = client.run("connect " + peer.port() + " " + count);
    peer.run("served " + count);
    return cost;
  }

  private static Cost accept(BenchProcess server, BenchProcess peer, int count) throws Exception {
    server.run("mark");
    peer.run("connect " + server.port() + " " + count);
    return server.run("served " + count);
  }

  private Cost move(String how, BenchProcess client, BenchProcess peer) throws Exception {
    client.run("mark");
    Cost cost = client.run(how + " " + peer.port() + " " + size.bytes());
    peer.run("served 1");
    return cost;
  }
}
