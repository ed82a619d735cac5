package dev.heddle.scripted;

import static dev.heddle.scripted.Resuming.given;
import static dev.heddle.scripted.Script.honest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.TlsVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client brings a ticket back in each hello, whose extensions have 65535 bytes: long ones are not
 * kept.
 */
class LongTicketTest {

  @ParameterizedTest
  @CsvSource({
    "TLS_1_2,16384,true", "TLS_1_2,16385,false", "TLS_1_2,65500,false",
    "TLS_1_3,16384,true", "TLS_1_3,16385,false", "TLS_1_3,65500,false"
  })
  void isOffered(TlsVersion version, int length, boolean expected) {
    Script script =
        honest()
            .earlier(given().newSessionTicket(t -> t.ticket = new byte[length]))
            .before(Message.SERVER_HELLO, peer -> demandTicket(peer, expected));
    Outcome outcome = Peer.run(Terms.client(version), script, HeddleSubject::new);
    assertEquals(Outcome.ACCEPTED, outcome.text(), outcome::toString);
  }

  private static void demandTicket(Peer peer, boolean expected) {
    Extensions extensions = peer.clientHello().extensions;
    boolean offers =
        extensions.has(Extensions.PRE_SHARED_KEY)
            || extensions.has(Extensions.SESSION_TICKET)
                && extensions.get(Extensions.SESSION_TICKET).length > 0;
    peer.demand(offers == expected, offers ? "offers the ticket" : "offers no ticket");
  }
}
