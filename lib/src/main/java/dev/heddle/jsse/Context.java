package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.jsse.Parameters.ClientAuth;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** What all connections of an {@code SSLContext} share. Immutable but for its sessions. */
final class Context {

  private final X509KeyManager keyManager;
  private final X509TrustManager trustManager;
  private final Options options;
  private final SystemSettings system;
  private final Configs configs;
  private final Parameters clientDefaults;
  private final Parameters serverDefaults;
  private final BothSessions sessions;

  /** The sessions of both roles, which outlive another {@code init}. */
  record BothSessions(SessionContext client, SessionContext server) {

    static BothSessions of(Options options) {
      return new BothSessions(
          new SessionContext(true, options), new SessionContext(false, options));
    }
  }

  private Context(
      X509KeyManager keyManager,
      X509TrustManager trustManager,
      TlsConfig base,
      TlsVersion best,
      Options options,
      BothSessions sessions) {
    this.keyManager = keyManager;
    this.trustManager = trustManager;
    this.options = options;
    this.system = SystemSettings.of(base, best);
    this.configs = new Configs(base, system, trustManager);
    this.clientDefaults = defaults(true, base);
    this.serverDefaults = defaults(false, base);
    this.sessions = sessions;
  }

  /**
   * A context with the caller's managers.
   *
   * @param keyManager null for no key
   * @param trustManager a {@link HeddleTrustManager} has the library judge by itself; null: nobody
   *     is trusted
   * @param best the highest protocol that clients enable by themselves; null for the usual
   * @throws ConfigException if a property of the system cannot be read
   */
  static Context of(
      X509KeyManager keyManager,
      X509TrustManager trustManager,
      TlsVersion best,
      Options options,
      BothSessions sessions) {
    X509TrustManager judge =
        trustManager == null ? new HeddleTrustManager(Trust.none()) : trustManager;
    TlsConfig.Builder base = TlsConfig.builder().keyLog(options.keyLog()).insecureNoHostName();
    if (keyManager != null) {
      base.clientCertificateCallback(KeyBridge.client(keyManager))
          .serverCredentialsCallback(KeyBridge.server(keyManager));
    }
    if (judge instanceof HeddleTrustManager own) {
      base.trust(own.config().trust())
          .clock(own.config().clock())
          .verifyDepth(own.config().verifyDepth());
    } else {
      base.trust(Trust.none()).insecureCertVerifyCallback(TrustBridge.of(judge));
    }
    return new Context(keyManager, judge, base.build(), best, options, sessions);
  }

  /**
   * A context whose connections are as a configuration says.
   *
   * @throws ConfigException if a property of the system cannot be read
   */
  static Context of(TlsConfig config, Options options) {
    TlsConfig base =
        options.keyLog() == null ? config : config.toBuilder().keyLog(options.keyLog()).build();
    return new Context(
        null,
        new HeddleTrustManager(config.trust()),
        base,
        null,
        options,
        BothSessions.of(options));
  }

  /**
   * A caller of JSSE asks for it; who made a configuration of ours has to say if it is not to be.
   */
  private static boolean identifies(TlsConfig base) {
    return !base.insecureNoHostName()
        && base.hostName().isEmpty()
        && base.verifyMode(true) != VerifyMode.NONE;
  }

  private Parameters defaults(boolean client, TlsConfig base) {
    ClientAuth auth =
        switch (base.verifyMode(false)) {
          case NONE -> ClientAuth.NONE;
          case PEER -> ClientAuth.WANT;
          case REQUIRE -> ClientAuth.NEED;
        };
    return new Parameters(
        system.protocols(client),
        system.suites(client),
        client ? ClientAuth.NONE : auth,
        client && identifies(base) ? "HTTPS" : null,
        null,
        null,
        base.alpnProtocols(),
        system.groups(),
        system.schemes(client),
        system.disabled(),
        true,
        true,
        false);
  }

  /** The extras that its provider was made with. */
  Options options() {
    return options;
  }

  /** Null for no key. */
  X509KeyManager keyManager() {
    return keyManager;
  }

  /** Never null. */
  X509TrustManager trustManager() {
    return trustManager;
  }

  /** The sessions of one role. */
  SessionContext sessions(boolean client) {
    return client ? sessions.client : sessions.server;
  }

  /** What a fresh connection is set to. */
  Parameters defaults(boolean client) {
    return client ? clientDefaults : serverDefaults;
  }

  /** All that can be enabled: the protocols and the suites of what this returns. */
  Parameters supported() {
    return serverDefaults.withRole(
        Names.protocols(),
        system.supportedSuites(),
        null,
        serverDefaults.clientAuth(),
        serverDefaults.endpointIdentification());
  }

  /**
   * What a connection is set to whose role is changed: what was not set goes from the defaults of
   * the one role to those of the other.
   */
  Parameters inRole(Parameters now, boolean client) {
    Parameters before = defaults(!client);
    Parameters after = defaults(client);
    return now.withRole(
        now.protocols() == before.protocols() ? after.protocols() : now.protocols(),
        now.cipherSuites() == before.cipherSuites() ? after.cipherSuites() : now.cipherSuites(),
        now.signatureSchemes() == before.signatureSchemes()
            ? after.signatureSchemes()
            : now.signatureSchemes(),
        now.clientAuth() == before.clientAuth() ? after.clientAuth() : now.clientAuth(),
        Objects.equals(now.endpointIdentification(), before.endpointIdentification())
            ? after.endpointIdentification()
            : now.endpointIdentification());
  }

  /**
   * The configuration for a connection; the same object for equal arguments, as long as it is among
   * those last asked for. The connection itself comes to the callbacks as their attachment.
   *
   * @param host whom a client connects to, as the caller gave it; null if nobody knows
   * @throws SSLException if there is none, such as without a suite that is allowed
   */
  TlsConfig config(boolean client, Parameters parameters, String host) throws SSLException {
    return configs.get(client, parameters, host, sessions(client).sessions());
  }
}
