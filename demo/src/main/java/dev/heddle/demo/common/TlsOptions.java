package dev.heddle.demo.common;

import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.SslContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that both commands have. */
public final class TlsOptions {

  @Option(
      names = "--tls",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "This version of TLS only: 1.2 or 1.3 (default: either)")
  public TlsVersion version;

  @Option(
      names = "--cafile",
      paramLabel = "FILE",
      description = "Trust the certificates of this PEM file, not those of the JDK")
  public Path caFile;

  @Option(
      names = "--insecure-verify-none",
      description = "Go on whoever the peer is; anyone may listen and change what is said")
  public boolean insecureVerifyNone;

  /** Applies the version. */
  public void version(SslContext.Builder builder) {
    if (version != null) {
      builder.minProtoVersion(version).maxProtoVersion(version);
    }
  }

  /**
   * Applies all of them to a client.
   *
   * @throws IllegalArgumentException if the file of authorities cannot be used
   */
  public void client(SslContext.Builder builder) {
    version(builder);
    if (caFile != null) {
      builder.trust(Trust.pem(caFile));
    }
    if (insecureVerifyNone) {
      builder.insecureVerifyNone();
    }
  }

  public static final class VersionConverter implements ITypeConverter<TlsVersion> {
    @Override
    public TlsVersion convert(String text) {
      return Arrays.stream(TlsVersion.values())
          .filter(version -> version.openSslName().equals("TLSv" + text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither 1.2 nor 1.3"));
    }
  }

  /** The names of options that only make sense with servers of others, if they are given. */
  public List<String> forOthersOnly() {
    return caFile != null
        ? List.of("--cafile")
        : insecureVerifyNone ? List.of("--insecure-verify-none") : List.of();
  }
}
