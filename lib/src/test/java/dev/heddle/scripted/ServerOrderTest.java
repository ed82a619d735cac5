package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message of a server where another one is due: whatever it says, that is an
 * unexpected_message (RFC 8446 section 4, RFC 5246 section 7.4).
 */
class ServerOrderTest {

  /** Each kind of message once; a HelloRequest is passed over in TLS 1.2's handshake. */
  private static final Set<Message> KINDS =
      EnumSet.complementOf(
          EnumSet.of(
              Message.HELLO_REQUEST,
              Message.SECOND_CLIENT_HELLO,
              Message.HELLO_RETRY_REQUEST,
              Message.CHANGE_CIPHER_SPEC));

  /**
   * One place in a handshake.
   *
   * @param at where the honest server would send this; null after the handshake
   * @param early what comes instead
   */
  record Case(TlsVersion version, Message at, Message early) {}

  static Stream<Case> cases() {
    return Stream.concat(
        cases(TlsVersion.TLS_1_3, due13(), Set.of(Message.NEW_SESSION_TICKET, Message.KEY_UPDATE)),
        cases(TlsVersion.TLS_1_2, due12(), Set.of()));
  }

  private static Stream<Case> cases(
      TlsVersion version, Map<Message, Set<Message>> due, Set<Message> later) {
    Stream<Case> during =
        due.entrySet().stream()
            .flatMap(
                place ->
                    KINDS.stream()
                        .filter(kind -> !place.getValue().contains(kind))
                        .map(kind -> new Case(version, place.getKey(), kind)));
    return Stream.concat(
        during,
        KINDS.stream()
            .filter(kind -> !later.contains(kind))
            .map(kind -> new Case(version, null, kind)));
  }

  /** By the honest message what else could come in its place. */
  private static Map<Message, Set<Message>> due13() {
    Map<Message, Set<Message>> due = new LinkedHashMap<>();
    due.put(Message.SERVER_HELLO, Set.of(Message.SERVER_HELLO));
    due.put(Message.ENCRYPTED_EXTENSIONS, Set.of(Message.ENCRYPTED_EXTENSIONS));
    due.put(Message.CERTIFICATE, Set.of(Message.CERTIFICATE, Message.CERTIFICATE_REQUEST));
    due.put(Message.CERTIFICATE_VERIFY, Set.of(Message.CERTIFICATE_VERIFY));
    due.put(Message.FINISHED, Set.of(Message.FINISHED));
    return due;
  }

  private static Map<Message, Set<Message>> due12() {
    Map<Message, Set<Message>> due = new LinkedHashMap<>();
    due.put(Message.SERVER_HELLO, Set.of(Message.SERVER_HELLO));
    due.put(Message.CERTIFICATE, Set.of(Message.CERTIFICATE));
    due.put(Message.SERVER_KEY_EXCHANGE, Set.of(Message.SERVER_KEY_EXCHANGE));
    due.put(
        Message.SERVER_HELLO_DONE, Set.of(Message.CERTIFICATE_REQUEST, Message.SERVER_HELLO_DONE));
    due.put(Message.CHANGE_CIPHER_SPEC, Set.of());
    due.put(Message.FINISHED, Set.of(Message.FINISHED));
    return due;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void unexpected(Case each) {
    Script.Step early = peer -> peer.send(each.early);
    Script script =
        each.at == null ? Script.honest().then(early) : Script.honest().before(each.at, early);
    Outcome outcome = Peer.run(Terms.client(each.version), script, HeddleSubject::new);
    assertEquals(Alert.UNEXPECTED_MESSAGE.rfcName(), outcome.text(), outcome::toString);
  }
}
