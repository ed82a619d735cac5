package dev.heddle.demo.common;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a client that makes many connections. */
public final class TlsOptions extends VersionOptions {

  @Option(
      names = {"--cafile", "--CAfile"},
      paramLabel = "FILE",
      description = "Trust the certificates of this PEM file, not those of the JDK")
  private Path caFile;

  @Option(
      names = {"--insecure", "--insecure-verify-none"},
      description = "Go on whoever the peer is; anyone may listen and change what is said")
  private boolean insecure;

  /** Whether nobody is verified. */
  public boolean insecure() {
    return insecure;
  }

  /**
   * Applies all of them to a client.
   *
   * @throws IllegalArgumentException if the file of authorities cannot be used
   */
  public void client(TlsConfig.Builder builder) {
    versions(builder);
    if (caFile != null) {
      builder.trust(Trust.pem(caFile));
    }
    if (insecure) {
      builder.insecureVerifyNone();
    }
  }

  /** The names of options that only make sense with servers of others, if they are given. */
  public List<String> forOthersOnly() {
    return caFile != null ? List.of("--cafile") : insecure ? List.of("--insecure") : List.of();
  }
}
