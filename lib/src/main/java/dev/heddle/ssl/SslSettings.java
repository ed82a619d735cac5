package dev.heddle.ssl;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.TlsConfig;
import dev.heddle.loop.Settings;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What can be set on a connection before its handshake, and how its calls behave: the part of
 * {@link Ssl} that does no I/O. What is not set here is the context's.
 */
abstract sealed class SslSettings extends SslFacts permits Ssl {

  final SslContext context;
  final Settings settings;
  final SessionUse sessionUse;
  TlsConfig config;

  SslSettings(SslContext context) {
    this.context = context;
    config = context.config();
    settings = context.settings().copy();
    sessionUse = context.sessionUse().copy();
  }

  /**
   * What is set too late would be passed over in silence, the name to check included.
   *
   * @throws IllegalStateException if a handshake has begun
   */
  abstract void requireNotBegun();

  /** The context this connection was made of (SSL_get_SSL_CTX(3)). */
  public SslContext getSslContext() {
    return context;
  }

  /**
   * The name the peer's certificate must be for (SSL_set1_host(3)): a DNS name or an IP address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public void set1Host(String name) {
    requireNotBegun();
    config = context.loaded(config.withHostName(name));
  }

  /**
   * The name to ask for (SSL_set_tlsext_host_name): server_name, RFC 6066 section 3.
   *
   * @throws IllegalArgumentException if it is not a DNS name
   */
  public void setTlsextHostName(String name) {
    configure(c -> c.serverName(name));
  }

  /** The application protocols of this connection (SSL_set_alpn_protos). */
  public void setAlpnProtos(String... protocols) {
    configure(c -> c.alpnProtocols(protocols));
  }

  /**
   * Changes settings of this connection alone, before its handshake: what SSL_set_verify(3),
   * SSL_set_cipher_list(3) and their relatives do. For example {@code ssl.configure(c ->
   * c.ciphers("ECDHE+AESGCM").verifyDepth(1))}.
   *
   * @param change given a builder with the settings so far
   * @throws dev.heddle.config.ConfigException if the settings contradict each other, or the trust
   *     store cannot be read; nothing is changed then
   */
  public void configure(Consumer<TlsConfig.Builder> change) {
    requireNotBegun();
    TlsConfig.Builder builder = config.toBuilder();
    change.accept(builder);
    config = context.loaded(builder.build());
  }

  /** Switches modes on (SSL_set_mode(3)). */
  public void setMode(Mode... modes) {
    Switches.modes(settings, true, modes);
  }

  /** Switches modes off (SSL_clear_mode(3)). */
  public void clearMode(Mode... modes) {
    Switches.modes(settings, false, modes);
  }

  /** The modes that are on (SSL_get_mode(3)); a copy. */
  public Set<Mode> getMode() {
    return Switches.modes(settings);
  }

  /** Switches options on (SSL_set_options(3)). */
  public void setOptions(Option... options) {
    Switches.options(settings, sessionUse, true, options);
  }

  /** Switches options off (SSL_clear_options(3)). */
  public void clearOptions(Option... options) {
    Switches.options(settings, sessionUse, false, options);
  }

  /** The options that are on (SSL_get_options(3)); a copy. */
  public Set<Option> getOptions() {
    return Switches.options(settings, sessionUse);
  }

  /**
   * Whether to read ahead (SSL_set_read_ahead(3)): once a record has begun to come, all that has
   * come is taken, records after it included. Fewer calls of the transport; but what follows TLS on
   * it, after close_notify, may have been taken too, so not for a transport that is handed back.
   * {@link Ssl#hasPending} tells of what was taken and not processed.
   */
  public void setReadAhead(boolean on) {
    settings.readAhead = on;
  }

  /** Whether it reads ahead (SSL_get_read_ahead(3)). */
  public boolean getReadAhead() {
    return settings.readAhead;
  }

  /**
   * What callbacks of the configuration are told to know this connection by (SSL_set_app_data(3)):
   * their {@code attachment}. Of effect before the handshake begins.
   *
   * @param data any object, which the connection keeps; null for nothing
   */
  public void setAppData(Object data) {
    settings.attachment = data;
  }

  /** What was set (SSL_get_app_data(3)); null for nothing. */
  public Object getAppData() {
    return settings.attachment;
  }

  /** What to do about Nagle's algorithm on this connection. */
  public void setNagle(NaglePolicy policy) {
    settings.nagle = Objects.requireNonNull(policy, "policy");
  }
}
