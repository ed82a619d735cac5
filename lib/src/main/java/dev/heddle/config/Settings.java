package dev.heddle.config;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What a {@link TlsConfig} and its builder hold, with the defaults. A builder changes its own; that
 * of a configuration is a copy which nobody changes. All values are immutable themselves. Null
 * stands for "none", or "by role" where the type has no other way to say it.
 */
final class Settings implements Cloneable {

  TlsVersion minVersion = TlsVersion.TLS_1_2;
  TlsVersion maxVersion = TlsVersion.TLS_1_3;
  List<CipherSuite> suites13 = CipherSuites.only(TlsVersion.TLS_1_3, CipherSuite.defaults());
  List<CipherSuite> suites12 = CipherSuites.only(TlsVersion.TLS_1_2, CipherSuite.defaults());
  List<NamedGroup> groups = NamedGroup.defaults();
  List<SignatureScheme> signatureSchemes = SignatureScheme.defaults();
  boolean preferServerOrder;
  List<Credentials> credentials = List.of();
  ServerCredentialsCallback serverCredentialsCallback;
  ClientCertificateCallback clientCertificateCallback;
  Trust trust = Trust.system();
  Set<KeyPin> pinnedKeys = Set.of();
  VerifyMode verifyMode;
  VerifyCallback verifyCallback;
  boolean overrules;
  CertVerifyCallback certVerifyCallback;
  Boolean requestStaple;
  boolean requireStaple;
  Crls crls = Crls.none();
  RevocationCheck revocationCheck = RevocationCheck.NONE;
  HostName hostName;
  boolean insecureNoHostName;
  boolean strictPaths;
  int verifyDepth = 100;
  List<X500Principal> clientCaNames = List.of();
  String serverName;
  List<String> alpnProtocols = List.of();
  Boolean alpnMismatchFatal;
  AlpnSelectCallback alpnSelectCallback;
  ClientHelloCallback clientHelloCallback;
  KeyLog keyLog;
  MessageCallback messageCallback;
  InstantSource clock = InstantSource.system();
  PeerLimits peerLimits = PeerLimits.defaults();
  Sessions sessions = Sessions.create();
  Session session;

  /** The name for SNI: what was set for it, or else the host name, if that is a DNS name. */
  Optional<String> serverName() {
    if (serverName != null) {
      return Optional.of(serverName).filter(name -> !name.isEmpty());
    }
    return Optional.ofNullable(hostName).filter(name -> !name.isIp()).map(HostName::text);
  }

  /** What a reader of a log wants; no key material. */
  @Override
  public String toString() {
    return "hostName="
        + hostName
        + ", serverName="
        + serverName().orElse(null)
        + ", verifyMode="
        + (verifyMode == null ? "by role" : verifyMode)
        + (overrules ? ", insecureOverrule" : "")
        + (certVerifyCallback == null ? "" : ", insecureCertVerifyCallback")
        + (requireStaple ? ", requireStaple" : "")
        + (revocationCheck == RevocationCheck.NONE ? "" : ", " + revocationCheck + " in " + crls)
        + (insecureNoHostName ? ", insecureNoHostName" : "")
        + ", trust="
        + trust
        + ", credentials="
        + credentials
        + (keyLog == null ? "" : ", keyLog on");
  }

  Settings copy() {
    try {
      return (Settings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
