package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.VerifyStep;
import dev.heddle.jsse.Context.BothSessions;
import dev.heddle.support.TestCerts;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The configurations that come of parameters. */
class ContextConfigTest {

  private static final Options OPTIONS = Options.defaults();

  private final Context context =
      Context.of(
          null,
          new HeddleTrustManager(Trust.of(List.of(TestCerts.root().certificate()))),
          null,
          OPTIONS,
          BothSessions.of(OPTIONS));

  private Parameters set(boolean client, Consumer<SSLParameters> change) {
    SSLParameters parameters = context.defaults(client).toSslParameters();
    change.accept(parameters);
    return context.defaults(client).with(parameters);
  }

  private TlsConfig client(Consumer<SSLParameters> change, String host) throws SSLException {
    return context.config(true, set(true, change), host);
  }

  private TlsConfig server(Consumer<SSLParameters> change) throws SSLException {
    return context.config(false, set(false, change), null);
  }

  @Test
  void equalArgumentsGiveTheSameObject() throws Exception {
    TlsConfig one = client(p -> p.setEndpointIdentificationAlgorithm("HTTPS"), "a.example");
    assertSame(one, client(p -> p.setEndpointIdentificationAlgorithm("HTTPS"), "a.example"));
    assertNotSame(one, client(p -> p.setEndpointIdentificationAlgorithm("HTTPS"), "b.example"));
    assertNotSame(one, client(p -> {}, "a.example"));
    assertEquals(set(false, p -> {}), context.defaults(false));
    assertSame(server(p -> {}), context.config(false, context.defaults(false), "whoever"));
  }

  @Test
  void aNewTimeOutOfSessionsIsAnotherConfiguration() throws Exception {
    TlsConfig before = client(p -> {}, "a.example");
    context.sessions(true).setSessionTimeout(77);
    TlsConfig after = client(p -> {}, "a.example");
    assertNotSame(before, after);
    assertEquals(77, after.sessions().lifetime().toSeconds());
  }

  @Test
  void theHostIsProvenOnlyIfThatIsAskedFor() throws Exception {
    TlsConfig any = client(p -> {}, "a.example");
    assertTrue(any.hostName().isEmpty() && any.insecureNoHostName());
    assertEquals("a.example", any.serverName().orElseThrow());
    for (String algorithm : List.of("HTTPS", "https", "LDAPS", "LDAP")) {
      TlsConfig one = client(p -> p.setEndpointIdentificationAlgorithm(algorithm), "a.example");
      assertEquals("a.example", one.hostName().orElseThrow().text());
      assertEquals("a.example", one.serverName().orElseThrow());
    }
    TlsConfig address = client(p -> p.setEndpointIdentificationAlgorithm("HTTPS"), "192.0.2.1");
    assertEquals("192.0.2.1", address.hostName().orElseThrow().text());
    assertTrue(address.serverName().isEmpty());
    assertThrows(
        SSLException.class,
        () -> client(p -> p.setEndpointIdentificationAlgorithm("HTTPS"), "no name"));
  }

  @Test
  void theNameThatIsAskedForIsTheOneToProve() throws Exception {
    TlsConfig asked =
        client(
            p -> {
              p.setEndpointIdentificationAlgorithm("HTTPS");
              p.setServerNames(List.of(new SNIHostName("db.example")));
            },
            "192.0.2.1");
    assertEquals("db.example", asked.hostName().orElseThrow().text());
    assertEquals("db.example", asked.serverName().orElseThrow());
    TlsConfig silent = client(p -> p.setServerNames(List.of()), "a.example");
    assertTrue(silent.serverName().isEmpty());
  }

  /** With nobody's name to prove the library refuses before a byte is sent. */
  @Test
  void withoutAnyHostTheNameIsStillMissed() throws Exception {
    Context of = Context.of(TlsConfig.builder().trust(Trust.none()).build(), OPTIONS);
    TlsConfig none = of.config(true, of.defaults(true), null);
    assertTrue(none.hostName().isEmpty());
    assertFalse(none.insecureNoHostName());
  }

  /** A caller of JSSE who asks for a proof of the name, and whose socket knows of no host. */
  @Test
  void identificationWithoutAnyNameIsRefused() throws Exception {
    for (String algorithm : List.of("HTTPS", "LDAPS")) {
      SSLHandshakeException refused =
          assertThrows(
              SSLHandshakeException.class,
              () -> client(p -> p.setEndpointIdentificationAlgorithm(algorithm), null));
      assertTrue(refused.getMessage().contains("without the name of a host"), refused::toString);
    }
    TlsConfig asked =
        client(
            p -> {
              p.setEndpointIdentificationAlgorithm("HTTPS");
              p.setServerNames(List.of(new SNIHostName("db.example")));
            },
            null);
    assertEquals("db.example", asked.hostName().orElseThrow().text());
  }

  @Test
  void versionsAndSuitesAreThoseThatGoTogether() throws Exception {
    TlsConfig both = client(p -> {}, null);
    assertEquals(Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), both.versions());
    TlsConfig old = client(p -> p.setProtocols(new String[] {"TLSv1.2"}), null);
    assertEquals(Set.of(TlsVersion.TLS_1_2), old.versions());
    assertTrue(old.cipherSuites().stream().allMatch(s -> s.version() == TlsVersion.TLS_1_2));
    TlsConfig bySuite =
        client(p -> p.setCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"}), null);
    assertEquals(Set.of(TlsVersion.TLS_1_3), bySuite.versions());
    assertEquals(List.of(CipherSuite.TLS_AES_256_GCM_SHA384), bySuite.cipherSuites());
  }

  @Test
  void aServerAsksForCertificatesAsItIsSet() throws Exception {
    assertEquals(VerifyMode.NONE, server(p -> {}).verifyMode(false));
    TlsConfig want = server(p -> p.setWantClientAuth(true));
    assertEquals(VerifyMode.PEER, want.verifyMode(false));
    assertEquals(
        List.of(TestCerts.root().certificate().getSubjectX500Principal()), want.clientCaNames());
    assertEquals(VerifyMode.REQUIRE, server(p -> p.setNeedClientAuth(true)).verifyMode(false));
  }

  @Test
  void aConfigurationOfOursKeepsWhatItSays() throws Exception {
    TlsConfig own =
        TlsConfig.builder()
            .trust(Trust.none())
            .hostName("fixed.example")
            .groups("P-384")
            .verifyMode(VerifyMode.REQUIRE)
            .maxVersion(TlsVersion.TLS_1_2)
            .build();
    Context of = Context.of(own, OPTIONS);
    TlsConfig client = of.config(true, of.defaults(true), "other.example");
    assertEquals("fixed.example", client.hostName().orElseThrow().text());
    assertEquals("fixed.example", client.serverName().orElseThrow());
    assertEquals(List.of(NamedGroup.P_384), client.groups());
    assertEquals(Set.of(TlsVersion.TLS_1_2), client.versions());
    TlsConfig server = of.config(false, of.defaults(false), null);
    assertEquals(VerifyMode.REQUIRE, server.verifyMode(false));
    Parameters nobody = of.defaults(false).withClientAuth(Parameters.ClientAuth.NONE);
    assertEquals(VerifyMode.NONE, of.config(false, nobody, null).verifyMode(false));
  }

  @Test
  void theCallersConstraintsTakeAway() throws Exception {
    assertEquals(
        Set.of(TlsVersion.TLS_1_2),
        client(p -> p.setAlgorithmConstraints(new Not("TLSv1.3"::equals)), null).versions());
    assertEquals(
        List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519),
        client(p -> p.setAlgorithmConstraints(new Not(n -> n.startsWith("secp"))), null).groups());
    assertThrows(
        SSLHandshakeException.class,
        () -> client(p -> p.setAlgorithmConstraints(new Not(n -> n.startsWith("TLS"))), null));
    TlsConfig noP256 =
        client(p -> p.setAlgorithmConstraints(new Not("SHA256withECDSA"::equals)), null);
    assertTrue(
        noP256.signatureSchemes().stream()
            .noneMatch(s -> s.name().equals("ECDSA_SECP256R1_SHA256")));
    SSLException broken =
        assertThrows(
            SSLException.class,
            () ->
                client(
                    p ->
                        p.setAlgorithmConstraints(
                            new Not(
                                n -> {
                                  throw new IllegalStateException("broken");
                                })),
                    null));
    assertTrue(broken.getMessage().contains("broken"), broken::toString);
  }

  @Test
  void constraintsHoldBesideACallbackOfTheConfiguration() throws Exception {
    VerifyStep good = new VerifyStep(VerifyResult.OK, List.of(TestCerts.root().certificate()));
    TlsConfig own = TlsConfig.builder().trust(Trust.none()).insecureOverrule(s -> true).build();
    Context of = Context.of(own, OPTIONS);
    SSLParameters set = new SSLParameters();
    set.setAlgorithmConstraints(new NoKeys());
    TlsConfig held = of.config(true, of.defaults(true).with(set), "a.example");
    assertTrue(held.overrules());
    assertFalse(held.verifyCallback().orElseThrow().verify(good));
    TlsConfig free = of.config(true, of.defaults(true), "a.example");
    assertTrue(free.verifyCallback().orElseThrow().verify(good));
  }

  @Test
  void whatWasNotSetFollowsTheRole() {
    Context old = Context.of(null, null, TlsVersion.TLS_1_2, OPTIONS, BothSessions.of(OPTIONS));
    Parameters client = old.defaults(true);
    assertEquals(List.of("TLSv1.2"), client.protocols());
    Parameters server = old.inRole(client, false);
    assertEquals(List.of("TLSv1.3", "TLSv1.2"), server.protocols());
    assertEquals(old.defaults(false).cipherSuites(), server.cipherSuites());
    assertEquals(client, old.inRole(server, true));
    Parameters set = client.withProtocols(new String[] {"TLSv1.2"});
    assertEquals(List.of("TLSv1.2"), old.inRole(set, false).protocols());
  }

  /** A configuration that asks clients for certificates does so wherever its sockets come from. */
  @Test
  void whomToProveFollowsTheRole() throws Exception {
    TlsConfig own = TlsConfig.builder().trust(Trust.none()).verifyMode(VerifyMode.REQUIRE).build();
    Context of = Context.of(own, OPTIONS);
    Parameters server = of.inRole(of.defaults(true), false);
    assertEquals(Parameters.ClientAuth.NEED, server.clientAuth());
    assertEquals(VerifyMode.REQUIRE, of.config(false, server, null).verifyMode(false));
    Parameters client = of.inRole(of.defaults(false), true);
    assertEquals("HTTPS", client.endpointIdentification());
    assertEquals("a.example", of.config(true, client, "a.example").hostName().orElseThrow().text());
    Parameters wanted = of.defaults(true).withClientAuth(Parameters.ClientAuth.WANT);
    assertEquals(Parameters.ClientAuth.WANT, of.inRole(wanted, false).clientAuth());
  }

  /** Permits all names but some. */
  private record Not(Predicate<String> forbidden) implements AlgorithmConstraints {

    @Override
    public boolean permits(Set<CryptoPrimitive> use, String name, AlgorithmParameters parameters) {
      return !forbidden.test(name);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> use, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> use, String name, Key key, AlgorithmParameters parameters) {
      return !forbidden.test(name);
    }
  }

  /** Permits no key. */
  private static final class NoKeys implements AlgorithmConstraints {

    @Override
    public boolean permits(Set<CryptoPrimitive> use, String name, AlgorithmParameters parameters) {
      return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> use, Key key) {
      return false;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> use, String name, Key key, AlgorithmParameters parameters) {
      return false;
    }
  }
}
