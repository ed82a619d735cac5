package dev.heddle.demo.jdbc;

import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Queries of many virtual threads to a PostgreSQL, over TLS. */
@Command(
    name = "jdbc",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo jdbc - queries to a PostgreSQL over TLS%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Starts a PostgreSQL on this machine, with a certificate made on the spot, and has many virtual"
          + " threads query it through pgjdbc: over this library, and over the JDK's own TLS for"
          + " comparison. The rounds of both take turns. The program of the database comes with this"
          + " one.",
      "",
      "The driver is told no more than the name of a factory and the file of certificates that it is"
          + " to trust. By itself it would make a context of the JDK's for each connection; for a"
          + " fair comparison all connections of sunjsse share one.",
      "",
      "CPU is that of this process, without the database's. Ctrl-C ends it with what there is so"
          + " far.",
    },
    optionListHeading = "%nOPTIONS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:All queries were answered",
      "1:One failed, the database did not start, or it was cut short",
      "2:A wrong option"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo jdbc",
      "  heddle-demo jdbc --threads 200 --connections 20 --bytes 10000",
      "  heddle-demo jdbc --reconnect --factory heddle"
    })
public final class JdbcCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Option(
      names = "--factory",
      paramLabel = "NAME",
      defaultValue = "both",
      description = "heddle, sunjsse or both (default: ${DEFAULT-VALUE})")
  private String factory;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many virtual threads query (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many connections they share (default: each has one, at most 100)")
  private Integer connections;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How long a round takes (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "End a round after so many queries, if that is sooner")
  private Long queries;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds that count, of each factory (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "Before the rounds, one of each factory that does not count"
              + " (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "100",
      description = "How long an answer is (default: ${DEFAULT-VALUE})")
  private int bytes;

  @Option(
      names = "--reconnect",
      description =
          "A new connection for each query. PostgreSQL lets nobody resume a session, so each shakes"
              + " hands in full, over either factory")
  private boolean reconnect;

  public JdbcCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Plug> plugs;
    int between = connections == null ? Math.clamp(threads, 1, MOST_CONNECTIONS / 2) : connections;
    try {
      plugs = Plug.named(factory);
      range("--threads", threads, 1, MOST_THREADS);
      range("--connections", between, 1, MOST_CONNECTIONS);
      range("--seconds", seconds, 1, LONGEST_SECONDS);
      range("--queries", queries == null ? 1 : queries, 1, Long.MAX_VALUE);
      range("--rounds", rounds, 1, MOST_ROUNDS);
      range("--warm-up", warmUp, 0, LONGEST_SECONDS);
      range("--bytes", bytes, 1, MOST_BYTES);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    io.out().println("starting the database");
    io.out().flush();
    try (Database database = Database.start(between)) {
      Load load = new Load(database, new Load.Shape(threads, between, bytes, reconnect));
      io.out()
          .println(
              threads
                  + " threads, "
                  + (reconnect ? "a new connection for each query, at most " : "")
                  + between
                  + (reconnect ? " at a time" : " connections")
                  + ", answers of "
                  + bytes
                  + " bytes, on Java "
                  + Runtime.version().feature()
                  + " with "
                  + Runtime.getRuntime().availableProcessors()
                  + " processors");
      return rounds(load, plugs);
    } catch (IOException e) {
      io.err().println("heddle-demo jdbc: " + Lines.oneLine(e.getMessage()));
      return Exit.FAILED;
    }
  }

  private int rounds(Load load, List<Plug> plugs) throws InterruptedException {
    long most = queries == null ? Long.MAX_VALUE : queries;
    Map<Plug, Outcome> outcomes = new EnumMap<>(Plug.class);
    plugs.forEach(plug -> outcomes.put(plug, new Outcome()));
    try (CtrlC ctrlC = new CtrlC(load::cancel)) {
      for (Plug plug : warmUp == 0 ? List.<Plug>of() : plugs) {
        Outcome uncounted = new Outcome();
        run(load, plug, uncounted, most, warmUp, "warm-up");
      }
      List<Plug> order = new ArrayList<>(plugs);
      for (int i = 1; i <= rounds && !load.isCancelled(); i++) {
        for (Plug plug : order) {
          String title = "round " + i + " of " + rounds;
          run(load, plug, outcomes.get(plug), most, seconds, title);
        }
        Collections.reverse(order); // neither is always the first
      }
      io.out().println();
      if (ctrlC.pressed()) {
        io.out().println("cut short: this is what there was so far");
      }
      new ResultTable(io.out(), outcomes).print();
      io.out().flush();
      boolean good =
          outcomes.values().stream().allMatch(each -> each.failures() == 0 && each.queries() > 0);
      return good && !ctrlC.pressed() ? Exit.OK : Exit.FAILED;
    }
  }

  private void run(Load load, Plug plug, Outcome outcome, long most, int length, String title)
      throws InterruptedException {
    if (load.isCancelled()) {
      return;
    }
    String name = title + ", " + plug.title();
    long before = outcome.queries();
    Load.Watcher watcher =
        () -> {
          if (io.terminal()) {
            io.out().print("\r" + state(name, outcome, before) + CLEAR_TO_END);
            io.out().flush();
          }
        };
    load.run(plug, outcome, most, Duration.ofSeconds(length), watcher);
    io.out()
        .println(
            (io.terminal() ? "\r" : "")
                + state(name, outcome, before)
                + (io.terminal() ? CLEAR_TO_END : ""));
    io.out().flush();
  }

  private static String state(String name, Outcome outcome, long before) {
    return String.format(
        Locale.ROOT,
        "%s: %d queries, %d failed",
        name,
        outcome.queries() - before,
        outcome.failures());
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option
              + " must be "
              + (most == Long.MAX_VALUE ? "at least " + least : least + " to " + most)
              + ", not "
              + value);
    }
  }

  private static final int MOST_THREADS = 10_000;
  private static final int MOST_CONNECTIONS = 200;
  private static final int MOST_ROUNDS = 1000;
  private static final int LONGEST_SECONDS = 60 * 60;
  private static final int MOST_BYTES = 1 << 20;
  private static final String CLEAR_TO_END = "\u001b[K";
}
