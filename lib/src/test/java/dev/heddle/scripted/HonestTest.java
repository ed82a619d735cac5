package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer whose script is honest is accepted, so what a rule breaks is all that is wrong. */
class HonestTest {

  record Case(String name, Terms terms, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Script honest = Script.honest();
    return Stream.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
        .flatMap(
            version -> {
              Terms client = Terms.client(version);
              return Stream.of(
                      new Case("client", client, honest),
                      new Case(
                          "client, P-256",
                          client.groups(NamedGroup.P_256),
                          Script.honest().group(KeyShare.P_256)),
                      new Case("client, RSA", client.serverKey(KeyType.RSA_2048), honest),
                      new Case("client, ALPN", client.alpn("h2", "http/1.1"), honest),
                      new Case("client asked", client.withClientAuth(), honest),
                      new Case(
                          "client certified",
                          client.withClientAuth().clientKey(KeyType.EC_P256),
                          honest))
                  .map(c -> new Case(version + " " + c.name, c.terms, c.script));
            });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void heddle(Case each) {
    Outcome outcome = Peer.run(each.terms, each.script, HeddleSubject::new);
    assertEquals(Outcome.ACCEPTED, outcome.text(), outcome::toString);
    assertEquals(List.of(), outcome.alerts());
  }
}
