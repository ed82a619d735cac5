package dev.heddle.scripted;

import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Script.honest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts.KeyType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that resumes by an honest script is resumed with, so nothing is wrong with it. */
class ResumedTest {

  record Case(String name, Terms terms, Script script) {
    @Override
    public String toString() {
      return (terms.client() ? "client, " : "server, ") + terms.version() + ", " + name;
    }
  }

  static Stream<Case> cases() {
    Terms client13 = Terms.client(TlsVersion.TLS_1_3);
    Terms server13 = Terms.server(TlsVersion.TLS_1_3);
    Terms client12 = Terms.client(TlsVersion.TLS_1_2);
    Terms server12 = Terms.server(TlsVersion.TLS_1_2);
    return Stream.of(
        new Case("ticket", client13, twice()),
        new Case("ticket", server13, twice()),
        new Case("ticket of a resumed session", client13, thrice()),
        new Case("ticket of a resumed session", server13, thrice()),
        new Case(
            "SHA-384",
            client13,
            honest()
                .earlier(honest().suite(Suites.AES_256_GCM).tickets(1))
                .suite(Suites.AES_256_GCM)
                .resuming()),
        new Case(
            "SHA-384",
            server13,
            honest()
                .earlier(honest().suite(Suites.AES_256_GCM).tickets(1))
                .suite(Suites.AES_256_GCM)
                .resuming()),
        new Case("client certificate", certified(client13), twice()),
        new Case("client certificate", certified(server13), twice()),
        new Case("client certificate", certified(client12), twice()),
        new Case("client certificate", certified(server12), twice()),
        new Case(
            "retry",
            client13,
            honest().earlier(honest().tickets(1)).resuming().retry().group(KeyShare.P_256)),
        new Case("retry", server13.groups(NamedGroup.P_256), honest().earlier(given()).resuming()),
        new Case("ticket", client12, honest().earlier(given()).resuming()),
        new Case("ticket", server12, honest().earlier(given()).resuming()),
        new Case("ticket that is renewed", client12, thrice()),
        new Case(
            "ticket without an id",
            server12,
            honest()
                .earlier(given())
                .resuming()
                .clientHello(hello -> hello.sessionId = new byte[0])),
        new Case("session id", client12, honest().earlier(honest().sessionId()).resuming()),
        new Case("session id", server12, honest().earlier(honest()).resuming()));
  }

  private static Terms certified(Terms terms) {
    return terms.withClientAuth().clientKey(KeyType.EC_P256);
  }

  private static Script twice() {
    return honest().earlier(given()).resuming();
  }

  /** The second connection gives the ticket for the third. */
  private static Script thrice() {
    return honest().earlier(given()).earlier(given().resuming()).tickets(1).resuming();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void heddle(Case each) {
    assertResumed(each, HeddleSubject::new);
  }

  /** The JDK's client sends a share for each curve, so that a retry would be a fault. */
  static Stream<Case> casesOfTheJdk() {
    return cases()
        .filter(each -> !each.script.retries() && !each.name.equals("ticket without an id"));
  }

  @ParameterizedTest
  @MethodSource("casesOfTheJdk")
  void jdk(Case each) {
    assertResumed(each, JdkSubject::new);
  }

  private static void assertResumed(Case each, Subject.Maker maker) {
    Outcome outcome = Peer.run(each.terms, each.script, maker);
    assertEquals(Outcome.RESUMED, outcome.text(), outcome::toString);
    assertEquals(null, outcome.stopped());
  }
}
