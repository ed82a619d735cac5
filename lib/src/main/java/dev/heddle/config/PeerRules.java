package dev.heddle.config;

import java.util.Optional;
import java.util.Set;

/** What a {@link TlsConfig} says of how the peer's certificate is judged. */
abstract sealed class PeerRules permits TlsConfig {

  final Settings settings;

  PeerRules(Settings settings) {
    this.settings = settings;
  }

  /** Who is trusted. Default {@link Trust#system}. */
  public Trust trust() {
    return settings.trust;
  }

  /** The keys one of which a verified path must have; empty if that is not asked. */
  public Set<KeyPin> pinnedKeys() {
    return settings.pinnedKeys;
  }

  /**
   * What is asked of the peer's certificate.
   *
   * @param client whether this end is the client; decides where nothing was set: {@link
   *     VerifyMode#PEER} for a client, {@link VerifyMode#NONE} for a server
   */
  public VerifyMode verifyMode(boolean client) {
    if (settings.verifyMode != null) {
      return settings.verifyMode;
    }
    return client ? VerifyMode.PEER : VerifyMode.NONE;
  }

  /** Shown each step of checking the peer's chain. */
  public Optional<VerifyCallback> verifyCallback() {
    return Optional.ofNullable(settings.verifyCallback);
  }

  /** Whether the {@link #verifyCallback} may overrule what is found wrong. Default false. */
  public boolean overrules() {
    return settings.overrules;
  }

  /** Judges the peer's certificates in place of this library. */
  public Optional<CertVerifyCallback> certVerifyCallback() {
    return Optional.ofNullable(settings.certVerifyCallback);
  }

  /**
   * Whether a client asks the server for an OCSP staple (RFC 6066 section 8), which it then checks:
   * {@code SSL_CTX_set_tlsext_status_type(3)}. Where nothing was set: true unless {@link
   * #verifyMode} is {@link VerifyMode#NONE}. It costs the client nine bytes, tells nobody anything,
   * and lets a server prove that its certificate is not revoked.
   */
  public boolean requestStaple() {
    return settings.requestStaple != null
        ? settings.requestStaple
        : settings.requireStaple || verifyMode(true) != VerifyMode.NONE;
  }

  /**
   * Whether a server must staple a response that is good, whatever its certificate says. Default
   * false: only a certificate that asks for it (RFC 7633) must come with one.
   */
  public boolean requireStaple() {
    return settings.requireStaple;
  }

  /** The lists of revoked certificates. Default none. */
  public Crls crls() {
    return settings.crls;
  }

  /** Which certificates must be covered by {@link #crls}. Default {@link RevocationCheck#NONE}. */
  public RevocationCheck revocationCheck() {
    return settings.revocationCheck;
  }

  /** The name a client checks the server's certificate against. */
  public Optional<HostName> hostName() {
    return Optional.ofNullable(settings.hostName);
  }

  /** Whether a verifying client may go without a {@link #hostName}. Default false. */
  public boolean insecureNoHostName() {
    return settings.insecureNoHostName;
  }

  /**
   * Whether chains are also held to the rules for issuers that do not decide about trust, and that
   * anchors of well-known sites break: {@code X509_V_FLAG_X509_STRICT} and the CA/Browser Forum's
   * profiles. Default false. The document {@code paths.md} lists what is always refused and what
   * only this refuses.
   */
  public boolean strictPaths() {
    return settings.strictPaths;
  }

  /**
   * The greatest number of intermediate certificates between leaf and anchor: {@code
   * SSL_CTX_set_verify_depth(3)}. OpenSSL's default of 100, but never more than {@link
   * PeerLimits#chainLength}.
   */
  public int verifyDepth() {
    return Math.min(settings.verifyDepth, settings.peerLimits.chainLength());
  }

  /** How much a peer may cost us. Default {@link PeerLimits#defaults}. */
  public PeerLimits peerLimits() {
    return settings.peerLimits;
  }
}
