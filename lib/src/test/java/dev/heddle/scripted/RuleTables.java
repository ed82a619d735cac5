package dev.heddle.scripted;

import java.util.List;
import java.util.stream.Stream;

/** All rules, by topic: the tables of {@code docs/rules.md}. */
final class RuleTables {

  /**
   * One table.
   *
   * @param heading it stands under
   * @param home the class that lists its rules
   */
  record Topic(String heading, Class<?> home, List<ProtocolRule> rules) {}

  private RuleTables() {}

  static List<Topic> topics() {
    return List.of(
        new Topic("Hellos", HelloRules.class, HelloRules.all()),
        new Topic("Extensions", ExtensionRules.class, ExtensionRules.all()),
        new Topic("Key exchange", KeyExchangeRules.class, KeyExchangeRules.all()),
        new Topic("Order of messages", OrderRules.class, OrderRules.all()),
        new Topic("Shares", ShareRules.class, ShareRules.all()),
        new Topic("Records", RecordRules.class, RecordRules.all()),
        new Topic("Alerts and the end", AlertRules.class, AlertRules.all()),
        new Topic("Limits", LimitRules.class, LimitRules.all()));
  }

  static Stream<ProtocolRule> rules() {
    return topics().stream().flatMap(topic -> topic.rules().stream());
  }
}
