package dev.heddle.ssl;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.config.AlpnSelectCallback;
import dev.heddle.config.CertVerifyCallback;
import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.Credentials;
import dev.heddle.config.Crls;
import dev.heddle.config.KeyLog;
import dev.heddle.config.MessageCallback;
import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.RevocationCheck;
import dev.heddle.config.ServerCredentialsCallback;
import dev.heddle.config.SessionCache;
import dev.heddle.config.Sessions;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyMode;
import dev.heddle.loop.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;

/**
 * What connections share (SSL_CTX): immutable once built, usable by any number of threads and
 * connections.
 *
 * <p>Unlike OpenSSL, a client verifies its peer unless {@link Builder#insecureVerifyNone()} was
 * called, and refuses to begin without a host name ({@link Ssl#set1Host}) unless {@link
 * Builder#insecureNoHostName()} was.
 */
public final class SslContext {

  /** Which ends a context's connections may be: TLS_method and its dedicated relatives. */
  enum Method {
    ANY,
    CLIENT,
    SERVER;

    /** Whether a connection may be the client's end, or the server's. */
    boolean allows(boolean client) {
      return this == ANY || client == (this == CLIENT);
    }
  }

  private final Method method;
  private final TlsConfig config;
  private final Settings settings;
  private final SessionUse sessionUse;
  private final InfoCallback infoCallback;
  private final boolean quietShutdown;

  private SslContext(Builder builder) {
    method = builder.method;
    config = loaded(builder.built());
    settings = builder.settings.copy();
    sessionUse = builder.sessionUse.copy();
    infoCallback = builder.infoCallback;
    quietShutdown = builder.quietShutdown;
  }

  /**
   * A configuration whose anchors are read, if it will need them: a handshake waits for no file.
   */
  TlsConfig loaded(TlsConfig loading) {
    boolean verifies =
        (method != Method.SERVER && loading.verifyMode(true) != VerifyMode.NONE)
            || (method != Method.CLIENT && loading.verifyMode(false) != VerifyMode.NONE);
    if (verifies) {
      loading.trust().load();
    }
    return loading;
  }

  /** Begins a context for clients only (SSL_CTX_new(TLS_client_method())). */
  public static Builder client() {
    return new Builder(Method.CLIENT, TlsConfig.builder(), SessCacheMode.SERVER);
  }

  /** Begins a context for servers only (SSL_CTX_new(TLS_server_method())). */
  public static Builder server() {
    return new Builder(Method.SERVER, TlsConfig.builder(), SessCacheMode.SERVER);
  }

  /** Begins a context for either end (SSL_CTX_new(TLS_method())). */
  public static Builder any() {
    return new Builder(Method.ANY, TlsConfig.builder(), SessCacheMode.SERVER);
  }

  /**
   * Begins a context for either end from a configuration made elsewhere. It shares the cache and
   * the ticket keys of {@link TlsConfig#sessions}, and both ends use that cache if there is one:
   * {@link SessCacheMode#BOTH}.
   */
  public static Builder from(TlsConfig config) {
    return new Builder(Method.ANY, config.toBuilder(), SessCacheMode.BOTH);
  }

  /** Makes a connection of this context (SSL_new). It has no transport yet. */
  public Ssl newSsl() {
    return new Ssl(this);
  }

  Method method() {
    return method;
  }

  /** The settings that connections of this context start with. */
  public TlsConfig config() {
    return config;
  }

  Settings settings() {
    return settings;
  }

  SessionUse sessionUse() {
    return sessionUse;
  }

  InfoCallback infoCallback() {
    return infoCallback;
  }

  boolean quietShutdown() {
    return quietShutdown;
  }

  /** Collects a context's settings; not for use by several threads. */
  public static final class Builder {
    private final Method method;
    private final TlsConfig.Builder config;
    private final Settings settings = new Settings();
    private final SessionUse sessionUse;
    private UnaryOperator<Sessions> sessionChanges = UnaryOperator.identity();
    private InfoCallback infoCallback;
    private boolean quietShutdown;

    private Builder(Method method, TlsConfig.Builder config, SessCacheMode mode) {
      this.method = method;
      this.config = config;
      this.sessionUse = new SessionUse(mode);
    }

    /** The oldest version to accept (SSL_CTX_set_min_proto_version); TLS 1.2 by default. */
    public Builder minProtoVersion(TlsVersion version) {
      config.minVersion(version);
      return this;
    }

    /** The newest version to accept (SSL_CTX_set_max_proto_version); TLS 1.3 by default. */
    public Builder maxProtoVersion(TlsVersion version) {
      config.maxVersion(version);
      return this;
    }

    /**
     * The TLS 1.2 cipher suites (SSL_CTX_set_cipher_list); {@link
     * dev.heddle.config.CipherSuites#parse12} says how they are written.
     *
     * @throws IllegalArgumentException naming the element that is not known
     */
    public Builder cipherList(String list) {
      config.ciphers(list);
      return this;
    }

    /**
     * The TLS 1.3 cipher suites (SSL_CTX_set_ciphersuites); {@link
     * dev.heddle.config.CipherSuites#parse13} says how they are written.
     *
     * @throws IllegalArgumentException naming the element that is not known
     */
    public Builder ciphersuites(String list) {
      config.suites13(list);
      return this;
    }

    /**
     * The key exchange groups, best first (SSL_CTX_set1_groups_list); {@link
     * dev.heddle.config.Groups#parse} says how they are written.
     *
     * @throws IllegalArgumentException naming the element that is not known
     */
    public Builder groupsList(String list) {
      config.groups(list);
      return this;
    }

    /**
     * The signature algorithms, best first (SSL_CTX_set1_sigalgs_list); {@link
     * dev.heddle.config.SigAlgs#parse} says how they are written.
     *
     * @throws IllegalArgumentException naming the element that is not known
     */
    public Builder sigalgsList(String list) {
      config.signatureSchemes(list);
      return this;
    }

    /**
     * Our certificate chains and keys, the preferred one first (SSL_CTX_use_certificate,
     * SSL_CTX_use_PrivateKey); {@link TlsConfig.Builder#credentials(Credentials...)} says which of
     * them is shown to whom.
     */
    public Builder credentials(Credentials... own) {
      config.credentials(own);
      return this;
    }

    /** Chooses a server's credentials for each client (SSL_CTX_set_cert_cb); null for nobody. */
    public Builder certCallback(ServerCredentialsCallback callback) {
      config.serverCredentialsCallback(callback);
      return this;
    }

    /** Whom to trust (SSL_CTX_load_verify_locations); whom the JDK trusts by default. */
    public Builder trust(Trust anchors) {
      config.trust(anchors);
      return this;
    }

    /**
     * Asks for a key beside trust, see {@link TlsConfig.Builder#pinnedKeys}. libssl leaves that to
     * a callback.
     */
    public Builder pinnedKeys(String... pins) {
      config.pinnedKeys(pins);
      return this;
    }

    /**
     * Verifies the peer (SSL_VERIFY_PEER): a client's default. A server then asks for a certificate
     * and goes on if the client has none.
     */
    public Builder verifyPeer() {
      config.verifyMode(VerifyMode.PEER);
      return this;
    }

    /** Verifies the peer, and it must have a certificate (SSL_VERIFY_FAIL_IF_NO_PEER_CERT). */
    public Builder verifyPeerFailIfNoPeerCert() {
      config.verifyMode(VerifyMode.REQUIRE);
      return this;
    }

    /**
     * Verifies nobody (SSL_VERIFY_NONE): anyone in between can read and change everything. What
     * verification would have said can be read afterwards ({@link Ssl#getVerifyResult}).
     */
    public Builder insecureVerifyNone() {
      config.insecureVerifyNone();
      return this;
    }

    /**
     * Shown each step of the verification; may refuse, but not accept what is wrong
     * (SSL_CTX_set_verify with a callback). Null for nobody.
     */
    public Builder verifyCallback(VerifyCallback callback) {
      config.verifyCallback(callback);
      return this;
    }

    /**
     * Shown each step of the verification, with the last word: what the callback answers true for
     * counts as good (SSL_CTX_set_verify with a callback that returns 1). Null for nobody.
     */
    public Builder insecureOverrule(VerifyCallback callback) {
      config.insecureOverrule(callback);
      return this;
    }

    /**
     * Judges the peer's certificates in place of all checks (SSL_CTX_set_cert_verify_callback): who
     * accepts too much lets anybody in between read and change everything. Null for nobody.
     */
    public Builder insecureCertVerifyCallback(CertVerifyCallback callback) {
      config.insecureCertVerifyCallback(callback);
      return this;
    }

    /**
     * Whether a client asks for an OCSP staple (SSL_CTX_set_tlsext_status_type), which it then
     * checks; a client that verifies does by default.
     */
    public Builder requestStaple(boolean request) {
      config.requestStaple(request);
      return this;
    }

    /** Whether a client refuses a server that staples no good OCSP response; false by default. */
    public Builder requireStaple(boolean require) {
      config.requireStaple(require);
      return this;
    }

    /**
     * The lists of revoked certificates (X509_STORE_add_crl), and which certificates they must
     * cover (X509_V_FLAG_CRL_CHECK, X509_V_FLAG_CRL_CHECK_ALL).
     */
    public Builder crls(Crls lists, RevocationCheck check) {
      config.crls(lists, check);
      return this;
    }

    /** Accepts any host's certificate, as long as the chain is good. */
    public Builder insecureNoHostName() {
      config.insecureNoHostName();
      return this;
    }

    /** How many intermediates a chain may have (SSL_CTX_set_verify_depth). */
    public Builder verifyDepth(int intermediates) {
      config.verifyDepth(intermediates);
      return this;
    }

    /** The CA names a server sends when it asks for a certificate (SSL_CTX_set_client_CA_list). */
    public Builder clientCaList(Collection<X500Principal> names) {
      config.clientCaNames(names);
      return this;
    }

    /** Application protocols: what a client offers, what a server accepts, best first. */
    public Builder alpnProtos(String... protocols) {
      config.alpnProtocols(protocols);
      return this;
    }

    /**
     * Chooses a server's application protocol in place of {@link #alpnProtos}
     * (SSL_CTX_set_alpn_select_cb). Null for nobody.
     */
    public Builder alpnSelectCallback(AlpnSelectCallback callback) {
      config.alpnSelectCallback(callback);
      return this;
    }

    /**
     * Whether to fail when no application protocol is common, or to go on without one; by default a
     * server fails and a client goes on.
     */
    public Builder alpnMismatchFatal(boolean fatal) {
      config.alpnMismatchFatal(fatal);
      return this;
    }

    /** Sees every ClientHello first (SSL_CTX_set_client_hello_cb). */
    public Builder clientHelloCallback(ClientHelloCallback callback) {
      config.clientHelloCallback(callback);
      return this;
    }

    /** Chooses a client's certificate when one is asked for (SSL_CTX_set_client_cert_cb). */
    public Builder clientCertCallback(ClientCertificateCallback callback) {
      config.clientCertificateCallback(callback);
      return this;
    }

    /**
     * Changes settings that have no call of their own here.
     *
     * @param change given the builder of the configuration that all connections will have
     */
    public Builder configure(Consumer<TlsConfig.Builder> change) {
      change.accept(config);
      return this;
    }

    /**
     * Which ends keep sessions in the cache (SSL_CTX_set_session_cache_mode): {@link
     * SessCacheMode#SERVER} by default, as in OpenSSL.
     */
    public Builder sessCacheMode(SessCacheMode mode) {
      sessionUse.cacheMode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Keeps sessions in this cache (SSL_CTX_sess_set_new_cb, SSL_CTX_sess_set_get_cb and
     * SSL_CTX_sess_set_remove_cb together), at those ends that {@link #sessCacheMode} says; null
     * for none. By default a context has one of its own, in memory.
     */
    public Builder sessCache(SessionCache cache) {
      return sessions(s -> s.withCache(cache));
    }

    /**
     * How long after its full handshake a session can be resumed (SSL_CTX_set_timeout); two hours
     * by default.
     *
     * @throws IllegalArgumentException if it is not more than 0, and 7 days at most
     */
    public Builder timeout(Duration lifetime) {
      return sessions(s -> s.withLifetime(lifetime));
    }

    /**
     * How many tickets a server issues after a full handshake of TLS 1.3 (SSL_CTX_set_num_tickets);
     * 2 by default.
     *
     * @throws IllegalArgumentException if it is not 0 to 255
     */
    public Builder numTickets(int tickets) {
      return sessions(s -> s.withTickets(tickets));
    }

    /**
     * Whether a server of TLS 1.3 sends its tickets right behind its own Finished where it can, see
     * {@link Sessions#ticketsAtOnce}. Unless told otherwise they follow the client's, as in libssl,
     * which has no setting for it.
     */
    public Builder ticketsAtOnce(boolean on) {
      return sessions(s -> s.withTicketsAtOnce(on));
    }

    /**
     * What a server seals its tickets with (SSL_CTX_set_tlsext_ticket_keys,
     * SSL_CTX_set_tlsext_ticket_key_cb); null for none, which is {@link Option#NO_TICKET}. By
     * default a context has keys of its own, which change each hour.
     */
    public Builder ticketKeys(TicketKeys keys) {
      return sessions(s -> s.withTicketKeys(keys));
    }

    /**
     * Told of each new session (SSL_CTX_sess_set_new_cb), whatever the {@link #sessCacheMode}; null
     * for nobody.
     */
    public Builder sessNewCallback(NewSessionCallback callback) {
      return sessions(s -> s.withCallback(callback));
    }

    private Builder sessions(UnaryOperator<Sessions> change) {
      change.apply(Sessions.none()); // what is out of range is refused here and now
      UnaryOperator<Sessions> earlier = sessionChanges;
      sessionChanges = sessions -> change.apply(earlier.apply(sessions));
      return this;
    }

    /** On top of whatever sessions {@link #configure} or {@link #from} have brought. */
    private TlsConfig built() {
      TlsConfig built = config.build();
      return built.toBuilder().sessions(sessionChanges.apply(built.sessions())).build();
    }

    /**
     * Given the secrets of every connection (SSL_CTX_set_keylog_callback), with which all of it can
     * be read; null for nobody. {@link KeyLog#file} makes one for SSLKEYLOGFILE.
     */
    public Builder keylogCallback(KeyLog log) {
      config.keyLog(log);
      return this;
    }

    /**
     * Shown the messages of every connection's protocol (SSL_CTX_set_msg_callback); null for
     * nobody. {@link dev.heddle.config.MessageTrace} prints them. One connection is given its own
     * by {@link Ssl#configure}.
     */
    public Builder msgCallback(MessageCallback callback) {
      config.messageCallback(callback);
      return this;
    }

    /** Told of handshakes and alerts (SSL_CTX_set_info_callback); null for nobody. */
    public Builder infoCallback(InfoCallback callback) {
      infoCallback = callback;
      return this;
    }

    /** Switches modes on (SSL_CTX_set_mode). */
    public Builder setMode(Mode... modes) {
      Switches.modes(settings, true, modes);
      return this;
    }

    /** Switches modes off (SSL_CTX_clear_mode). */
    public Builder clearMode(Mode... modes) {
      Switches.modes(settings, false, modes);
      return this;
    }

    /** Switches options on (SSL_CTX_set_options). */
    public Builder setOptions(Option... options) {
      Switches.options(settings, sessionUse, true, options);
      return this;
    }

    /** Whether a shutdown says nothing to the peer (SSL_CTX_set_quiet_shutdown). */
    public Builder quietShutdown(boolean quiet) {
      quietShutdown = quiet;
      return this;
    }

    /**
     * Whether connections read ahead (SSL_CTX_set_read_ahead(3)), see {@link Ssl#setReadAhead}; off
     * by default, as in OpenSSL.
     */
    public Builder readAhead(boolean on) {
      settings.readAhead = on;
      return this;
    }

    /** What to do about Nagle's algorithm; nothing by default. */
    public Builder nagle(NaglePolicy policy) {
      settings.nagle = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Makes the context. Reads the trust store, if the peer will be verified and it has not been
     * read yet: a handshake never waits for a file.
     *
     * @throws IllegalArgumentException if settings contradict each other, or the trust store cannot
     *     be read, naming it
     */
    public SslContext build() {
      return new SslContext(this);
    }
  }
}
