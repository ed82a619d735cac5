package dev.heddle.demo.connect;

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
