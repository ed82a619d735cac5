package dev.heddle.scripted;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the two ends of a test are told, whoever implements the one under test. The peer speaks
 * {@link #version} and nothing else; the subject speaks the versions from {@link #min} to {@link
 * #max}. Immutable; what changes a term returns a copy.
 */
final class Terms {

  private boolean client;
  private TlsVersion version;
  private TlsVersion min;
  private TlsVersion max;
  private List<NamedGroup> groups = List.of(NamedGroup.X25519, NamedGroup.P_256);
  private List<String> alpn = List.of();
  private String serverName = "localhost";
  private boolean clientAuth;
  private boolean staple;
  private KeyType serverKey = KeyType.EC_P256;
  private KeyType clientKey;
  private Consumer<TlsConfig.Builder> ours = config -> {};
  private Memory memory;

  private Terms() {}

  private Terms with(Consumer<Terms> change) {
    Terms copy = new Terms();
    copy.client = client;
    copy.version = version;
    copy.min = min;
    copy.max = max;
    copy.groups = groups;
    copy.alpn = alpn;
    copy.serverName = serverName;
    copy.clientAuth = clientAuth;
    copy.staple = staple;
    copy.serverKey = serverKey;
    copy.clientKey = clientKey;
    copy.ours = ours;
    copy.memory = memory;
    change.accept(copy);
    return copy;
  }

  /** A client under test that speaks one version. */
  static Terms client(TlsVersion version) {
    return new Terms().with(terms -> terms.client = true).version(version);
  }

  /** A server under test that speaks one version. */
  static Terms server(TlsVersion version) {
    return new Terms().version(version);
  }

  /** Both ends speak this version alone. */
  Terms version(TlsVersion only) {
    return versions(only, only).with(terms -> terms.version = only);
  }

  /** The versions of the subject, where they are more than the peer's. */
  Terms versions(TlsVersion lowest, TlsVersion highest) {
    return with(
        terms -> {
          terms.min = lowest;
          terms.max = highest;
        });
  }

  Terms groups(NamedGroup... only) {
    return with(terms -> terms.groups = List.of(only));
  }

  Terms alpn(String... protocols) {
    return with(terms -> terms.alpn = List.of(protocols));
  }

  /** Another name to ask for; null for none. */
  Terms serverName(String name) {
    return with(terms -> terms.serverName = name);
  }

  Terms withoutServerName() {
    return serverName(null);
  }

  /** The server asks for a certificate. */
  Terms withClientAuth() {
    return with(terms -> terms.clientAuth = true);
  }

  /** The server asks for no certificate. */
  Terms withoutClientAuth() {
    return with(terms -> terms.clientAuth = false);
  }

  /** The client has a certificate. */
  Terms clientKey(KeyType key) {
    return with(terms -> terms.clientKey = key);
  }

  Terms serverKey(KeyType key) {
    return with(terms -> terms.serverKey = key);
  }

  /** The client asks for a staple. */
  Terms withStaple() {
    return with(terms -> terms.staple = true);
  }

  /** Changes our configuration alone, for example its limits. */
  Terms ours(Consumer<TlsConfig.Builder> change) {
    return with(terms -> terms.ours = change);
  }

  /** For connections that share what is left of them. */
  Terms remembering(Memory common) {
    return with(terms -> terms.memory = common);
  }

  /** The same for another subject in the other role, whose configuration is not changed. */
  Terms otherEnd() {
    return ours(config -> {}).with(terms -> terms.client = !client);
  }

  /** Whether the subject is the client. */
  boolean client() {
    return client;
  }

  /** The version of the peer. */
  TlsVersion version() {
    return version;
  }

  boolean tls13() {
    return version == TlsVersion.TLS_1_3;
  }

  /** The subject's lowest version. */
  TlsVersion min() {
    return min;
  }

  /** The subject's highest version. */
  TlsVersion max() {
    return max;
  }

  /** The groups of the subject, in its order of preference. */
  List<NamedGroup> groups() {
    return groups;
  }

  /** The protocols of both ends; empty for none. */
  List<String> alpn() {
    return alpn;
  }

  /** What a client asks for; null for no name. */
  String serverName() {
    return serverName;
  }

  /** Whether the server asks for a client's certificate. */
  boolean clientAuth() {
    return clientAuth;
  }

  /** Whether the client asks for an OCSP response. */
  boolean staple() {
    return staple;
  }

  /** The server's key. */
  KeyType serverKey() {
    return serverKey;
  }

  /** Changes our configuration. */
  Consumer<TlsConfig.Builder> ours() {
    return ours;
  }

  /** What connections on these terms share; new each time if they share nothing. */
  Memory memory() {
    return memory == null ? new Memory() : memory;
  }

  /** Who the subject or the peer is; null for a client without a certificate. */
  Identity identity(boolean ofClient) {
    if (!ofClient) {
      return TestCerts.localhost(serverKey);
    }
    return clientKey == null ? null : TestCerts.client(clientKey);
  }
}
