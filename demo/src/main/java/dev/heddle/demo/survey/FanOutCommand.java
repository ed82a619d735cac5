package dev.heddle.demo.survey;

import dev.heddle.config.TlsConfig;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.OutFile;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.demo.common.Version;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Retry;
import dev.heddle.fanout.Target;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A survey of many servers of others. */
@Command(
    name = "fanout",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo fanout - a survey of many servers%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Shakes hands with each server that a file names, many at a time, and tells what was agreed"
          + " on, whether the key exchange withstands quantum computers (PQ), how many days the"
          + " certificate is still good for, and how long the look-up of the name, TCP and the"
          + " handshake took. Nothing is sent to the servers.",
      "",
      "The file has one server on each line, HOST or HOST:PORT, an IPv6 address in brackets; # begins"
          + " a comment.",
      "",
      "Ctrl-C ends it with what there is so far.",
    },
    parameterListHeading = "%nARGUMENTS%n",
    optionListHeading = "%nOPTIONS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:All servers answered",
      "1:One failed, or the survey was cut short",
      "2:A wrong option or line, or a file that cannot be used"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo fanout hosts.txt",
      "  heddle-demo fanout hosts.txt --csv found.csv --report found.html",
      "  heddle-demo fanout - --resume --timeout 5 <hosts.txt"
    })
public final class FanOutCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Mixin private TlsOptions tls;

  @Parameters(paramLabel = "FILE", description = "The servers; - reads the standard input")
  private Path hosts;

  @Option(
      names = {"-n", "--connections"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many at the same time (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Limit for look-up, connect and handshake together (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Try again so often what may have passed by then: no network, no time"
              + " (default: ${DEFAULT-VALUE})")
  private int retries;

  @Option(
      names = "--resume",
      description = "Connect a second time to each, and say whether the session was resumed")
  private boolean resume;

  @Option(
      names = "--insecure-no-host-name",
      description = "Accept a trusted certificate for any other name")
  private boolean insecureNoHostName;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all of it as JSON, too")
  private Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write all of it as CSV, too")
  private Path csv;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with charts of it, too, in HTML")
  private Path report;

  public FanOutCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException {
    OutFile toJson = new OutFile("--json", json);
    OutFile toCsv = new OutFile("--csv", csv);
    OutFile toPage = new OutFile("--report", report);
    List<Target> targets;
    Dialer dialer;
    FanOut fanOut;
    try {
      range("-n", connections, 1, MOST_CONNECTIONS);
      range("--timeout", timeout, 1, LONGEST_SECONDS);
      range("--retries", retries, 0, MOST_RETRIES);
      targets = Hosts.read(hosts, io.in());
      dialer = dialer();
      fanOut =
          FanOut.builder(dialer)
              .maxConnections(connections)
              .attemptLimit(limit().multipliedBy(2).plus(PATIENCE))
              .retry(Retry.none().withRetries(retries))
              .build();
      toJson.check();
      toCsv.check();
      toPage.check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    return new Surveyor(io, targets)
        .go(fanOut, new Visit(dialer, resume), survey -> tell(survey, toJson, toCsv, toPage));
  }

  private int tell(Survey survey, OutFile toJson, OutFile toCsv, OutFile toPage) {
    new Table(io.out(), resume).print(survey);
    io.out().flush();
    try {
      toJson.write(() -> Json.of(survey));
      toCsv.write(() -> Csv.of(survey));
      toPage.write(() -> SurveyPage.of(survey));
    } catch (UncheckedIOException e) {
      io.err().println(e.getMessage());
      return Exit.FAILED;
    }
    return survey.good() == survey.asked() ? Exit.OK : Exit.FAILED;
  }

  private Dialer dialer() {
    TlsConfig.Builder config = TlsConfig.builder();
    tls.client(config);
    if (insecureNoHostName || tls.insecure()) {
      config.insecureNoHostName();
    }
    return Dialer.builder()
        .config(config.build())
        .limits(Limits.defaults().withConnect(limit()).withClose(Duration.ZERO))
        .build();
  }

  private Duration limit() {
    return Duration.ofSeconds(timeout);
  }

  private static void range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
  }

  private static final int MOST_CONNECTIONS = 100_000;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;
  private static final int MOST_RETRIES = 100;

  /** For what comes after the handshakes. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);
}
