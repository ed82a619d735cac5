package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with a hello in a full handshake is wrong with it in a short one, too, and gets the
 * same alert.
 */
class ResumedRulesTest {

  /** What the session changes, or the script does to what a session needs. */
  private static final Set<String> OTHERWISE =
      Set.of(
          "a pre-shared key in ServerHello that nobody offered",
          "our own session id, which names no session",
          "no key_share in ServerHello",
          "another suite after HelloRetryRequest",
          "no signature_algorithms",
          "no signature_algorithms, which means SHA-1 alone",
          "signature_algorithms with none that the key makes",
          "neither supported_groups nor key_share",
          "a PSK and no signature_algorithms, though the PSK is not taken");

  static Stream<ProtocolRule> rules() {
    return Stream.of(
            HelloRules.all(),
            ExtensionRules.all(),
            KeyExchangeRules.all(),
            ServerHelloRules.all(),
            HelloRetryRules.all(),
            ServerHello12Rules.all(),
            ClientHelloRules.all(),
            ClientExtensionRules.all(),
            SecondHelloRules.all())
        .flatMap(List::stream)
        .filter(rule -> rule.alert() != null && !OTHERWISE.contains(rule.rule()))
        .filter(rule -> !bringsItsOwnKeys(rule.rule()));
  }

  /** Such a rule has an extension of its own where that of the session would be. */
  private static boolean bringsItsOwnKeys(String rule) {
    return rule.contains("pre_shared_key") || rule.contains("PSK") || rule.contains("binder");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void inAShortHandshake(ProtocolRule rule) {
    rule.script().earlier(Script.honest().tickets(1)).resuming();
    Outcome outcome = rule.run(HeddleSubject::new);
    assertEquals(rule.expected(), rule.verdict(outcome), outcome::toString);
    assertEquals(rule.alert(), outcome.reported(), outcome::toString);
  }
}
