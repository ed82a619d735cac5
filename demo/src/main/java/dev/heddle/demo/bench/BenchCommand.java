package dev.heddle.demo.bench;

import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.OutFile;
import dev.heddle.demo.common.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** This library beside its peers. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo bench - what this library costs, beside its peers%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Has this library and others do the same work and tells what it costs each: CPU time of the"
          + " whole process, its JVM's own threads included, and what it allocates.",
      "",
      "Each is measured in a process of its own, as a client or as a server. The other end is the"
          + " same neutral program for all: this library, as the faster one of the two that are there"
          + " wherever this runs, or SunJSSE (--facing). All peers of a measure take turns, round by"
          + " round: a ratio is ours to the peer's in the same round, and what is printed is the"
          + " median of the rounds with the lowest and the highest.",
      "",
      "All do TLS 1.3 with TLS_AES_128_GCM_SHA256 and X25519 where the measure does not say"
          + " otherwise, with a server's P-256 leaf below an intermediate below a trusted root,"
          + " chain and host name verified each time; four connections at once, each of a client's"
          + " with its TCP connection.",
      "",
      "The figures are those of the machine and of what else it does; the ratios move less. On two"
          + " quiet cores a run takes 45 minutes beside all peers, 20 beside SunJSSE, libssl and Go."
          + " Ctrl-C ends it with what there is so far.",
    },
    optionListHeading = "%nOPTIONS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:All was measured that can be here, whatever came of it",
      "1:A peer has failed, or the run was cut short",
      "2:A wrong option, or a file that cannot be used"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo bench --list",
      "  heddle-demo bench --json bench.json --report bench.html",
      "  heddle-demo bench --only full-client,full-server --peers sunjsse",
      "  heddle-demo bench --only resumed-client --peers plain,sunjsse",
      "  heddle-demo bench --against ../before/lib/target/classes"
    })
public final class BenchCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Measure only these, separated by commas; --list has the names")
  private List<String> only;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description =
          "Measure beside these only, separated by commas (default: all but plain, which does no"
              + " TLS but moves the same bytes)")
  private List<String> peers;

  @Option(
      names = "--facing",
      paramLabel = "NAME",
      description =
          "The neutral program on the other end: heddle or sunjsse (default: heddle). Beside a slow"
              + " one the fast peers mostly wait, and what is measured is how threads are woken."
              + " heddle is there, too, where SunJSSE cannot be")
  private String facing = Peers.OURS.name();

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "Measure beside another build of this library, too: the directory of its classes, such"
              + " as its lib/target/classes. The peer is called other")
  private Path against;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that count (default: " + ROUNDS + ")")
  private Integer rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Handshakes, or octets to and fro, of each JVM before its first round (default: 15000"
              + " handshakes, when the JVM's compilers are through with most of it; other measures"
              + " have their own)")
  private Integer warmUp;

  @Option(
      names = "--handshakes",
      paramLabel = "N",
      description = "Handshakes of a round (default: " + HANDSHAKES + ")")
  private Integer handshakes;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      description = "Megabytes of a round (default: " + MEGABYTES + ")")
  private Integer megabytes;

  @Option(
      names = "--quick",
      description =
          "Only show that all of it works, in less than a minute: one round of very little, with"
              + " all peers in the first measure and then only the first of them. The figures mean"
              + " nothing")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all of it as JSON, too")
  private Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with plots of it, too, in HTML")
  private Path report;

  @Option(
      names = "--list",
      description = "Print what can be measured, and beside whom; who cannot run here, and why")
  private boolean list;

  public BenchCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      new BenchList(io.out()).print(Measures.all(), Peers.all(against));
      return Exit.OK;
    }
    OutFile toJson = new OutFile("--json", json);
    OutFile toPage = new OutFile("--report", report);
    Size size;
    List<Measure> measures;
    List<Peer> chosen;
    Peer neutral;
    try {
      size = size();
      measures =
          only == null ? Measures.all() : named("--only", only, Measures.all(), Measure::name);
      chosen = chosen();
      neutral = named("--facing", List.of(facing), Peers.neutral(), Peer::name).getFirst();
      toJson.check();
      toPage.check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    // Until all is printed, Ctrl-C does not end the program but the run.
    try (CtrlC ctrlC = new CtrlC(Thread.currentThread()::interrupt)) {
      BenchResult result = run(size, measures, chosen, neutral);
      int code = tell(result, toJson, toPage);
      return ctrlC.pressed() ? Exit.FAILED : code;
    }
  }

  private int tell(BenchResult result, OutFile toJson, OutFile toPage) {
    new BenchTable(io.out()).print(result);
    io.out().flush();
    try {
      toJson.write(() -> BenchJson.of(result));
      toPage.write(() -> BenchPage.of(result, Measures.all()));
    } catch (UncheckedIOException e) {
      io.err().println(e.getMessage());
      return Exit.FAILED;
    }
    return result.cutShort() || result.hasFailed() ? Exit.FAILED : Exit.OK;
  }

  private BenchResult run(Size size, List<Measure> measures, List<Peer> chosen, Peer neutral)
      throws IOException {
    Instant began = Instant.now();
    boolean cutShort = false;
    try (Rig rig = new Rig(size, neutral)) {
      Bench bench = new Bench(rig, measures, chosen, new BenchProgress(io.err(), io.terminal()));
      try {
        bench.run();
      } catch (InterruptedException e) {
        cutShort = true;
      }
      return new BenchResult(began, neutral.name(), size.quick(), cutShort, bench.rows());
    }
  }

  private Size size() {
    Size usual = quick ? Size.QUICK : new Size(ROUNDS, -1, HANDSHAKES, MEGABYTES, false);
    return new Size(
        number("--rounds", rounds, 1, usual.rounds()),
        number("--warm-up", warmUp, 0, usual.warmUp()),
        number("--handshakes", handshakes, 1, usual.handshakes()),
        number("--megabytes", megabytes, 1, usual.megabytes()),
        quick);
  }

  private static int number(String option, Integer value, int least, int usual) {
    if (value != null && (value < least || value > MOST)) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + MOST + ", not " + value);
    }
    return value == null ? usual : value;
  }

  /** Ours, those that are named or usual, and another build of ours if there is one. */
  private List<Peer> chosen() {
    if (against != null && !Files.isDirectory(against.resolve("dev").resolve("heddle"))) {
      throw new IllegalArgumentException(
          "--against: no directory with classes of this library: " + against);
    }
    List<Peer> all = Peers.all(against);
    List<Peer> chosen =
        new ArrayList<>(peers == null ? Peers.usual() : named("--peers", peers, all, Peer::name));
    chosen.remove(Peers.OURS);
    chosen.addFirst(Peers.OURS);
    if (against != null && !chosen.contains(all.getLast())) {
      chosen.add(all.getLast());
    }
    return chosen;
  }

  /** Those of a list that have the names, in the order of the list. */
  private static <T> List<T> named(
      String option, List<String> names, List<T> all, Function<T, String> name) {
    List<String> known = all.stream().map(name).toList();
    for (String each : names) {
      if (!known.contains(each)) {
        throw new IllegalArgumentException(
            option + ": no '" + each + "', there are " + String.join(", ", known));
      }
    }
    return all.stream().filter(each -> names.contains(name.apply(each))).toList();
  }

  private static final int ROUNDS = 7;
  private static final int HANDSHAKES = 1000;
  private static final int MEGABYTES = 500;
  private static final int MOST = 1_000_000;
}
