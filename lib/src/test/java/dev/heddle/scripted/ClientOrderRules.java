package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every message of a client, and every one of a server, at every point where it is not due. */
final class ClientOrderRules {

  private static final Set<Message> MESSAGES =
      EnumSet.complementOf(
          EnumSet.of(
              Message.SECOND_CLIENT_HELLO,
              Message.HELLO_RETRY_REQUEST,
              Message.CHANGE_CIPHER_SPEC));

  private ClientOrderRules() {}

  static List<ProtocolRule> all() {
    List<ProtocolRule> rules = new ArrayList<>();
    for (Message due :
        List.of(
            Message.CLIENT_HELLO,
            Message.CERTIFICATE,
            Message.CERTIFICATE_VERIFY,
            Message.FINISHED)) {
      MESSAGES.stream()
          .filter(each -> each != due)
          .map(each -> rule13(each, due))
          .forEach(rules::add);
    }
    for (Message due :
        List.of(Message.CERTIFICATE, Message.CLIENT_KEY_EXCHANGE, Message.CERTIFICATE_VERIFY)) {
      MESSAGES.stream()
          .filter(each -> each != due)
          .map(each -> rule12(each, due))
          .forEach(rules::add);
    }
    for (Message each : MESSAGES) {
      if (each != Message.KEY_UPDATE) {
        rules.add(
            server13(
                name(each) + " after the handshake",
                "RFC 8446 4.6",
                UNEXPECTED_MESSAGE,
                honest().then(peer -> peer.send(each, new byte[36]))));
      }
    }
    rules.add(keyUpdate("a KeyUpdate without a body", DECODE_ERROR));
    rules.add(keyUpdate("a KeyUpdate with a body of two octets", DECODE_ERROR, 0, 0));
    rules.add(keyUpdate("a KeyUpdate that asks for 255", ILLEGAL_PARAMETER, 255));
    rules.add(
        accepted(
            Terms.server(TlsVersion.TLS_1_3),
            "a KeyUpdate that asks for one",
            "RFC 8446 4.6.3",
            honest().then(peer -> peer.keyUpdate(1))));
    return rules;
  }

  private static ProtocolRule keyUpdate(String rule, Alert alert, int... body) {
    return server13(
        rule,
        "RFC 8446 4.6.3",
        alert,
        honest().then(peer -> peer.send(Message.KEY_UPDATE, Bytes.of(body).done())));
  }

  private static ProtocolRule rule13(Message message, Message due) {
    return server13(rule(message, due), "RFC 8446 4", UNEXPECTED_MESSAGE, script(message, due))
        .terms(terms -> terms.withClientAuth().clientKey(KeyType.EC_P256));
  }

  private static ProtocolRule rule12(Message message, Message due) {
    return server12(rule(message, due), "RFC 5246 7.4", UNEXPECTED_MESSAGE, script(message, due))
        .terms(terms -> terms.withClientAuth().clientKey(KeyType.EC_P256));
  }

  private static String rule(Message message, Message due) {
    return name(message) + " where " + name(due) + " is due";
  }

  /** A body of zeros is well-formed for none of them, which must not matter. */
  private static Script script(Message message, Message due) {
    return honest().before(due, peer -> peer.send(message, new byte[36]));
  }

  private static String name(Message message) {
    StringBuilder name = new StringBuilder();
    for (String word : message.name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
