package dev.heddle.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

/** Addresses as text. */
class AddressTest {

  /** A client picks the path of its own end, and a listener puts it into messages. */
  @Test
  void pathOfAUnixDomainSocketIsEscaped() {
    String picked = "/tmp/a\nERROR b\u001b[2J";
    assertEquals(
        "/tmp/a\\u000aERROR b\\u001b[2J", Address.text(UnixDomainSocketAddress.of(picked)));
    assertEquals("/run/db.sock", Address.text(UnixDomainSocketAddress.of("/run/db.sock")));
    assertEquals("unnamed socket", Address.text(UnixDomainSocketAddress.of("")));
  }
}
