package dev.heddle.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order addresses are tried. */
class AddressOrderTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1 192.0.2.2 2001:db8::1, 2001:db8::1 192.0.2.1 192.0.2.2",
    "2001:db8::2 2001:db8::1 2001:db8::3 192.0.2.9, 2001:db8::2 192.0.2.9 2001:db8::1 2001:db8::3",
    "192.0.2.1 192.0.2.2 192.0.2.1, 192.0.2.1 192.0.2.2"
  })
  void familiesTakeTurnsAndEachAddressComesOnce(String found, String order) throws Exception {
    assertEquals(addresses(order), AddressOrder.of(addresses(found)));
  }

  @Test
  void noMoreThanSomeAreTried() throws Exception {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) i}));
    }
    assertEquals(many.subList(0, AddressOrder.MOST), AddressOrder.of(many));
  }

  private static List<InetAddress> addresses(String literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String each : literals.split(" ")) {
      addresses.add(InetAddress.getByName(each));
    }
    return addresses;
  }
}
