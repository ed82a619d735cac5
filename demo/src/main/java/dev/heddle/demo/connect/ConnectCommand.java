package dev.heddle.demo.connect;

import dev.heddle.config.Credentials;
import dev.heddle.demo.common.Dial;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.Resolver;
import dev.heddle.demo.common.Target;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.demo.common.Version;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    description = {
      "Connects, prints what was agreed on and who the peer is, then sends it the standard input"
          + " and prints what it answers. The end of the input is passed on (close_notify); the"
          + " answer may go on after it.",
      ""
    },
    footer = {
      "",
      "Exit code: 0 when the peer has ended in an orderly way, 1 on a failure, 2 wrong input.",
      "",
      "Examples:",
      "  heddle-demo connect example.com:443 --alpn h2,http/1.1",
      "  heddle-demo connect [::1]:8443 --cafile ca.pem --verify-host localhost",
      "  heddle-demo connect db.example:6697 --cert me.pem --key me.key --tls 1.2"
    })
public final class ConnectCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Mixin private TlsOptions tls;

  @Parameters(paramLabel = "HOST:PORT", description = "The server; an IPv6 address in brackets")
  private String target;

  @Option(
      names = "--servername",
      paramLabel = "NAME",
      description = "Ask for this name (SNI; default: the one that is verified)")
  private String serverName;

  @Option(
      names = "--verify-host",
      paramLabel = "NAME",
      description = "The name the certificate must be for (default: HOST)")
  private String verifyHost;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Our certificate and its chain, PEM, for a server that asks for one")
  private Path cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The key to it, PEM, not encrypted (default: in the file of --cert)")
  private Path key;

  @Option(
      names = "--alpn",
      paramLabel = "NAME",
      split = ",",
      description = "Application protocols to offer, best first, separated by commas")
  private List<String> alpn = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Limit for each part: look-up, connect, handshake (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Option(names = "--brief", description = "Print one line about the connection")
  private boolean brief;

  @Option(names = "--quiet", description = "Print only what the peer sends")
  private boolean quiet;

  public ConnectCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    Target where;
    SslContext context;
    try {
      where = Target.parse(target);
      context = context();
      // Refuses a bad name before anything is sent.
      try (Ssl trial = context.newSsl()) {
        name(trial, where);
      }
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    Duration limit = Duration.ofSeconds(timeout);
    try (Resolver resolver = new Resolver(limit);
        Ssl ssl = context.newSsl()) {
      var bio = Dial.open(where, resolver, limit);
      ssl.setBio(bio, bio);
      name(ssl, where);
      Failure.limited(ssl, limit, "handshake", ssl::connect);
      if (!quiet) {
        new Facts(ssl, !tls.insecureVerifyNone).print(io.out(), brief);
      }
      new Talk(ssl, io).run();
      return Exit.OK;
    } catch (Failure e) {
      io.out().flush();
      io.err().println(Lines.oneLine(e.getMessage()));
      return Exit.FAILED;
    }
  }

  private SslContext context() {
    if (timeout < 1 || timeout > LONGEST_SECONDS) {
      throw wrong("--timeout must be 1 to " + LONGEST_SECONDS + ", not " + timeout);
    }
    if (key != null && cert == null) {
      throw wrong("--key needs --cert");
    }
    SslContext.Builder builder = SslContext.client();
    tls.client(builder);
    if (cert != null) {
      builder.credentials(Credentials.pem(cert, key == null ? cert : key));
    }
    if (!alpn.isEmpty()) {
      builder.alpnProtos(alpn.toArray(String[]::new));
    }
    return builder.build();
  }

  private void name(Ssl ssl, Target where) {
    ssl.set1Host(verifyHost == null ? where.host() : verifyHost);
    if (serverName != null) {
      ssl.setTlsextHostName(serverName);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static final int LONGEST_SECONDS = 24 * 60 * 60;
}
