package dev.heddle.scripted;

import static dev.heddle.fault.Alert.DECODE_ERROR;
import static dev.heddle.fault.Alert.ILLEGAL_PARAMETER;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.client12;
import static dev.heddle.scripted.ProtocolRule.server12;
import static dev.heddle.scripted.ProtocolRule.server13;
import static dev.heddle.scripted.Script.honest;

import dev.heddle.config.TlsVersion;
import java.util.List;

/** What stands in ClientHello, ServerHello and HelloRetryRequest. */
final class HelloRules {

  private static final String DOWNGRADE_TO_TLS12 = "DOWNGRD\u0001";

  private HelloRules() {}

  static List<ProtocolRule> all() {
    return List.of(
        server13(
            "a ClientHello with two compression methods",
            "RFC 8446 4.1.2",
            ILLEGAL_PARAMETER,
            honest().clientHello(hello -> hello.compressions = new byte[] {0, 1})),
        server13(
            "an octet behind ClientHello's extensions",
            "RFC 8446 4.1.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.trailing = new byte[1])),
        server12(
            "an octet behind ClientHello's extensions",
            "RFC 5246 7.4.1.2",
            DECODE_ERROR,
            honest().clientHello(hello -> hello.trailing = new byte[1])),
        accepted(
            Terms.server(TlsVersion.TLS_1_3),
            "a ClientHello with an extension that nobody knows",
            "RFC 8446 4.1.2",
            honest().clientHello(hello -> hello.extensions.addFirst(Extensions.UNKNOWN, (byte) 7))),
        client12(
                "a random that tells of a downgrade, to a client with TLS 1.3",
                "RFC 8446 4.1.3",
                ILLEGAL_PARAMETER,
                honest()
                    .serverHello(
                        hello -> hello.random = endingWith(hello.random, DOWNGRADE_TO_TLS12)))
            .terms(terms -> terms.versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)));
  }

  private static byte[] endingWith(byte[] random, String end) {
    return Bytes.concat(Bytes.cut(random, end.length()), end.getBytes());
  }
}
