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
        new Topic("Limits", LimitRules.class, LimitRules.all()),
        new Topic("ServerHello of TLS 1.3", ServerHelloRules.class, ServerHelloRules.all()),
        new Topic("HelloRetryRequest", HelloRetryRules.class, HelloRetryRules.all()),
        new Topic(
            "EncryptedExtensions, CertificateRequest and tickets",
            ServerFlightRules.class,
            ServerFlightRules.all()),
        new Topic(
            "A server's certificate and proofs in TLS 1.3",
            ServerAuthRules.class,
            ServerAuthRules.all()),
        new Topic("ServerHello of TLS 1.2", ServerHello12Rules.class, ServerHello12Rules.all()),
        new Topic(
            "A server's other messages in TLS 1.2",
            ServerFlight12Rules.class,
            ServerFlight12Rules.all()),
        new Topic("A client's tickets of TLS 1.3", TicketRules.class, TicketRules.all()),
        new Topic(
            "A client that resumes in TLS 1.3", AcceptedPskRules.class, AcceptedPskRules.all()),
        new Topic("A client that resumes in TLS 1.2", Accepted12Rules.class, Accepted12Rules.all()),
        new Topic("ClientHello", ClientHelloRules.class, ClientHelloRules.all()),
        new Topic(
            "Extensions of a ClientHello", ClientExtensionRules.class, ClientExtensionRules.all()),
        new Topic("The second ClientHello", SecondHelloRules.class, SecondHelloRules.all()),
        new Topic("Early data", EarlyDataRules.class, EarlyDataRules.all()),
        new Topic("A server's tickets", GivenTicketRules.class, GivenTicketRules.all()),
        new Topic("A server that resumes in TLS 1.3", OfferedPskRules.class, OfferedPskRules.all()),
        new Topic("A server that resumes in TLS 1.2", Offered12Rules.class, Offered12Rules.all()),
        new Topic("A client's last flight", ClientFlightRules.class, ClientFlightRules.all()),
        new Topic("Order of a client's messages", ClientOrderRules.class, ClientOrderRules.all()));
  }

  static Stream<ProtocolRule> rules() {
    return topics().stream().flatMap(topic -> topic.rules().stream());
  }
}
