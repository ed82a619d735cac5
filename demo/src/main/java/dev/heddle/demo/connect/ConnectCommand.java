package dev.heddle.demo.connect;

import dev.heddle.config.Session;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.LogOptions;
import dev.heddle.demo.common.OwnCertificateOptions;
import dev.heddle.demo.common.ProtocolOptions;
import dev.heddle.demo.common.Resolver;
import dev.heddle.demo.common.Tickets;
import dev.heddle.demo.common.Version;
import dev.heddle.fanout.Target;
import dev.heddle.preamble.Proxy;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One connection by hand, after the manner of {@code openssl s_client}. */
@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo connect - one TLS connection by hand%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Connects, shakes hands, and prints what was agreed on, who the server is, what the check of"
          + " its certificates said and how long each part took. Then it sends the server the"
          + " standard input, and prints what it answers. The end of the input is passed on"
          + " (close_notify); the answer may go on after it.",
      "",
      "Of a handshake that fails, what is known by then is printed too, and the reason on the"
          + " standard error. A server that wants a certificate and gets none says so in TLS 1.3 only"
          + " after the handshake.",
      "",
      "Options may be written with one dash, as those of openssl s_client are.",
    },
    parameterListHeading = "%nARGUMENTS%n",
    optionListHeading = "%nOPTIONS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:The server has ended the connection in an orderly way",
      "1:The connection failed: not reached, refused by either end, cut off, or timed out",
      "2:A wrong option, or a file that cannot be used"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo connect example.com:443 --alpn h2,http/1.1 </dev/null",
      "  heddle-demo connect [::1]:8443 --cafile ca.pem --verify-host localhost",
      "  heddle-demo connect db.example:6697 --cert me.pem --key me.key --tls1_2",
      "  heddle-demo connect db.example --starttls postgres",
      "  heddle-demo connect example.com:443 --proxy socks5://localhost:1080",
      "  heddle-demo connect example.com:443 --json",
      "  heddle-demo connect example.com:443 --brief --reconnect 5"
    })
public final class ConnectCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "HOST:PORT",
      description =
          "The server; an IPv6 address in brackets. With --starttls the port may be left out")
  private String target;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "Limit for each part: look-up, connect, what is said before TLS, handshake (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(
      names = {"--ign-eof", "--ign_eof"},
      description =
          "Keep the end of the standard input from the server, and wait for it to end: for those"
              + " that stop answering when they hear of it")
  private boolean ignoreEof;

  @ArgGroup(validate = false, heading = "%nHow to come there:%n")
  private WayOptions way = new WayOptions();

  @ArgGroup(validate = false, heading = "%nWho the server must be:%n")
  private PeerOptions peer = new PeerOptions();

  @ArgGroup(validate = false, heading = "%nWho we are:%n")
  private OwnCertificateOptions own = new OwnCertificateOptions();

  @ArgGroup(validate = false, heading = "%nWhat to offer:%n")
  private ProtocolOptions protocol = new ProtocolOptions();

  @ArgGroup(validate = false, heading = "%nWhat to resume:%n")
  private SessionOptions sessions = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nWhat to print:%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(validate = false, heading = "%nWhat to write down:%n")
  private LogOptions log = new LogOptions();

  public ConnectCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    Target where;
    Server.Way through;
    CertificateRequests requests;
    SslContext context;
    try {
      output.check();
      sessions.load(output.json());
      where = way.target(target);
      Proxy proxy = way.proxy();
      through = new Server.Way(proxy, way.preambles(proxy));
      requests = new CertificateRequests(own.load());
      context = context(requests);
      // Refuses a bad name before anything is sent.
      try (Ssl trial = context.newSsl()) {
        peer.name(trial, where);
      }
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    Duration limit = Duration.ofSeconds(timeout);
    try (Resolver resolver = new Resolver(limit)) {
      Server server = new Server(context, where, through, peer, resolver, limit);
      return sessions.reconnect() > 0
          ? reconnect(server, requests)
          : server.connection(
              sessions.offered(), (ssl, line) -> converse(ssl, line, requests, limit));
    } catch (Failure e) {
      return failed(null, e);
    }
  }

  private int reconnect(Server server, CertificateRequests requests) throws Failure {
    Reconnects.First print =
        (ssl, line, handshake) -> print(findings(ssl, line, handshake, requests));
    Session last =
        new Reconnects(server, requests, io.out(), print)
            .run(1 + sessions.reconnect(), sessions.offered());
    return keep(last);
  }

  private Findings findings(
      Ssl ssl, Dial.Line line, Duration handshake, CertificateRequests requests) {
    return new Findings(
        ssl, line, handshake, requests, !peer.insecure(), sessions.offered() != null);
  }

  private int converse(Ssl ssl, Dial.Line line, CertificateRequests requests, Duration limit) {
    long begun = System.nanoTime();
    Failure failure = null;
    try {
      Failure.limited(ssl, limit, "handshake", ssl::connect);
    } catch (Failure e) {
      failure = e;
    }
    Duration handshake = Duration.ofNanos(System.nanoTime() - begun);
    Findings found = findings(ssl, line, handshake, requests);
    if (!output.json()) {
      print(found);
    }
    if (failure == null) {
      try {
        if (output.json()) {
          if (sessions.keeps()) {
            Tickets.await(ssl, line.bio(), Tickets.PATIENCE); // there is nothing else to read
          }
          LastWord.exchange(ssl, line.bio(), asked(requests), limit);
          io.out().println(JsonReport.of(target, found, null, output.showCerts()));
        } else {
          new Talk(ssl, io, ignoreEof).run();
        }
        return keep(Tickets.resumable(ssl));
      } catch (Failure e) {
        failure = e;
      }
    }
    return failed(found, failure);
  }

  /** Whether the server has asked for a certificate; where that is not noted, it may have. */
  private boolean asked(CertificateRequests requests) {
    return sessions.inFiles() || requests.issuers() != null;
  }

  private int keep(Session session) {
    String why = sessions.keep(session);
    if (why == null) {
      return Exit.OK;
    }
    io.out().flush();
    io.err().println(Lines.oneLine(why));
    return Exit.FAILED;
  }

  private void print(Findings found) {
    if (output.brief()) {
      new TextReport(io.out(), found).brief();
    } else if (!output.quiet()) {
      new TextReport(io.out(), found).full(output.showCerts(), output.status());
    }
  }

  private int failed(Findings found, Failure failure) {
    if (output.json()) {
      io.out().println(JsonReport.of(target, found, failure, output.showCerts()));
    }
    io.out().flush();
    io.err().println(Lines.oneLine(failure.getMessage()));
    return Exit.FAILED;
  }

  private SslContext context(CertificateRequests requests) {
    if (timeout < 1 || timeout > LONGEST_SECONDS) {
      throw wrong("--timeout must be 1 to " + LONGEST_SECONDS + ", not " + timeout);
    }
    SslContext.Builder builder = SslContext.client();
    requests.apply(builder, sessions.inFiles());
    protocol.apply(builder);
    peer.apply(builder);
    log.apply(builder, io);
    if (output.status()) {
      builder.requestStaple(true);
    }
    return builder.build();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static final int LONGEST_SECONDS = 24 * 60 * 60;
}
