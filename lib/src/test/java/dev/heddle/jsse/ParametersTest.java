package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Trust;
import dev.heddle.jsse.Context.BothSessions;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters, set and shown as the JDK's own sockets set and show theirs. */
class ParametersTest {

  private static final Parameters OURS =
      Context.of(
              null,
              new HeddleTrustManager(Trust.none()),
              null,
              Options.defaults(),
              BothSessions.of(Options.defaults()))
          .defaults(true);

  private static final SNIMatcher MATCHER = SNIHostName.createSNIMatcher(".*");

  /** What one call to set parameters is given. */
  private record Case(String name, Consumer<SSLParameters> set) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("nothing", p -> {}),
        new Case("protocols", p -> p.setProtocols(new String[] {"TLSv1.2"})),
        new Case("protocols twice", p -> p.setProtocols(new String[] {"TLSv1.2", "TLSv1.2"})),
        new Case("no protocols", p -> p.setProtocols(new String[0])),
        new Case("unknown protocol", p -> p.setProtocols(new String[] {"TLSv1.2", "TLSv9"})),
        new Case("null protocol", p -> p.setProtocols(new String[] {null})),
        new Case("suites", p -> p.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"})),
        new Case("no suites", p -> p.setCipherSuites(new String[0])),
        new Case("unknown suite", p -> p.setCipherSuites(new String[] {"TLS_MAGIC"})),
        new Case("empty suite", p -> p.setCipherSuites(new String[] {""})),
        new Case("null suite", p -> p.setCipherSuites(new String[] {null})),
        new Case("need", p -> p.setNeedClientAuth(true)),
        new Case("want", p -> p.setWantClientAuth(true)),
        new Case("HTTPS", p -> p.setEndpointIdentificationAlgorithm("HTTPS")),
        new Case("any identification", p -> p.setEndpointIdentificationAlgorithm("what")),
        new Case("empty identification", p -> p.setEndpointIdentificationAlgorithm("")),
        new Case("names", p -> p.setServerNames(List.of(new SNIHostName("a.example")))),
        new Case("no names", p -> p.setServerNames(List.of())),
        new Case("matchers", p -> p.setSNIMatchers(Set.of(MATCHER))),
        new Case("no matchers", p -> p.setSNIMatchers(List.of())),
        new Case("ALPN", p -> p.setApplicationProtocols(new String[] {"h2", "http/1.1"})),
        new Case("no order", p -> p.setUseCipherSuitesOrder(false)),
        new Case("groups", p -> p.setNamedGroups(new String[] {"secp384r1", "unheard"})),
        new Case("schemes", p -> p.setSignatureSchemes(new String[] {"ed25519", "unheard"})),
        new Case("no schemes", p -> p.setSignatureSchemes(new String[0])));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChangeOfWhatWasShownIsShownAsByTheJdk(Case change) throws Exception {
    try (SSLSocket theirs = theirs()) {
      SSLParameters shown = theirs.getSSLParameters();
      change.set.accept(shown);
      SSLParameters ourShown = OURS.toSslParameters();
      change.set.accept(ourShown);
      compare(theirs, shown, ourShown);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFreshObjectHasNullsThatChangeNothing(Case change) throws Exception {
    try (SSLSocket theirs = theirs()) {
      SSLParameters fresh = new SSLParameters();
      change.set.accept(fresh);
      compare(theirs, fresh, fresh);
    }
  }

  private static void compare(SSLSocket theirs, SSLParameters given, SSLParameters ourGiven) {
    SSLParameters before = theirs.getSSLParameters();
    SSLParameters after;
    try {
      theirs.setSSLParameters(given);
      after = theirs.getSSLParameters();
    } catch (RuntimeException e) {
      Throwable ours = assertThrows(e.getClass(), () -> OURS.with(ourGiven));
      assertTrue(ours.getMessage().length() > 20, ours.getMessage());
      return;
    }
    Parameters now = OURS.with(ourGiven);
    SSLParameters shown = now.toSslParameters();
    same(before.getProtocols(), after.getProtocols(), OURS.protocols(), shown.getProtocols());
    same(
        before.getCipherSuites(),
        after.getCipherSuites(),
        OURS.cipherSuites(),
        shown.getCipherSuites());
    assertEquals(after.getNeedClientAuth(), shown.getNeedClientAuth());
    assertEquals(after.getWantClientAuth(), shown.getWantClientAuth());
    assertEquals(
        after.getEndpointIdentificationAlgorithm(), shown.getEndpointIdentificationAlgorithm());
    assertEquals(after.getServerNames(), shown.getServerNames());
    assertEquals(after.getSNIMatchers() == null, shown.getSNIMatchers() == null);
    if (after.getSNIMatchers() != null) {
      assertEquals(List.copyOf(after.getSNIMatchers()), List.copyOf(shown.getSNIMatchers()));
    }
    assertArrayEquals(after.getApplicationProtocols(), shown.getApplicationProtocols());
    assertEquals(after.getUseCipherSuitesOrder(), shown.getUseCipherSuitesOrder());
    same(
        before.getNamedGroups(),
        after.getNamedGroups(),
        OURS.namedGroups(),
        shown.getNamedGroups());
    assertArrayEquals(after.getSignatureSchemes(), shown.getSignatureSchemes());
    assertEquals(after.getAlgorithmConstraints() == null, shown.getAlgorithmConstraints() == null);
  }

  /** Defaults may differ; what is set must be the same, and what is left must be as it was. */
  private static void same(String[] before, String[] after, List<String> ourBefore, String[] ours) {
    if (List.of(before).equals(List.of(after))) {
      assertEquals(ourBefore, List.of(ours));
    } else {
      assertArrayEquals(after, ours);
    }
  }

  @Test
  void settersRefuseWhatTheJdkRefuses() throws Exception {
    try (SSLSocket theirs = theirs()) {
      String[][] all = {null, {}, {"x"}, {"TLSv1.3", null}, {"TLSv1.3"}, {""}};
      for (String[] names : all) {
        assertEquals(
            thrown(() -> theirs.setEnabledProtocols(names)),
            thrown(() -> OURS.withProtocols(names)),
            () -> "protocols " + List.of(names));
        assertEquals(
            thrown(() -> theirs.setEnabledCipherSuites(names)),
            thrown(() -> OURS.withCipherSuites(names)));
      }
    }
    assertArrayEquals(
        new String[0], OURS.withProtocols(new String[0]).toSslParameters().getProtocols());
  }

  @Test
  void whatTheJdkHasAndWeHaveNotIsUnsupported() {
    for (String name : List.of("TLSv1.1", "TLSv1", "SSLv3", "SSLv2Hello", "DTLSv1.2", "tlsv1.3")) {
      String text =
          assertThrows(
                  IllegalArgumentException.class, () -> OURS.withProtocols(new String[] {name}))
              .getMessage();
      assertTrue(text.contains(name), text);
    }
    for (String name :
        List.of(
            "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
            "TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
            "SSL_RSA_WITH_RC4_128_MD5")) {
      String text =
          assertThrows(
                  IllegalArgumentException.class, () -> OURS.withCipherSuites(new String[] {name}))
              .getMessage();
      assertTrue(text.contains(name), text);
    }
  }

  @Test
  void theHostIsAskedForUnlessNamesWereSet() {
    assertNull(OURS.withHost(null).serverNames());
    assertNull(OURS.withHost("192.0.2.1").serverNames());
    assertNull(OURS.withHost("::1").serverNames());
    assertNull(OURS.withHost("not a name").serverNames());
    assertEquals(
        List.of(new SNIHostName("db.example")), OURS.withHost("DB.example.").serverNames());
    SSLParameters none = new SSLParameters();
    none.setServerNames(List.of());
    assertEquals(List.of(), OURS.with(none).withHost("db.example").serverNames());
    SSLParameters other = new SSLParameters();
    other.setServerNames(List.of(new SNIHostName("other.example")));
    assertEquals("other.example", OURS.with(other).withHost("db.example").serverName());
  }

  @Test
  void theCallersCodeIsEqualOnlyToItself() {
    assertEquals(OURS, OURS.with(OURS.toSslParameters()));
    assertEquals(OURS.hashCode(), OURS.with(OURS.toSslParameters()).hashCode());
    SSLParameters one = new SSLParameters();
    one.setAlgorithmConstraints(new AllEqual());
    SSLParameters another = new SSLParameters();
    another.setAlgorithmConstraints(new AllEqual());
    assertNotEquals(OURS.with(one), OURS.with(another));
    assertEquals(OURS.with(one), OURS.with(one));
    assertSame(OURS.protocols(), OURS.with(one).protocols());
  }

  private static SSLSocket theirs() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(null, null, null);
    return (SSLSocket) context.getSocketFactory().createSocket();
  }

  private static Class<?> thrown(Runnable call) {
    try {
      call.run();
      return null;
    } catch (RuntimeException e) {
      return e.getClass();
    }
  }

  /** Claims to be equal to all others of its kind. */
  private static final class AllEqual implements AlgorithmConstraints {

    @Override
    public boolean equals(Object other) {
      return other instanceof AllEqual;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> use, String name, AlgorithmParameters parameters) {
      return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> use, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> use, String name, Key key, AlgorithmParameters parameters) {
      return true;
    }
  }
}
