package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.scripted.Messages.ClientHello;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After a HelloRetryRequest with a cookie and no group the second hello is the first, shares
 * included, with the cookie (RFC 8446 sections 4.1.2 and 4.2.2).
 */
class CookieRetryTest {

  @ParameterizedTest
  @EnumSource(names = {"X25519", "X25519MLKEM768"})
  void repeatsTheFirstHelloWithTheCookie(NamedGroup first) {
    List<ClientHello> hellos = new ArrayList<>();
    Script.Step note = peer -> hellos.add(((ScriptedServer) peer).clientHello());
    Script script =
        HelloRetryRules.cookieAlone()
            .before(Message.HELLO_RETRY_REQUEST, note)
            .before(Message.SERVER_HELLO, note);
    Terms terms = Terms.client(TlsVersion.TLS_1_3).alpn("h2").groups(groups(first));
    Outcome outcome = Peer.run(terms, script, HeddleSubject::new);
    assertEquals(Outcome.ACCEPTED, outcome.text(), outcome::toString);
    ClientHello before = hellos.get(0);
    ClientHello after = hellos.get(1);
    assertArrayEquals(HelloRetryRules.COOKIE, after.extensions.get(Extensions.COOKIE));
    after.extensions.remove(Extensions.COOKIE);
    assertEquals(types(before), types(after));
    for (Extensions.Entry entry : before.extensions.entries) {
      assertArrayEquals(entry.data(), after.extensions.get(entry.type()), entry::toString);
    }
    assertArrayEquals(before.random, after.random);
    assertArrayEquals(before.sessionId, after.sessionId);
    assertEquals(before.suites, after.suites);
  }

  private static NamedGroup[] groups(NamedGroup first) {
    return first == NamedGroup.X25519
        ? new NamedGroup[] {first}
        : new NamedGroup[] {first, NamedGroup.X25519, NamedGroup.P_256};
  }

  private static List<Integer> types(ClientHello hello) {
    return hello.extensions.entries.stream().map(Extensions.Entry::type).sorted().toList();
  }
}
