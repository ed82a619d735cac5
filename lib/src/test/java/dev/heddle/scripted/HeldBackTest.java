package dev.heddle.scripted;

import static dev.heddle.scripted.Resuming.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.TlsVersion;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What shares a record with a message that waits for a callback. */
class HeldBackTest {

  /** RFC 5246 section 7.4.1.1: a HelloRequest in a handshake is passed over, and nothing more. */
  @Test
  void aHelloRequestBehindServerHelloDone() {
    AtomicInteger asked = new AtomicInteger();
    Terms terms =
        Terms.client(TlsVersion.TLS_1_2)
            .withClientAuth()
            .ours(
                config ->
                    config
                        .credentials(List.of())
                        .clientCertificateCallback(
                            issuers ->
                                asked.incrementAndGet() < 2
                                    ? Selection.callAgain()
                                    : Selection.none()));
    byte[] done = Message.SERVER_HELLO_DONE.framed();
    Script script =
        Script.honest()
            .instead(
                Message.SERVER_HELLO_DONE,
                peer -> {
                  peer.schedule.add(done);
                  peer.record(Record.HANDSHAKE, Bytes.concat(done, Message.HELLO_REQUEST.framed()));
                  peer.wire(); // has the subject go on
                });
    Outcome outcome = Peer.run(terms, script, HeddleSubject::new);
    assertEquals(Outcome.ACCEPTED, outcome.text(), outcome::toString);
    assertEquals(2, asked.get());
  }

  /** Anybody in between can put one in: it must not spoil the tickets of the connection. */
  @Test
  void aHelloRequestBeforeServerHelloIsNoPartOfTheTranscript() {
    Script earlier = given().before(Message.SERVER_HELLO, peer -> peer.send(Message.HELLO_REQUEST));
    Outcome outcome =
        Peer.run(
            Terms.client(TlsVersion.TLS_1_3),
            Script.honest().earlier(earlier).resuming(),
            HeddleSubject::new);
    assertEquals(Outcome.RESUMED, outcome.text(), outcome::toString);
  }
}
