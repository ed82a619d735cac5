package dev.heddle.demo.common;

import dev.heddle.config.KeyLog;
import dev.heddle.config.MessageTrace;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is written down of connections, to look into them afterwards. */
public final class LogOptions {

  @Option(
      names = {"--keylog", "--keylogfile"},
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Append the keys of each connection to this file, as Wireshark reads it; whoever has it"
              + " can read all that was said (without FILE: the one that $SSLKEYLOGFILE names)")
  private String keyLog;

  @Option(
      names = "--msg",
      description = "Print each message of the handshake on the standard error, as it passes")
  private boolean messages;

  /**
   * Applies all of them.
   *
   * @throws IllegalArgumentException if there is no such file and none can be made
   */
  public void apply(SslContext.Builder builder, Io io) {
    if (messages) {
      builder.msgCallback(MessageTrace.to(io.err()));
    }
    if (keyLog != null) {
      keys(builder);
    }
  }

  private void keys(SslContext.Builder builder) {
    String file = keyLog.isEmpty() ? System.getenv("SSLKEYLOGFILE") : keyLog;
    if (file == null || file.isEmpty()) {
      throw new IllegalArgumentException("--keylog names no file, and SSLKEYLOGFILE is not set");
    }
    try {
      builder.keylogCallback(KeyLog.file(Path.of(file)));
    } catch (IOException e) {
      throw FileFaults.about("--keylog: cannot write", file, e);
    }
  }
}
