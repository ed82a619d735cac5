package dev.heddle.scripted;

import static dev.heddle.scripted.Script.honest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer whose script is honest is accepted, so what a rule breaks is all that is wrong. */
class HonestTest {

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
    Script withoutEms =
        honest().serverHello(hello -> hello.extensions.remove(Extensions.EXTENDED_MASTER_SECRET));
    Script withoutEmsOffer =
        honest().clientHello(hello -> hello.extensions.remove(Extensions.EXTENDED_MASTER_SECRET));
    Script pieces = honest().split(Message.CERTIFICATE, 1, 2, 3).split(Message.FINISHED, 5);
    return Stream.concat(
        Stream.of(client13, server13, client12, server12).flatMap(HonestTest::forEach),
        Stream.of(
            new Case("retry", client13, honest().retry().group(KeyShare.P_256)),
            new Case("retry", server13.groups(NamedGroup.P_256), honest()),
            new Case("key update", client13, honest().then(peer -> peer.keyUpdate(1))),
            new Case("key update", server13, honest().then(peer -> peer.keyUpdate(0))),
            new Case("without EMS", client12, withoutEms),
            new Case("without EMS", server12, withoutEmsOffer),
            new Case("in pieces", client13, pieces),
            new Case("in pieces", server13, pieces),
            new Case(
                "in one record",
                client13,
                honest()
                    .together(
                        Message.ENCRYPTED_EXTENSIONS,
                        Message.CERTIFICATE,
                        Message.CERTIFICATE_VERIFY,
                        Message.FINISHED))));
  }

  private static Stream<Case> forEach(Terms terms) {
    Terms certified = terms.withClientAuth().clientKey(KeyType.EC_P256);
    return Stream.of(
        new Case("X25519", terms, honest()),
        new Case("P-256", terms.groups(NamedGroup.P_256), honest().group(KeyShare.P_256)),
        new Case("SHA-384", terms, sha384(terms)),
        new Case("RSA", terms.serverKey(KeyType.RSA_2048), honest()),
        new Case("ALPN", terms.alpn("h2", "http/1.1"), honest()),
        new Case("no name", terms.withoutServerName(), honest()),
        new Case("no certificate when asked", terms.withClientAuth(), honest()),
        new Case("client certificate", certified, honest()),
        new Case("client's RSA", certified.clientKey(KeyType.RSA_2048), honest()));
  }

  private static Script sha384(Terms terms) {
    if (terms.tls13()) {
      return honest().suite(Suites.AES_256_GCM);
    }
    return terms.client()
        ? honest().serverHello(hello -> hello.suite = Suites.ECDHE_ECDSA_256)
        : honest().clientHello(hello -> hello.suites = List.of(Suites.ECDHE_ECDSA_256));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void heddle(Case each) {
    assertAccepted(each, HeddleSubject::new);
  }

  /** Plain bctls knows AES-128 alone as it comes. */
  static Stream<Case> casesOfBctls() {
    return cases().filter(each -> !each.name.equals("SHA-384"));
  }

  @ParameterizedTest
  @MethodSource("casesOfBctls")
  void bctls(Case each) {
    assertAccepted(each, BctlsSubject::new);
  }

  /** The JDK's client sends a share for each curve, so that a retry would be a fault. */
  static Stream<Case> casesOfTheJdk() {
    return cases().filter(each -> !each.script.retries());
  }

  @ParameterizedTest
  @MethodSource("casesOfTheJdk")
  void jdk(Case each) {
    assertAccepted(each, JdkSubject::new);
  }

  private static void assertAccepted(Case each, Subject.Maker maker) {
    Outcome outcome = Peer.run(each.terms, each.script, maker);
    assertEquals(Outcome.ACCEPTED, outcome.text(), outcome::toString);
    assertEquals(null, outcome.stopped());
  }

  @ParameterizedTest
  @EnumSource
  void closeFromEitherEnd(TlsVersion version) {
    for (Terms terms : List.of(Terms.client(version), Terms.server(version))) {
      Script ours = honest().then(Peer::closeNotify);
      assertEquals(Outcome.CLOSED, Peer.run(terms, ours, HeddleSubject::new).text());
      Script theirs = honest().then(Peer::subjectShutsDown);
      assertEquals("warning close_notify", Peer.run(terms, theirs, HeddleSubject::new).text());
      Script truncated = honest().then(Peer::end);
      assertEquals(Outcome.SILENT, Peer.run(terms, truncated, HeddleSubject::new).text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void dataOfTheSubject(TlsVersion version) {
    byte[] content = new byte[40_000];
    Script script =
        honest()
            .then(peer -> peer.subjectWrites(content))
            .then(peer -> assertArrayEquals(content, peer.received()));
    assertEquals(
        Outcome.CLOSED,
        Peer.run(Terms.client(version), script.then(Peer::closeNotify), HeddleSubject::new).text());
  }
}
