package dev.heddle.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.fault.Alert;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A ClientKeyExchange without a curve: a secret encrypted for RSA, or a finite field's value. */
class ClientKeyExchangeTest {

  @Test
  void vectorAlone() throws BrokenRuleException {
    check("0002 0102");
    for (String broken : new String[] {"", "00", "0000", "0002 01", "0002 0102 03"}) {
      BrokenRuleException e = assertThrows(BrokenRuleException.class, () -> check(broken), broken);
      assertEquals(Alert.DECODE_ERROR, e.alert(), broken);
    }
  }

  private static void check(String exchange) throws BrokenRuleException {
    ClientSays says = new ClientSays(new Limits(9, 9), ClientHello.TLS_1_2);
    says.check(MessageType.CLIENT_HELLO, octets("0303" + "00".repeat(32) + "00 0004009c00ff 0100"));
    says.check(MessageType.CLIENT_KEY_EXCHANGE, octets(exchange));
  }

  private static Octets octets(String hex) {
    return new Octets(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
