package dev.heddle.interop;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a test asks of one end, whoever implements it. What is left empty is up to the
 * implementation's defaults.
 */
final class Terms {

  /** Whether a server wants a certificate. */
  enum ClientAuth {
    NONE,
    ASKED,
    REQUIRED
  }

  TlsVersion min = TlsVersion.TLS_1_2;
  TlsVersion max = TlsVersion.TLS_1_3;
  Identity identity;
  Identity trusted = TestCerts.root();
  List<CipherSuite> suites = List.of();
  List<NamedGroup> groups = List.of();
  List<String> alpn = List.of();
  Boolean alpnFatal;
  String host = "localhost";
  ClientAuth clientAuth = ClientAuth.NONE;
  boolean tickets = true;
  boolean extendedMasterSecret = true;
  UnaryOperator<TlsConfig.Builder> ours = UnaryOperator.identity();

  private Terms() {}

  /** A client that trusts the test root and looks for {@code localhost}. */
  static Terms client() {
    return new Terms();
  }

  /** A server for {@code localhost} with such a key. */
  static Terms server(KeyType key) {
    return new Terms().identity(TestCerts.localhost(key));
  }

  Terms only(TlsVersion version) {
    return versions(version, version);
  }

  Terms versions(TlsVersion lowest, TlsVersion highest) {
    min = lowest;
    max = highest;
    return this;
  }

  Terms identity(Identity own) {
    identity = own;
    return this;
  }

  Terms trusted(Identity root) {
    trusted = root;
    return this;
  }

  Terms suites(CipherSuite... only) {
    suites = List.of(only);
    return this;
  }

  Terms groups(NamedGroup... only) {
    groups = List.of(only);
    return this;
  }

  Terms alpn(String... protocols) {
    alpn = List.of(protocols);
    return this;
  }

  Terms alpnFatal(boolean fatal) {
    alpnFatal = fatal;
    return this;
  }

  /** The name a client asks for and checks. */
  Terms host(String name) {
    host = name;
    return this;
  }

  Terms clientAuth(ClientAuth wanted) {
    clientAuth = wanted;
    return this;
  }

  /** Whether a server seals its sessions in tickets, or keeps them. */
  Terms tickets(boolean sealed) {
    tickets = sealed;
    return this;
  }

  /** An openssl without the extension of RFC 7627. */
  Terms withoutExtendedMasterSecret() {
    extendedMasterSecret = false;
    return this;
  }

  /** What only our own implementation is asked for; the last word there. */
  Terms ours(UnaryOperator<TlsConfig.Builder> more) {
    ours = more;
    return this;
  }
}
