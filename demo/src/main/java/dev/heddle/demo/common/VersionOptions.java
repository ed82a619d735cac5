package dev.heddle.demo.common;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.ssl.SslContext;
import picocli.CommandLine.Option;

/** Which versions of TLS; both together are the default. */
public class VersionOptions {

  @Option(names = "--tls1_2", description = "TLS 1.2 only (default: 1.2 and 1.3)")
  private boolean tls12;

  @Option(names = "--tls1_3", description = "TLS 1.3 only")
  private boolean tls13;

  /** Applies the versions. */
  public final void versions(SslContext.Builder builder) {
    TlsVersion only = only();
    if (only != null) {
      builder.minProtoVersion(only).maxProtoVersion(only);
    }
  }

  /** Applies the versions. */
  public final void versions(TlsConfig.Builder builder) {
    TlsVersion only = only();
    if (only != null) {
      builder.minVersion(only).maxVersion(only);
    }
  }

  /** The only version; null for both. */
  private TlsVersion only() {
    return tls12 == tls13 ? null : tls12 ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3;
  }
}
