package dev.heddle.demo.serve;

import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;
import dev.heddle.demo.common.CertificateFacts;
import dev.heddle.demo.common.CtrlC;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.FileFaults;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.LogOptions;
import dev.heddle.demo.common.MadeUpCertificates;
import dev.heddle.demo.common.OwnCertificateOptions;
import dev.heddle.demo.common.ProtocolOptions;
import dev.heddle.demo.common.Version;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server to try clients against, after the manner of {@code openssl s_server}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    headerHeading = "NAME%n",
    header = "  heddle-demo serve - a TLS server that echoes, or tells about the connection%n",
    synopsisHeading = "SYNOPSIS%n  ",
    abbreviateSynopsis = true,
    descriptionHeading = "%nDESCRIPTION%n",
    description = {
      "Listens, prints where and then a line about each connection, and sends back what it receives;"
          + " with --www it answers HTTP with a page about the connection. Each connection is one"
          + " virtual thread; there are at most 1000 at a time. It ends after --max connections, or"
          + " by Ctrl-C.",
      "",
      "Without --cert it makes up a certificate for localhost, forgotten at the end, and says how to"
          + " connect to it.",
      "",
      "Options may be written with one dash, as those of openssl s_server are.",
    },
    optionListHeading = "%nOPTIONS%n",
    exitCodeListHeading = "%nEXIT STATUS%n",
    exitCodeList = {
      "0:It was ended; what became of single connections does not count",
      "1:It cannot listen, or not accept any more",
      "2:A wrong option, or a file that cannot be used"
    },
    footerHeading = "%nEXAMPLES%n",
    footer = {
      "  heddle-demo serve --www --port 4433",
      "  heddle-demo serve --cert server.pem --key server.key --Verify --cafile clients.pem",
      "  heddle-demo serve --max 1 --tls1_2 --alpn h2,http/1.1",
      "  heddle-demo serve --port 4433 --ticket-keys shared.keys"
    })
public final class ServeCommand implements Callable<Integer> {

  private final Io io;

  @Spec private CommandSpec spec;

  @Option(
      names = {"--port", "--accept"},
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to listen; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at (default: the loopback address, for this machine only)")
  private String bind;

  @Option(
      names = "--www",
      description = "Answer HTTP/1.1 requests with a page about the connection")
  private boolean www;

  @Option(
      names = {"--status-file", "--status_file"},
      paramLabel = "FILE",
      description = "Staple this OCSP response, DER, for clients that ask for one")
  private Path statusFile;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after that many connections (default: go on)")
  private long max;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Limit for each handshake, read and write (default: ${DEFAULT-VALUE})")
  private int timeout;

  @ArgGroup(validate = false, heading = "%nWho we are:%n")
  private OwnCertificateOptions own = new OwnCertificateOptions();

  @ArgGroup(validate = false, heading = "%nWho the clients must be:%n")
  private ClientOptions clients = new ClientOptions();

  @ArgGroup(validate = false, heading = "%nWhat to accept:%n")
  private ProtocolOptions protocol = new ProtocolOptions();

  @ArgGroup(validate = false, heading = "%nWhat clients may resume:%n")
  private ResumptionOptions resumption = new ResumptionOptions();

  @ArgGroup(validate = false, heading = "%nWhat to write down:%n")
  private LogOptions log = new LogOptions();

  /** Who may connect. */
  static final class ClientOptions {

    @Option(
        names = "--verify",
        description = "Ask for a certificate; one that is shown must be good (needs --cafile)")
    private boolean request;

    @Option(names = "--Verify", description = "Demand a good certificate (needs --cafile)")
    private boolean demand;

    @Option(
        names = {"--cafile", "--CAfile"},
        paramLabel = "FILE",
        description = "Trust the clients that the authorities in this PEM file vouch for")
    private Path caFile;

    void apply(SslContext.Builder builder) {
      if ((request || demand) != (caFile != null)) {
        throw new IllegalArgumentException(
            caFile == null
                ? "--verify and --Verify need --cafile"
                : "--cafile needs --verify or --Verify");
      }
      if (demand) {
        builder.verifyPeerFailIfNoPeerCert().trust(Trust.pem(caFile));
      } else if (request) {
        builder.verifyPeer().trust(Trust.pem(caFile));
      }
    }
  }

  public ServeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Credentials credentials;
    MadeUpCertificates madeUp = null;
    SslContext.Builder builder = SslContext.server();
    InetSocketAddress address;
    try {
      checkNumbers();
      credentials = own.load();
      if (credentials == null) {
        madeUp = MadeUpCertificates.make();
        credentials = madeUp.server();
      }
      if (statusFile != null) {
        credentials = credentials.withOcspResponse(status());
      }
      protocol.apply(builder);
      clients.apply(builder);
      resumption.apply(builder);
      log.apply(builder, io);
      address = address();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    SslContext context = builder.credentials(credentials).build();
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(address);
        MadeUpFile authority = MadeUpFile.of(madeUp)) {
      int bound = listener.socket().getLocalPort();
      if (madeUp != null) {
        io.out().println("made up a certificate for localhost, 127.0.0.1 and ::1; to connect:");
        io.out()
            .println(
                "  " + PROGRAM + " connect localhost:" + bound + " --cafile " + authority.path());
      }
      io.out().println("listening on " + address.getAddress().getHostAddress() + " port " + bound);
      io.out().flush();
      serve(context, listener);
    }
    return Exit.OK;
  }

  private void serve(SslContext context, ServerSocketChannel listener)
      throws IOException, InterruptedException {
    Service service = www ? new StatusPage() : new Echo();
    try (Server server =
            new Server(context, listener, service, Duration.ofSeconds(timeout), io.out());
        CtrlC ctrlC = new CtrlC(server::close)) {
      server.run(max);
      if (ctrlC.pressed()) {
        io.out().println("ended");
      }
    }
  }

  private void checkNumbers() {
    range("--port", port, 0, MOST_PORT);
    range("--timeout", timeout, 1, LONGEST_SECONDS);
    range("--max", max, 0, Long.MAX_VALUE);
    if (www && protocol.alpn().stream().anyMatch(name -> !name.startsWith("http/1."))) {
      throw new IllegalArgumentException("--www speaks HTTP/1.1 only, not " + protocol.alpn());
    }
  }

  private byte[] status() {
    try {
      return Files.readAllBytes(statusFile);
    } catch (IOException e) {
      throw FileFaults.about("--status-file: cannot read", statusFile, e);
    }
  }

  static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
  }

  private InetSocketAddress address() {
    try {
      return new InetSocketAddress(
          bind == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(bind), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--bind: there is no address for " + bind, e);
    }
  }

  /** The authority's certificate in a file that is there as long as the server. */
  private record MadeUpFile(Path path) implements AutoCloseable {

    static MadeUpFile of(MadeUpCertificates madeUp) throws IOException {
      if (madeUp == null) {
        return new MadeUpFile(null);
      }
      Path file = Files.createTempFile("heddle-demo-ca-", ".pem");
      return new MadeUpFile(
          Files.writeString(file, CertificateFacts.of(madeUp.authority(), Instant.now()).pem()));
    }

    @Override
    public void close() throws IOException {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** How the program was called, which the launcher knows. */
  private static final String PROGRAM = System.getProperty("heddle.demo.program", "heddle-demo");

  private static final int MOST_PORT = 65535;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;
}
