package dev.heddle.scripted;

import static dev.heddle.fault.Alert.BAD_RECORD_MAC;
import static dev.heddle.fault.Alert.UNEXPECTED_MESSAGE;
import static dev.heddle.scripted.ProtocolRule.accepted;
import static dev.heddle.scripted.ProtocolRule.server13;

import dev.heddle.config.TlsVersion;
import java.util.List;

/**
 * How a server that takes no early data passes over what the client has sent of it, and over
 * nothing else. Random bytes stand for it: they are as little under the handshake's keys.
 */
final class EarlyDataRules {

  private static final String SOURCE = "RFC 8446 4.2.10";
  private static final Terms TLS13 = Terms.server(TlsVersion.TLS_1_3);

  /** The content, its type and a tag (RFC 8446 sections 5.2 and 5.4). */
  private static final int LONGEST = (1 << 14) + 1 + 16;

  private EarlyDataRules() {}

  static List<ProtocolRule> all() {
    return List.of(
        accepted(TLS13, "early data", SOURCE, offered().before(Message.FINISHED, early(3, 300))),
        accepted(
            TLS13,
            "early data in the longest records",
            SOURCE,
            offered().before(Message.FINISHED, early(3, LONGEST))),
        accepted(
            TLS13,
            "early data in records too short to be protected",
            SOURCE,
            offered().before(Message.FINISHED, early(3, 1))),
        accepted(
            TLS13,
            "early data before a second ClientHello",
            SOURCE,
            retried().before(Message.SECOND_CLIENT_HELLO, early(3, LONGEST))),
        server13(
            "early data behind a second ClientHello",
            SOURCE,
            BAD_RECORD_MAC,
            retried().before(Message.FINISHED, early(1, 300))),
        server13(
            "early data that was not offered",
            SOURCE,
            BAD_RECORD_MAC,
            Script.honest().before(Message.FINISHED, early(1, 300))),
        server13(
            "early data before a second ClientHello that was not offered",
            SOURCE,
            UNEXPECTED_MESSAGE,
            ClientHelloRules.retried().before(Message.SECOND_CLIENT_HELLO, early(1, 300))),
        server13(
            "early data under the keys of the handshake",
            SOURCE,
            UNEXPECTED_MESSAGE,
            offered().before(Message.FINISHED, peer -> peer.data((byte) 1))),
        server13(
            "early data behind Finished",
            SOURCE,
            BAD_RECORD_MAC,
            offered().before(Message.FINISHED, early(1, 300)).then(early(1, 300))),
        server13(
            "early data in 65 records",
            "our limit",
            BAD_RECORD_MAC,
            offered().before(Message.FINISHED, early(65, 17))),
        server13(
            "300000 bytes of early data",
            "`PeerLimits`",
            UNEXPECTED_MESSAGE,
            offered().before(Message.FINISHED, early(20, 15_000))),
        server13(
            "300000 bytes of early data before a second ClientHello",
            "`PeerLimits`",
            UNEXPECTED_MESSAGE,
            retried().before(Message.SECOND_CLIENT_HELLO, early(20, 15_000))));
  }

  private static Script offered() {
    return Script.honest().clientHello(hello -> hello.extensions.add(Extensions.EARLY_DATA));
  }

  private static Script retried() {
    return ClientHelloRules.retried()
        .clientHello(hello -> hello.extensions.add(Extensions.EARLY_DATA))
        .secondClientHello(hello -> hello.extensions.remove(Extensions.EARLY_DATA));
  }

  static Script.Step early(int records, int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 31 + 7);
    }
    return peer -> {
      for (int i = 0; i < records; i++) {
        peer.plain(Record.DATA, content);
      }
    };
  }
}
