package dev.heddle.demo.connect;

import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is printed of a connection. */
final class OutputOptions {

  @Option(names = "--showcerts", description = "Print the certificates whole, in PEM")
  private boolean showCerts;

  @Option(
      names = "--status",
      description = "Ask for an OCSP staple even with --insecure, and say if there was none")
  private boolean status;

  @Option(
      names = "--json",
      description =
          "Print one JSON object and end; the standard input is not read. A failure is in it, too")
  private boolean json;

  @Option(names = "--brief", description = "Print one line about the connection")
  private boolean brief;

  @Option(names = "--quiet", description = "Print only what the peer sends")
  private boolean quiet;

  /**
   * Finds out whether they go together.
   *
   * @throws IllegalArgumentException if more than one form of output is asked for
   */
  void check() {
    if (Stream.of(json, brief, quiet).filter(form -> form).count() > 1) {
      throw new IllegalArgumentException("--json, --brief and --quiet exclude each other");
    }
  }

  boolean showCerts() {
    return showCerts;
  }

  boolean status() {
    return status;
  }

  boolean json() {
    return json;
  }

  boolean brief() {
    return brief;
  }

  boolean quiet() {
    return quiet;
  }
}
