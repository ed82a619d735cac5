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
 * #max}.
 *
 * @param client whether the subject is the client
 * @param groups of the subject, in its order of preference
 * @param alpn the protocols of both ends; empty for none
 * @param serverName what a client asks for; null for no name
 * @param clientAuth whether the server asks for a client's certificate
 * @param staple whether the client asks for an OCSP response
 * @param serverKey the server's key
 * @param clientKey the client's; null for a client without a certificate
 * @param ours changes our configuration alone, for example its limits
 */
record Terms(
    boolean client,
    TlsVersion version,
    TlsVersion min,
    TlsVersion max,
    List<NamedGroup> groups,
    List<String> alpn,
    String serverName,
    boolean clientAuth,
    boolean staple,
    KeyType serverKey,
    KeyType clientKey,
    Consumer<TlsConfig.Builder> ours) {

  /** A client under test that speaks one version. */
  static Terms client(TlsVersion version) {
    return of(true, version);
  }

  /** A server under test that speaks one version. */
  static Terms server(TlsVersion version) {
    return of(false, version);
  }

  private static Terms of(boolean client, TlsVersion version) {
    return new Terms(
        client,
        version,
        version,
        version,
        List.of(NamedGroup.X25519, NamedGroup.P_256),
        List.of(),
        "localhost",
        false,
        false,
        KeyType.EC_P256,
        null,
        config -> {});
  }

  /** The versions of the subject, where they are more than the peer's. */
  Terms versions(TlsVersion lowest, TlsVersion highest) {
    return new Terms(
        client,
        version,
        lowest,
        highest,
        groups,
        alpn,
        serverName,
        clientAuth,
        staple,
        serverKey,
        clientKey,
        ours);
  }

  Terms groups(NamedGroup... only) {
    return new Terms(
        client,
        version,
        min,
        max,
        List.of(only),
        alpn,
        serverName,
        clientAuth,
        staple,
        serverKey,
        clientKey,
        ours);
  }

  Terms alpn(String... protocols) {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        List.of(protocols),
        serverName,
        clientAuth,
        staple,
        serverKey,
        clientKey,
        ours);
  }

  Terms withoutServerName() {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        null,
        clientAuth,
        staple,
        serverKey,
        clientKey,
        ours);
  }

  /** The server asks for a certificate. */
  Terms withClientAuth() {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        serverName,
        true,
        staple,
        serverKey,
        clientKey,
        ours);
  }

  /** The client has a certificate. */
  Terms clientKey(KeyType key) {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        serverName,
        clientAuth,
        staple,
        serverKey,
        key,
        ours);
  }

  Terms serverKey(KeyType key) {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        serverName,
        clientAuth,
        staple,
        key,
        clientKey,
        ours);
  }

  /** The client asks for a staple. */
  Terms withStaple() {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        serverName,
        clientAuth,
        true,
        serverKey,
        clientKey,
        ours);
  }

  Terms ours(Consumer<TlsConfig.Builder> change) {
    return new Terms(
        client,
        version,
        min,
        max,
        groups,
        alpn,
        serverName,
        clientAuth,
        staple,
        serverKey,
        clientKey,
        change);
  }

  boolean tls13() {
    return version == TlsVersion.TLS_1_3;
  }

  /** Who the subject or the peer is; null for a client without a certificate. */
  Identity identity(boolean ofClient) {
    if (!ofClient) {
      return TestCerts.localhost(serverKey);
    }
    return clientKey == null ? null : TestCerts.client(clientKey);
  }
}
