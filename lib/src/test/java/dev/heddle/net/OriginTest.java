package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "192.0.2.7, ::ffff:192.0.2.7",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9"
  })
  void oneClient(String one, String other) throws Exception {
    assertEquals(origin(one, 1), origin(other, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.8",
    "2001:db8:1:2::1, 2001:db8:1:3::1",
    "0.0.0.0, ::1",
    "192.0.2.7, ::c000:207:0:0:0:0"
  })
  void severalClients(String one, String other) throws Exception {
    assertNotEquals(origin(one, 1), origin(other, 1));
  }

  @Test
  void unixDomainSocketHasNone() {
    assertNull(Origin.of(UnixDomainSocketAddress.of("")));
  }

  private static Origin origin(String literal, int port) throws Exception {
    return Origin.of(new InetSocketAddress(InetAddress.getByName(literal), port));
  }
}
