package dev.heddle.bench;

import dev.heddle.drivers.Face;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What the {@code SSLEngine} of this library and SunJSSE's cost: a gigabyte that is wrapped, 16 KB
 * at a time, or unwrapped, in heap and in direct buffers, and handshakes as client and as server,
 * full and resumed.
 *
 * <p>Each library is measured in a process of its own. Both ends of a connection are there, in one
 * thread and in memory; the other end is always SunJSSE's. What counts is the CPU time of that
 * thread, and what it allocates, while it is in calls of the measured engine, its delegated tasks
 * included; of a handshake, from {@code createSSLEngine} to the last ticket, without the close. The
 * clock is read around the calls of 16 engines in turn, or those for 256 KB. So there is no socket
 * in it, no other end and no wait; nor is there the JVM's own work in other threads, which compiles
 * and collects garbage: the demo's command {@code bench} has that. The time is exact, so a share of
 * a round may be short, and short rounds by turns are what a busy machine spoils least.
 */
public final class EngineBench {

  private static final String HELP =
      """
      Usage: EngineBench [--rounds N] [--warm-up N] [--handshakes N] [--megabytes N]
                         [--write BYTES] [--only TEXT] [--against DIR]

        --rounds N       rounds that count (default 21)
        --warm-up N      rounds before them that do not (default 20)
        --handshakes N   handshakes of a row in a round (default 160); 0 leaves them out
        --megabytes N    megabytes of a row in a round (default 40); 0 leaves them out
        --write BYTES    what is wrapped at a time (default 16384); what is unwrapped comes in
                         records as long as SunJSSE makes them, of 16367 bytes
        --only TEXT      only the rows that have this in their names
        --against DIR    measure against another build of this library instead of SunJSSE:
                         the directory of its classes, such as its lib/target/classes

      CPU time of the measured engine's calls, and the bytes they allocated, for a handshake and
      for a gigabyte: medians of the rounds, and the median, lowest and highest of the rounds'
      ratios.
      """;

  /**
   * Data that goes one way in TLS 1.3; the measured engine is a client's.
   *
   * @param wraps whether it sends them
   * @param suite how it is protected
   * @param direct whether all buffers are direct ones
   */
  record Transfer(boolean wraps, String suite, boolean direct) {

    static List<Transfer> all() {
      List<Transfer> all = new ArrayList<>();
      for (boolean wraps : new boolean[] {true, false}) {
        for (String suite : List.of(AES_128, "TLS_AES_256_GCM_SHA384", CHACHA_20)) {
          for (boolean direct : new boolean[] {false, true}) {
            all.add(new Transfer(wraps, suite, direct));
          }
        }
      }
      return all;
    }

    String title() {
      String cipher = suite.substring("TLS_".length(), suite.lastIndexOf('_'));
      return words()[0] + " " + cipher.replace('_', '-') + ", " + words()[2];
    }

    /** What {@link #parse} reads. */
    String[] words() {
      return new String[] {wraps ? "wrap" : "unwrap", suite, direct ? "direct" : "heap"};
    }

    static Transfer parse(String... words) {
      return new Transfer(words[0].equals("wrap"), words[1], words[2].equals("direct"));
    }
  }

  /**
   * A handshake with X25519 and AES-128-GCM, and a chain of P-256 that a client checks with its
   * host name.
   *
   * @param client which end is measured
   * @param version as in {@code TLSv1.3}
   * @param resumed whether a session is resumed, which there is no chain in
   * @param ownTrust whether the chain is checked by the trust manager of the measured library
   *     rather than by the JDK's
   */
  record Handshake(boolean client, String version, boolean resumed, boolean ownTrust) {

    static List<Handshake> all() {
      List<Handshake> all = new ArrayList<>();
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        all.add(new Handshake(true, version, false, false));
        all.add(new Handshake(true, version, false, true));
        all.add(new Handshake(true, version, true, false));
        all.add(new Handshake(false, version, false, false));
        all.add(new Handshake(false, version, true, false));
      }
      return all;
    }

    String suite() {
      return version.equals("TLSv1.3") ? AES_128 : "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    }

    String title() {
      String what = words()[0] + "'s handshake, " + version.substring(4) + " " + words()[2];
      return ownTrust ? what + ", own trust" : what;
    }

    /** What {@link #parse} reads. */
    String[] words() {
      return new String[] {
        client ? "client" : "server",
        version,
        resumed ? "resumed" : "full",
        ownTrust ? "own" : "jdk"
      };
    }

    static Handshake parse(String... words) {
      return new Handshake(
          words[0].equals("client"), words[1], words[2].equals("resumed"), words[3].equals("own"));
    }
  }

  /** How much there is to do; the components are the options. */
  record Size(
      int rounds,
      int warmUp,
      int handshakes,
      int megabytes,
      int write,
      String only,
      String against) {

    /** Reads the arguments; null if help is asked for. */
    static Size parse(String... arguments) {
      var options = new Options(arguments);
      if (options.flag("--help")) {
        return null;
      }
      var size =
          new Size(
              options.number("--rounds", 1, 21),
              options.number("--warm-up", 0, 20),
              options.number("--handshakes", 0, 160),
              options.number("--megabytes", 0, 40),
              options.number("--write", 1, EngineEnd.RECORD),
              options.text("--only", ""),
              options.classes("--against"));
      options.end();
      if (size.transfers().isEmpty() && size.kindsOfHandshakes().isEmpty()) {
        throw new IllegalArgumentException("no row is left to measure");
      }
      return size;
    }

    List<Transfer> transfers() {
      return Transfer.all().stream()
          .filter(row -> megabytes > 0 && row.title().contains(only))
          .toList();
    }

    List<Handshake> kindsOfHandshakes() {
      return Handshake.all().stream()
          .filter(row -> handshakes > 0 && row.title().contains(only))
          .toList();
    }

    /** The bytes of a row in a round, in whole turns. */
    long bytes() {
      return Math.ceilDiv(megabytes * 1_000_000L, EngineEnd.TURN) * EngineEnd.TURN;
    }

    /** What the rows are compared with. */
    String rival() {
      return against == null ? "SunJSSE" : "other";
    }
  }

  public static void main(String[] arguments) throws Exception {
    Size size = Options.read("EngineBench", HELP, Size::parse, arguments);
    if (size != null) {
      Comparison.print(size.rival(), run(System.err, size));
    }
  }

  /** Measures; says on {@code progress} what it is at. */
  static List<Comparison> run(PrintStream progress, Size size) throws Exception {
    Parties parties = Parties.make();
    Face rival = size.against() == null ? Face.SUNJSSE : Face.HEDDLE;
    try (BenchProcess ours = start("this side", null, Face.tested(), parties);
        BenchProcess theirs = start("the other side", size.against(), rival, parties)) {
      List<Contest> contests = new ArrayList<>();
      for (Transfer row : size.transfers()) {
        String words = String.join(" ", row.words()) + " " + size.write();
        String command = "transfer " + words + " " + size.bytes();
        contests.add(
            Contest.ofBytes(
                row.title(), size.bytes(), () -> ours.run(command), () -> theirs.run(command)));
      }
      for (Handshake row : size.kindsOfHandshakes()) {
        String command = "handshake " + String.join(" ", row.words()) + " " + size.handshakes();
        contests.add(
            Contest.ofHandshakes(
                row.title(),
                size.handshakes(),
                () -> ours.run(command),
                () -> theirs.run(command)));
      }
      return Contest.run(contests, size.warmUp(), size.rounds(), progress);
    }
  }

  private static BenchProcess start(String name, String classes, Face face, Parties parties)
      throws Exception {
    return BenchProcess.start(name, classes, EngineChild.class, parties, face.name());
  }

  private static final String AES_128 = "TLS_AES_128_GCM_SHA256";
  private static final String CHACHA_20 = "TLS_CHACHA20_POLY1305_SHA256";
}
