package dev.heddle.demo.connect;

import dev.heddle.config.Crls;
import dev.heddle.config.HostName;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.Trust;
import dev.heddle.fanout.Target;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Who the server must be: its name, and whom to believe it. */
final class PeerOptions {

  @Option(
      names = "--servername",
      paramLabel = "NAME",
      description = "Ask for this name, SNI (default: the one that is verified)")
  private String serverName;

  @Option(names = "--noservername", description = "Ask for no name")
  private boolean noServerName;

  @Option(
      names = {"--verify-host", "--verify_hostname"},
      paramLabel = "NAME",
      description = "The name or address the certificate must be for (default: HOST)")
  private String verifyHost;

  @Option(
      names = {"--cafile", "--CAfile"},
      paramLabel = "FILE",
      description = "Trust the certificates of this PEM file, not those of the JDK")
  private Path caFile;

  @Option(
      names = {"--capath", "--CApath"},
      paramLabel = "DIR",
      description = "Trust the certificates in the files of this directory")
  private Path caPath;

  @Option(
      names = {"--pin", "--pinnedpubkey"},
      paramLabel = "PIN",
      description =
          "Demand that one of the certificates has this key, too: @|italic sha256/BASE64|@, as"
              + " printed; more than one may be given, and any will do")
  private List<String> pins = new ArrayList<>();

  @Option(
      names = {"--crl-file", "--CRL"},
      paramLabel = "FILE",
      description =
          "Refuse what this list revokes, PEM or DER, and a server's certificate that none of the"
              + " lists given covers; more than one may be given")
  private List<Path> crlFiles = new ArrayList<>();

  @Option(names = "--crl-check-all", description = "Demand lists for the authorities between, too")
  private boolean crlCheckAll;

  @Option(
      names = {"--insecure", "--insecure-verify-none"},
      description =
          "Go on whoever the peer is; anyone may listen and change what is said. What the check"
              + " found is printed all the same")
  private boolean insecure;

  boolean insecure() {
    return insecure;
  }

  /**
   * Applies whom to trust.
   *
   * @throws IllegalArgumentException saying which option or file is wrong
   */
  void apply(SslContext.Builder builder) {
    if (noServerName && serverName != null) {
      throw new IllegalArgumentException("--servername and --noservername exclude each other");
    }
    Trust file = caFile == null ? null : Trust.pem(caFile);
    Trust directory = caPath == null ? null : Trust.directory(caPath);
    if (file != null || directory != null) {
      builder.trust(file == null ? directory : directory == null ? file : file.and(directory));
    }
    builder.pinnedKeys(pins.toArray(String[]::new));
    if (crlCheckAll && crlFiles.isEmpty()) {
      throw new IllegalArgumentException("--crl-check-all needs --crl-file");
    }
    if (!crlFiles.isEmpty()) {
      builder.crls(
          Crls.files(crlFiles.toArray(Path[]::new)),
          crlCheckAll ? RevocationCheck.ALL : RevocationCheck.LEAF);
    }
    if (insecure) {
      builder.insecureVerifyNone();
    }
  }

  /** Names the server for one connection. */
  void name(Ssl ssl, Target where) {
    String verified = verifyHost == null ? where.host() : verifyHost;
    ssl.set1Host(verified);
    if (serverName != null) {
      ssl.setTlsextHostName(serverName);
    } else if (!noServerName && !HostName.of(verified).isIp()) {
      ssl.setTlsextHostName(verified);
    }
  }
}
