package dev.heddle.config;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * All that a connection is to be, for either end: {@code SSL_CTX_new(3)} and what is set on it.
 * Immutable, safe for use by several threads, made to be shared by any number of connections.
 *
 * <p>The defaults are safe. What is not is reached only by a method whose name says {@code
 * insecure}, or by naming a suite in full. OpenSSL's default is not to verify; here a client
 * verifies.
 */
public final class TlsConfig extends PeerRules {

  private final Set<TlsVersion> versions;
  private final List<CipherSuite> cipherSuites;
  private final TrustDigest trustDigest;
  private final HostConfigs byHost;

  private TlsConfig(Settings settings) {
    super(settings);
    versions = Versions.range(settings.minVersion, settings.maxVersion);
    cipherSuites = Stream.concat(settings.suites13.stream(), settings.suites12.stream()).toList();
    trustDigest = new TrustDigest(this);
    byHost = new HostConfigs();
  }

  /** One that differs from another in its host name alone. */
  private TlsConfig(TlsConfig other, HostName name) {
    super(other.settings.copy());
    settings.hostName = name;
    versions = other.versions;
    cipherSuites = other.cipherSuites;
    trustDigest = new TrustDigest(this);
    byHost = other.byHost;
  }

  /** One that differs from another in its sessions alone, which no trust depends on. */
  private TlsConfig(TlsConfig other, Sessions sessions) {
    super(other.settings.copy());
    settings.sessions = sessions;
    versions = other.versions;
    cipherSuites = other.cipherSuites;
    trustDigest = other.trustDigest;
    byHost = new HostConfigs();
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder(new Settings());
  }

  /** A builder that starts from this configuration. */
  public Builder toBuilder() {
    return new Builder(settings.copy());
  }

  /**
   * This configuration with another {@link #hostName}, and with the {@link #serverName} that
   * follows from it unless one was set: what {@link Builder#hostName(String)} makes, but cheaper
   * for a name that was asked for lately. For a program that connects to one host many times.
   *
   * @param name a DNS name or an IP address, see {@link HostName#of}
   * @throws ConfigException if it is neither
   */
  public TlsConfig withHostName(String name) {
    Objects.requireNonNull(name, "name");
    return byHost.get(name, each -> new TlsConfig(this, HostName.of(each)));
  }

  /** This configuration with other {@link #sessions}: what {@link Builder#sessions} makes. */
  public TlsConfig withSessions(Sessions other) {
    return new TlsConfig(this, Objects.requireNonNull(other, "other"));
  }

  /** The enabled versions, ascending; never empty. Default TLS 1.2 and 1.3. */
  public Set<TlsVersion> versions() {
    return versions;
  }

  /**
   * The enabled suites, the preferred one first: those of TLS 1.3, then those of TLS 1.2. There is
   * one at least for some enabled version. Default {@link CipherSuite#defaults}.
   */
  public List<CipherSuite> cipherSuites() {
    return cipherSuites;
  }

  /** The groups for key exchange, the preferred one first; never empty. */
  public List<NamedGroup> groups() {
    return settings.groups;
  }

  /** The signature schemes accepted and used, the preferred one first; never empty. */
  public List<SignatureScheme> signatureSchemes() {
    return settings.signatureSchemes;
  }

  /**
   * Whether a server chooses by its own order of suites and groups ({@code
   * SSL_OP_CIPHER_SERVER_PREFERENCE}) and not by the client's. Default false, as in OpenSSL.
   */
  public boolean preferServerOrder() {
    return settings.preferServerOrder;
  }

  /** The keys and chains of this end, the preferred one first; may be empty. */
  public List<Credentials> credentials() {
    return settings.credentials;
  }

  /** Asked by a server which credentials are for a client. */
  public Optional<ServerCredentialsCallback> serverCredentialsCallback() {
    return Optional.ofNullable(settings.serverCredentialsCallback);
  }

  /** Asked by a client without {@link #credentials} when the server wants a certificate. */
  public Optional<ClientCertificateCallback> clientCertificateCallback() {
    return Optional.ofNullable(settings.clientCertificateCallback);
  }

  /**
   * The authorities a server names in its CertificateRequest: {@code
   * SSL_CTX_set_client_CA_list(3)}. Default none, which lets a client send any certificate.
   */
  public List<X500Principal> clientCaNames() {
    return settings.clientCaNames;
  }

  /**
   * The name a client sends as SNI (RFC 6066 section 3), in lower case and without trailing dot.
   * Default the {@link #hostName} if that is a DNS name; an IP address is never sent.
   */
  public Optional<String> serverName() {
    return settings.serverName();
  }

  /** Protocols for ALPN (RFC 7301), the preferred one first, one char a byte; may be empty. */
  public List<String> alpnProtocols() {
    return settings.alpnProtocols;
  }

  /**
   * Whether it ends the handshake when ALPN finds nothing. With a server: the client offers
   * protocols and none is ours; true answers no_application_protocol, false goes on without. With a
   * client: we offer protocols and the server selects none. Where nothing was set: true for a
   * server (RFC 7301 section 3.2), false for a client, since many a server does not know the
   * extension.
   *
   * @param client whether this end is the client
   */
  public boolean alpnMismatchFatal(boolean client) {
    return settings.alpnMismatchFatal != null ? settings.alpnMismatchFatal : !client;
  }

  /** Chooses a server's application protocol, in place of {@link #alpnProtocols}. */
  public Optional<AlpnSelectCallback> alpnSelectCallback() {
    return Optional.ofNullable(settings.alpnSelectCallback);
  }

  /** Asked by a server about each ClientHello. */
  public Optional<ClientHelloCallback> clientHelloCallback() {
    return Optional.ofNullable(settings.clientHelloCallback);
  }

  /** Who is given the secrets, {@code SSL_CTX_set_keylog_callback(3)}. Default nobody. */
  public Optional<KeyLog> keyLog() {
    return Optional.ofNullable(settings.keyLog);
  }

  /** Who is shown the protocol's messages, {@code SSL_CTX_set_msg_callback(3)}. Default nobody. */
  public Optional<MessageCallback> messageCallback() {
    return Optional.ofNullable(settings.messageCallback);
  }

  /** How sessions are resumed. Default {@link Sessions#create}. */
  public Sessions sessions() {
    return settings.sessions;
  }

  /** The session that a client is to resume, before those of the cache. Default none. */
  public Optional<Session> session() {
    return Optional.ofNullable(settings.session);
  }

  /**
   * A digest of all settings that make a peer trustworthy: a session is resumed only under the same
   * ones, 32 bytes. Equal settings give equal bytes in every process, but for callbacks, of which
   * each object is its own. Loads {@link #trust} if that has not been done, unless a server asks
   * for no certificate.
   *
   * @param client whether this end is the client
   * @throws ConfigException if the trust anchors cannot be read
   */
  public byte[] trustDigest(boolean client) {
    return trustDigest.of(client);
  }

  /** The time for validity dates and ticket ages. Default the system's clock. */
  public InstantSource clock() {
    return settings.clock;
  }

  /** What a reader of a log wants; no key material. */
  @Override
  public String toString() {
    return "TlsConfig[versions=" + versions + ", " + settings + "]";
  }

  /**
   * Collects the settings; not safe for use by several threads. Each method returns this builder.
   */
  public static final class Builder {

    private final Settings settings;

    private Builder(Settings settings) {
      this.settings = settings;
    }

    /** The lowest version: {@code SSL_CTX_set_min_proto_version(3)}. */
    public Builder minVersion(TlsVersion version) {
      settings.minVersion = Objects.requireNonNull(version, "version");
      return this;
    }

    /** The highest version: {@code SSL_CTX_set_max_proto_version(3)}. */
    public Builder maxVersion(TlsVersion version) {
      settings.maxVersion = Objects.requireNonNull(version, "version");
      return this;
    }

    /**
     * Exactly these suites, of both versions, the preferred one first within each version.
     *
     * @throws ConfigException if the list is empty
     */
    public Builder cipherSuites(List<CipherSuite> suites) {
      List<CipherSuite> distinct = Values.distinct(suites, "cipher suites");
      settings.suites13 = CipherSuites.only(TlsVersion.TLS_1_3, distinct);
      settings.suites12 = CipherSuites.only(TlsVersion.TLS_1_2, distinct);
      return this;
    }

    /** The suites of TLS 1.2 by a list of {@link CipherSuites#parse12}; leaves those of 1.3. */
    public Builder ciphers(String list) {
      settings.suites12 = CipherSuites.parse12(list);
      return this;
    }

    /** The suites of TLS 1.3 by a list of {@link CipherSuites#parse13}; leaves those of 1.2. */
    public Builder suites13(String list) {
      settings.suites13 = CipherSuites.parse13(list);
      return this;
    }

    /** The groups, the preferred one first. */
    public Builder groups(List<NamedGroup> list) {
      settings.groups = Values.distinct(list, "groups");
      return this;
    }

    /** The groups by a list of {@link Groups#parse}. */
    public Builder groups(String list) {
      return groups(Groups.parse(list));
    }

    /** The signature schemes, the preferred one first. */
    public Builder signatureSchemes(List<SignatureScheme> list) {
      settings.signatureSchemes = Values.distinct(list, "signature schemes");
      return this;
    }

    /** The signature schemes by a list of {@link SigAlgs#parse}. */
    public Builder signatureSchemes(String list) {
      return signatureSchemes(SigAlgs.parse(list));
    }

    /** See {@link TlsConfig#preferServerOrder}. */
    public Builder preferServerOrder(boolean prefer) {
      settings.preferServerOrder = prefer;
      return this;
    }

    /**
     * The keys and chains of this end, the preferred one first, in place of those set before; none
     * for none. A server shows what fits the client and the name it asks for (SNI), else the first;
     * a client what fits the server and the issuers it names. docs/credentials.md has the rules.
     */
    public Builder credentials(Credentials... own) {
      return credentials(List.of(own));
    }

    /** As {@link #credentials(Credentials...)}. */
    public Builder credentials(List<Credentials> own) {
      settings.credentials = List.copyOf(own);
      return this;
    }

    /** Who chooses a server's credentials for each client; null for nobody. */
    public Builder serverCredentialsCallback(ServerCredentialsCallback callback) {
      settings.serverCredentialsCallback = callback;
      return this;
    }

    /** Who chooses a client's credentials; null for nobody. */
    public Builder clientCertificateCallback(ClientCertificateCallback callback) {
      settings.clientCertificateCallback = callback;
      return this;
    }

    /** Who is trusted, in place of the system's anchors. */
    public Builder trust(Trust anchors) {
      settings.trust = Objects.requireNonNull(anchors, "anchors");
      return this;
    }

    /**
     * Asks for one of these keys in the path from the leaf to the anchor, beside trust ({@link
     * Trust#pins} is trust in keys alone). A peer without is refused with {@link
     * X509V#APPLICATION_VERIFICATION}.
     *
     * @param pins in place of those set before; none asks for none
     * @throws ConfigException naming the pin that {@link KeyPin#parse} cannot read
     */
    public Builder pinnedKeys(String... pins) {
      settings.pinnedKeys = Values.pins(pins);
      return this;
    }

    /**
     * What is asked of the peer's certificate.
     *
     * @param mode {@link VerifyMode#PEER} or {@link VerifyMode#REQUIRE}
     * @throws ConfigException for {@link VerifyMode#NONE}, which is {@link #insecureVerifyNone}; a
     *     server that was set nothing asks for no certificate
     */
    public Builder verifyMode(VerifyMode mode) {
      if (Objects.requireNonNull(mode, "mode") == VerifyMode.NONE) {
        throw new ConfigException(
            "not to verify the peer must be said by insecureVerifyNone(); a server asks for no"
                + " certificate unless it is told to");
      }
      settings.verifyMode = mode;
      return this;
    }

    /**
     * Does not verify the peer: anybody in between can read and change everything. The chain is
     * still checked and its result can be read.
     */
    public Builder insecureVerifyNone() {
      settings.verifyMode = VerifyMode.NONE;
      return this;
    }

    /**
     * Who is shown each step of checking the peer's chain: the callback of {@code
     * SSL_CTX_set_verify(3)}. It may refuse what is good, but not accept what is not. Whether its
     * word counts depends on {@link TlsConfig#verifyMode}, like that of all other checks.
     *
     * @param callback null for nobody
     */
    public Builder verifyCallback(VerifyCallback callback) {
      settings.verifyCallback = callback;
      settings.overrules = false;
      return this;
    }

    /**
     * As {@link #verifyCallback}, and a fault for which the callback answers true does not end the
     * handshake: who overrules too much lets anybody in between read and change everything. The
     * fault can be read afterwards as the result of the verification.
     *
     * @param callback null for nobody
     */
    public Builder insecureOverrule(VerifyCallback callback) {
      settings.verifyCallback = callback;
      settings.overrules = callback != null;
      return this;
    }

    /**
     * Who judges the peer's certificates in place of this library: {@code
     * SSL_CTX_set_cert_verify_callback(3)}. Nothing of what is set here about trust, names, dates
     * or revocation is looked at then; a client still needs a {@link #hostName} or {@link
     * #insecureNoHostName}. Not asked with {@link #insecureVerifyNone}.
     *
     * @param callback null for nobody: the library judges
     */
    public Builder insecureCertVerifyCallback(CertVerifyCallback callback) {
      settings.certVerifyCallback = callback;
      return this;
    }

    /** See {@link TlsConfig#requestStaple}. */
    public Builder requestStaple(boolean request) {
      settings.requestStaple = request;
      return this;
    }

    /** See {@link TlsConfig#requireStaple}; what is required is also requested. */
    public Builder requireStaple(boolean require) {
      settings.requireStaple = require;
      return this;
    }

    /**
     * Refuses certificates that these lists have as revoked, of servers and of clients, and those
     * for which there is no list: {@code X509_STORE_add_crl(3)} and {@code
     * X509_VERIFY_PARAM_set_flags(3)}.
     *
     * @param lists in place of those given before
     * @param check which certificates they are for
     */
    public Builder crls(Crls lists, RevocationCheck check) {
      settings.crls = Objects.requireNonNull(lists, "lists");
      settings.revocationCheck = Objects.requireNonNull(check, "check");
      return this;
    }

    /**
     * The name a client checks the server's certificate against, and sends as SNI unless {@link
     * #serverName} says otherwise: {@code SSL_set1_host(3)}.
     *
     * @param name a DNS name or an IP address, see {@link HostName#of}
     * @throws ConfigException if it is neither
     */
    public Builder hostName(String name) {
      return hostName(HostName.of(name));
    }

    /** As {@link #hostName(String)}. */
    public Builder hostName(HostName name) {
      settings.hostName = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Lets a verifying client go without a name: any server with any certificate of a trusted
     * authority passes. A name that is set is checked all the same.
     */
    public Builder insecureNoHostName() {
      settings.insecureNoHostName = true;
      return this;
    }

    /** See {@link TlsConfig#strictPaths}. */
    public Builder strictPaths(boolean strict) {
      settings.strictPaths = strict;
      return this;
    }

    /**
     * See {@link TlsConfig#verifyDepth}.
     *
     * @throws ConfigException below 0
     */
    public Builder verifyDepth(int intermediates) {
      settings.verifyDepth = Values.atLeast(0, intermediates, "verifyDepth");
      return this;
    }

    /** See {@link TlsConfig#clientCaNames}. */
    public Builder clientCaNames(Collection<X500Principal> names) {
      settings.clientCaNames = List.copyOf(names);
      return this;
    }

    /**
     * The name a client sends as SNI, if it is not to be the host name.
     *
     * @param name a DNS name; null for the host name, the empty string for none at all
     * @throws ConfigException if it is an IP address, which SNI cannot carry, or no name
     */
    public Builder serverName(String name) {
      settings.serverName = Values.serverName(name);
      return this;
    }

    /**
     * The protocols for ALPN, the preferred one first: {@code SSL_CTX_set_alpn_protos(3)}.
     *
     * @param protocols each of 1 to 255 bytes, one char a byte; empty for no ALPN
     * @throws ConfigException naming the protocol that is not
     */
    public Builder alpnProtocols(List<String> protocols) {
      settings.alpnProtocols = Values.alpnProtocols(protocols);
      return this;
    }

    /** As {@link #alpnProtocols(List)}. */
    public Builder alpnProtocols(String... protocols) {
      return alpnProtocols(List.of(protocols));
    }

    /** See {@link TlsConfig#alpnMismatchFatal}. */
    public Builder alpnMismatchFatal(boolean fatal) {
      settings.alpnMismatchFatal = fatal;
      return this;
    }

    /** See {@link TlsConfig#alpnSelectCallback}. */
    public Builder alpnSelectCallback(AlpnSelectCallback callback) {
      settings.alpnSelectCallback = callback;
      return this;
    }

    /** Who is asked about each ClientHello; null for nobody. */
    public Builder clientHelloCallback(ClientHelloCallback callback) {
      settings.clientHelloCallback = callback;
      return this;
    }

    /** See {@link TlsConfig#keyLog}; null for nobody. */
    public Builder keyLog(KeyLog log) {
      settings.keyLog = log;
      return this;
    }

    /** See {@link TlsConfig#messageCallback}; null for nobody. */
    public Builder messageCallback(MessageCallback callback) {
      settings.messageCallback = callback;
      return this;
    }

    /** The time for validity dates and ticket ages. */
    public Builder clock(InstantSource source) {
      settings.clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /** See {@link TlsConfig#sessions}; {@link Sessions#none} for none. */
    public Builder sessions(Sessions sessions) {
      settings.sessions = Objects.requireNonNull(sessions, "sessions");
      return this;
    }

    /**
     * The session a client is to resume, {@code SSL_set_session(3)}. One that these settings did
     * not make, or that has expired, is passed over, and the handshake is a full one.
     *
     * @param session null for none
     */
    public Builder session(Session session) {
      settings.session = session;
      return this;
    }

    /** See {@link TlsConfig#peerLimits}. */
    public Builder peerLimits(PeerLimits limits) {
      settings.peerLimits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * The configuration; the builder can be used further.
     *
     * @throws ConfigException if settings contradict each other: a minimum version above the
     *     maximum, no suite for any enabled version, a staple that is required but not requested
     */
    public TlsConfig build() {
      TlsConfig config = new TlsConfig(settings.copy());
      if (config.cipherSuites.stream().noneMatch(s -> config.versions.contains(s.version()))) {
        throw new ConfigException(
            "no cipher suite for any of the versions " + config.versions + " is enabled");
      }
      if (settings.requireStaple && !config.requestStaple()) {
        throw new ConfigException("a staple is required (requireStaple) but not requested");
      }
      return config;
    }
  }
}
