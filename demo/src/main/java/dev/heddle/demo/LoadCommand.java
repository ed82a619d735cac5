package dev.heddle.demo;

import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.Machine;
import dev.heddle.demo.common.OutFile;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.demo.common.Version;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Retry;
import dev.heddle.fanout.Target;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Many connections at once: to a server of its own, or to the servers that are named. */
@Command(
    name = "heddle-demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo - many TLS connections at once, or one by hand%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    synopsisSubcommandLabel = "[COMMAND]",
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Opens many TLS connections at once, each one virtual thread of plain blocking code: connect,"
          + " shake hands, echo, shut down, close; then prints what came of them.",
      "",
      "Without targets the server is in this process too, with a certificate made on the spot, and"
          + " all connections live at the same time. With targets it shakes hands with those, at"
          + " most -n at a time.",
    },
    parameterListHeading = "%nARGUMENTS%n",
    optionListHeading = "%nOPTIONS%n",
    commandListHeading = "%nCOMMANDS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:Nothing failed, and no carrier was pinned",
      "1:Something failed, or a carrier was pinned",
      "2:A wrong option, or a file that cannot be used"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo -n 5000 --tls1_2 --report run.html",
      "  heddle-demo --resume",
      "  heddle-demo --each example.com:443 [2001:db8::7]:8443",
      "  heddle-demo --targets hosts.txt -n 500 --timeout 10",
      "  heddle-demo connect example.com:443",
      "  heddle-demo serve --www",
      "  heddle-demo fanout hosts.txt --report found.html",
      "  heddle-demo jdbc --reconnect"
    })
final class LoadCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Mixin private TlsOptions tls;

  @Parameters(
      paramLabel = "HOST:PORT",
      description = "Servers to connect to; - reads them from standard input, one on each line")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--targets",
      paramLabel = "FILE",
      description = "More servers, one on each line; # begins a comment")
  private Path targetsFile;

  @Option(
      names = {"-n", "--connections"},
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many connections at the same time (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Bytes to echo in each round (default: ${DEFAULT-VALUE})")
  private int bytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Rounds of the echo on each connection (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Limit for each part: until the handshake is done, one read, one write, shutdown"
              + " (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(names = "--echo", description = "The targets are echo servers: send and expect bytes")
  private boolean echo;

  @Option(names = "--each", description = "Print a line for each target")
  private boolean each;

  @Option(
      names = "--insecure-no-host-name",
      description = "Accept a trusted certificate for any other name")
  private boolean insecureNoHostName;

  @Option(
      names = "--resume",
      description =
          "Do all of it twice: the second time each connection resumes a session of the first. Two"
              + " tables tell what a full handshake costs, while the JVM warms up, and what a resumed"
              + " one")
  private boolean resume;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a page with charts of it, too, in HTML; with --resume about the second time")
  private Path report;

  LoadCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    range("-n", connections, 1, Integer.MAX_VALUE);
    range("--bytes", bytes, 1, MOST_BYTES);
    range("--rounds", rounds, 0, Integer.MAX_VALUE);
    range("--timeout", timeout, 1, LONGEST_SECONDS);
    try {
      reportFile().check();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    try {
      return targets.isEmpty() && targetsFile == null ? here() : elsewhere();
    } catch (UncheckedIOException e) {
      io.out().flush();
      io.err().println(Lines.oneLine(e.getMessage()));
      return Exit.FAILED;
    }
  }

  private OutFile reportFile() {
    return new OutFile("--report", report);
  }

  private int here() throws IOException, InterruptedException {
    List<String> misplaced = forTargetsOnly();
    if (!misplaced.isEmpty()) {
      throw wrong(misplaced.getFirst() + " needs a target");
    }
    int count = Math.min(connections, Machine.mostConnections());
    if (count < connections) {
      io.out()
          .println(
              "capped at "
                  + count
                  + " connections: each needs two file descriptors, and the limit allows no more");
    }
    try (Embedded embedded = Embedded.start(tls, count)) {
      embedded.warmUp();
      String what =
          count
              + " connections to a server in this process, on Java "
              + Runtime.version().feature()
              + " with "
              + Runtime.getRuntime().availableProcessors()
              + " processors";
      io.out().println(what);
      LoadPage page = new LoadPage(reportFile(), what);
      List<Target> all = Collections.nCopies(count, embedded.target());
      return rounds(
          embedded.client(),
          (config, kept, round) -> {
            Meeting meeting = Meeting.of(count);
            Client client = new Client(bytes, rounds, kept, meeting);
            FanOut fanOut = fanOut(embedded.dialer(), config, count);
            return new LoadRun(io, fanOut, client, meeting, each, embedded.server(), round, page)
                .run(all);
          });
    }
  }

  private int elsewhere() throws IOException, InterruptedException {
    List<Target> all;
    TlsConfig.Builder config = TlsConfig.builder();
    try {
      all = Targets.gather(targets, targetsFile, io.in());
      tls.client(config);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (insecureNoHostName) {
      config.insecureNoHostName();
    }
    try (Embedded embedded = Embedded.start(tls, 1)) {
      embedded.warmUp();
    }
    int atOnce = Math.min(connections, all.size());
    String what = all.size() + " targets, at most " + atOnce + " at a time";
    io.out().println(what);
    LoadPage page = new LoadPage(reportFile(), what);
    return rounds(
        config,
        (settings, kept, round) -> {
          Client client = new Client(bytes, echo ? rounds : 0, kept, Meeting.none());
          FanOut fanOut = fanOut(Dialer.builder(), settings, atOnce);
          return new LoadRun(io, fanOut, client, Meeting.none(), each, null, round, page).run(all);
        });
  }

  /** One attempt at each, and the limits that were asked for. */
  private FanOut fanOut(Dialer.Builder dialer, TlsConfig config, int atOnce) {
    // Servers at large mostly close without an answer, or not at all.
    Limits limits =
        new Limits(limit(), limit(), limit(), echoes() ? limit() : Duration.ZERO, Limits.FOREVER);
    return FanOut.builder(dialer.config(config).limits(limits).build())
        .maxConnections(atOnce)
        .attemptLimit(Limits.FOREVER)
        .retry(Retry.none())
        .build();
  }

  private boolean echoes() {
    return echo || targets.isEmpty() && targetsFile == null;
  }

  /** Makes one round of connections, and prints its table. */
  @FunctionalInterface
  private interface Making {
    /** With this configuration; {@code kept} is null unless sessions are to be waited for. */
    Report of(TlsConfig config, KeptSessions kept, Round round) throws InterruptedException;
  }

  private int rounds(TlsConfig.Builder config, Making making) throws InterruptedException {
    if (!resume) {
      TlsConfig full = config.sessions(Sessions.none()).build();
      return making.of(full, null, Round.ONLY).good() ? Exit.OK : Exit.FAILED;
    }
    KeptSessions kept = new KeptSessions();
    TlsConfig keeping = config.sessions(Sessions.create().withCache(kept)).build();
    io.out().println("first with full handshakes:");
    Report full = making.of(keeping, kept, Round.FULL);
    if (full.cancelled()) {
      return Exit.FAILED;
    }
    io.out().println();
    io.out().println("then the same again, resuming the sessions of the first time:");
    kept.resume();
    Report resumed = making.of(keeping, null, Round.RESUMING);
    return full.good() && resumed.good() ? Exit.OK : Exit.FAILED;
  }

  private List<String> forTargetsOnly() {
    List<String> given = new ArrayList<>(tls.forOthersOnly());
    if (echo) {
      given.add("--echo");
    }
    if (each) {
      given.add("--each");
    }
    if (insecureNoHostName) {
      given.add("--insecure-no-host-name");
    }
    return given;
  }

  private Duration limit() {
    return Duration.ofSeconds(timeout);
  }

  private void range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(
          option
              + " must be "
              + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most)
              + ", not "
              + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static final int MOST_BYTES = 1 << 26;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;
}
