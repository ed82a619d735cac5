package dev.heddle.config;

/**
 * The digest of {@link TlsConfig#trustDigest}: all that decides whom this end trusts and who it is.
 * What is chosen anew in each handshake (versions, suites, groups, ALPN) is not part of it, nor is
 * what only watches.
 *
 * <p>A server that asks for no certificate trusts nobody, so that its anchors are not looked at.
 * Which credentials the {@link TlsConfig#serverCredentialsCallback} would choose is not known; what
 * it goes by is the name that the client asks for, and that is compared by itself. Staples are left
 * out of credentials, so that a new one every few hours costs no session.
 */
final class TrustDigest {

  private final TlsConfig config;
  private final LazyDigest client = new LazyDigest(() -> digest(true));
  private final LazyDigest server = new LazyDigest(() -> digest(false));

  TrustDigest(TlsConfig config) {
    this.config = config;
  }

  /** A copy of the digest for this role. */
  byte[] of(boolean isClient) {
    return (isClient ? client : server).get().clone();
  }

  private LabelledDigest digest(boolean isClient) {
    LabelledDigest digest = new LabelledDigest(isClient ? "trust of client" : "trust of server");
    digest.add("verifyMode", config.verifyMode(isClient));
    config.credentials().forEach(own -> digest.add("credentials", own.digest()));
    if (isClient) {
      addServerRules(digest);
    }
    if (config.certVerifyCallback().isPresent() && config.verifyMode(isClient) != VerifyMode.NONE) {
      addJudge(digest);
    } else if (isClient || config.verifyMode(false) != VerifyMode.NONE) {
      addPathRules(digest);
    }
    if (!isClient) {
      config.clientCaNames().forEach(name -> digest.add("clientCaNames", name.getEncoded()));
    }
    return digest;
  }

  /** What only a client asks of its peer, or tells it. */
  private void addServerRules(LabelledDigest digest) {
    digest
        .add("hostName", config.hostName().map(HostName::text).orElse(null))
        .add("insecureNoHostName", config.insecureNoHostName())
        .add("serverName", config.serverName().orElse(null))
        .add("requestStaple", config.requestStaple())
        .add("requireStaple", config.requireStaple())
        .add(
            "clientCertificateCallback",
            CallbackTokens.of(config.clientCertificateCallback().orElse(null)));
  }

  /** Who judges in place of this library; what it goes by otherwise is not looked at. */
  private void addJudge(LabelledDigest digest) {
    digest
        .add("certVerifyCallback", CallbackTokens.of(config.certVerifyCallback().orElse(null)))
        .add("chainLength", config.peerLimits().chainLength())
        .add("signatureSchemes", config.signatureSchemes());
  }

  private void addPathRules(LabelledDigest digest) {
    digest
        .add("trust", config.trust().digest())
        .add("strictPaths", config.strictPaths())
        .add("verifyDepth", config.verifyDepth())
        .add("chainLength", config.peerLimits().chainLength())
        .add("overrules", config.overrules())
        .add("verifyCallback", CallbackTokens.of(config.verifyCallback().orElse(null)))
        .add("revocationCheck", config.revocationCheck())
        .add("crls", config.crls().digest())
        .add("pinnedKeys", config.pinnedKeys().stream().map(KeyPin::toString).sorted().toList())
        .add("signatureSchemes", config.signatureSchemes());
  }
}
