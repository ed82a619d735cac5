package dev.heddle.net;

import dev.heddle.config.HostName;
import dev.heddle.config.TlsConfig;

/** A configuration as it is for one host. */
final class ForHost {

  /**
   * The configuration with the host as the name to verify and to ask for, unless it has its own.
   */
  static TlsConfig of(TlsConfig config, String host) {
    if (config.hostName().isPresent()) {
      return config;
    }
    if (!config.insecureNoHostName()) {
      return config.withHostName(host);
    }
    return config.serverName().isPresent() || HostName.of(host).isIp()
        ? config
        : config.toBuilder().serverName(host).build();
  }

  private ForHost() {}
}
