package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and addresses against what a certificate presents. */
class HostNameTest {

  private static final int DNS = 2;
  private static final int IP = 7;

  @ParameterizedTest
  @CsvSource({
    "a.test,            a.test,          true",
    "A.Test,            a.tEST,          true",
    "a.test.,           a.test,          true",
    "a.test,            a.test.,         false",
    "a.test.,           a.test.,         false",
    "a.test,            b.test,          false",
    "a.test,            test,            false",
    "test,              a.test,          false",
    "www.a.test,        a.test,          false",
    "a.test,            'a.test ',       false",
    "a.test,            .a.test,         false",
    "a.test,            '',              false",
    "a_b.test,          a_b.test,        true",
    "xn--bcher-kva.test, XN--bcher-kva.test, true",
    "www.a.test,        *.a.test,        true",
    "WWW.a.test,        *.A.test,        true",
    "www.a.test,        *.a.test.,       false",
    "xn--bcher-kva.a.test, *.a.test,     true",
    "a.test,            *.a.test,        false",
    "x.www.a.test,      *.a.test,        false",
    "www.a.test,        w*.a.test,       false",
    "www.a.test,        *w.a.test,       false",
    "www.a.test,        www.*.test,      false",
    "www.a.test,        *.*.test,        false",
    "www.a.test,        *,               false",
    "a.test,            *.test,          false",
    "test,              *,               false",
    "a.test,            *.,              false",
    "www.a.test,        **.a.test,       false",
    "localhost,         localhost,       true",
  })
  void dns(String wanted, String presented, boolean matches) {
    X509Certificate certificate = san(dnsName(presented));
    assertEquals(matches, HostName.of(wanted).matches(certificate), wanted + " / " + presented);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,            C0000201,                         true",
    "192.0.2.1,            C0000202,                         false",
    "192.0.2.1,            C00002,                           false",
    "192.0.2.1,            00000000000000000000FFFFC0000201, false",
    "::ffff:192.0.2.1,     C0000201,                         true",
    "::ffff:192.0.2.1,     00000000000000000000FFFFC0000201, false",
    "192.0.2.1,            C0000201FFFFFFFF,                 false",
    "[::ffff:c000:201],    C0000201,                         true",
    "2001:db8::1,          20010DB8000000000000000000000001, true",
    "[2001:DB8:0::1],      20010DB8000000000000000000000001, true",
    "2001:db8::1,          20010DB8000000000000000000000002, false",
    "fe80::1%eth0,         FE800000000000000000000000000001, true",
    "::1,                  00000000000000000000000000000001, true",
    "::,                   00000000000000000000000000000000, true",
    "1:2:3:4:5:6:7:8,      00010002000300040005000600070008, true",
    "1:2:3:4:5:6:1.2.3.4,  00010002000300040005000601020304, true",
  })
  void ip(String wanted, String presented, boolean matches) {
    byte[] bytes = HexFormat.of().parseHex(presented);
    X509Certificate certificate = san(tagged(IP, new DEROctetString(bytes)));
    assertTrue(HostName.of(wanted).isIp());
    assertEquals(matches, HostName.of(wanted).matches(certificate), wanted + " / " + presented);
  }

  @Test
  void addressIsNeverMatchedByName() {
    X509Certificate certificate =
        san(dnsName("192.0.2.1"), dnsName("*.0.2.1"), dnsName("2001:db8::1"));
    assertFalse(HostName.of("192.0.2.1").matches(certificate));
    assertFalse(HostName.of("2001:db8::1").matches(certificate));
  }

  @Test
  void commonNameIsNoName() {
    assertFalse(HostName.of("cn.test").matches(TestCerts.make("cn.test").build().certificate()));
    assertEquals(List.of(), HostName.presented(TestCerts.make("cn.test").build().certificate()));
  }

  @Test
  void zeroByteEndsNothing() {
    X509Certificate certificate = san(dnsName("good.test\0.evil.test"));
    assertFalse(HostName.of("good.test").matches(certificate));
    assertTrue(HostName.presented(certificate).stream().noneMatch(name -> name.indexOf('\0') >= 0));
  }

  @Test
  void malformedNamesProveNothing() {
    X509Certificate certificate =
        TestCerts.make("x")
            .extension("2.5.29.17", false, new DEROctetString(new byte[] {1, 2, 3}))
            .build()
            .certificate();
    assertFalse(HostName.of("x").matches(certificate));
    assertEquals(List.of(), HostName.presented(certificate));
  }

  /** A name remembers the certificate that has proved it, and is proved by no other for that. */
  @Test
  void whatWasProvedOnceProvesNothingElse() {
    X509Certificate right = san(dnsName("a.test"));
    X509Certificate wrong = san(dnsName("b.test"));
    HostName name = HostName.of("a.test");
    for (int i = 0; i < 2; i++) {
      assertFalse(name.matches(wrong));
      assertFalse(name.matches(wrong));
      assertTrue(name.matches(right));
      assertTrue(name.matches(right));
      assertFalse(HostName.of("b.test").matches(right));
      assertTrue(name.matches(san(dnsName("a.test"))));
      assertFalse(name.matches(null));
    }
  }

  /** Nor by the absence of one, once the certificate is gone. */
  @Test
  void remembersNoCertificateThatIsGone() {
    HostName name = HostName.of("a.test");
    assertFalse(name.matches(null));
  }

  @Test
  void presentedNames() {
    X509Certificate certificate =
        san(dnsName("a.test"), tagged(IP, new DEROctetString(new byte[] {1, 2, 3, 4})));
    assertEquals(List.of("DNS:a.test", "IP:1.2.3.4"), HostName.presented(certificate));
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000FFFF01020304");
    assertEquals(
        List.of("IP:::ffff:102:304"),
        HostName.presented(san(tagged(IP, new DEROctetString(mapped)))));
  }

  @ParameterizedTest
  @CsvSource({
    "A.Test.,                a.test",
    "[2001:DB8:0:0:1:0:0:1], 2001:db8::1:0:0:1",
    "::,                     ::",
    "1::,                    1::",
    "::1,                    ::1",
    "1:0:2:3:4:5:6:7,        1:0:2:3:4:5:6:7",
    "1:2:3:4:5:6:0:0,        1:2:3:4:5:6::",
    "::ffff:10.0.0.1,        10.0.0.1",
    "255.255.255.255,        255.255.255.255",
  })
  void normalForm(String text, String normal) {
    assertEquals(normal, HostName.of(text).text());
    assertEquals(HostName.of(normal), HostName.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..test",
        ".a.test",
        "a b.test",
        "a.test:443",
        "https://a.test",
        "*.a.test",
        "bücher.test",
        "a\0.test",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "0x7f.1",
        "2130706433",
        "0x7f000001",
        "1:2:3",
        "1::2::3",
        "12345::",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "[::1",
        "::1]",
        "[1.2.3.4]",
        "::1%",
        "1.2.3.4::",
        "1:2:3:4:5:6:7::8",
        "a@b.test",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test"
      })
  void refused(String text) {
    ConfigException e = assertThrows(ConfigException.class, () -> HostName.of(text));
    assertTrue(e.getMessage().contains("is no host name: "), e.getMessage());
    assertTrue(e.getMessage().chars().allMatch(c -> c >= 0x20), e.getMessage());
  }

  @Test
  void longestName() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label, "a".repeat(61));
    assertEquals(name, HostName.of(name).text());
    assertThrows(ConfigException.class, () -> HostName.of(name + "a"));
  }

  private static X509Certificate san(ASN1Encodable... names) {
    return TestCerts.make("subject")
        .extension("2.5.29.17", false, new DERSequence(names))
        .build()
        .certificate();
  }

  private static ASN1Encodable dnsName(String name) {
    return tagged(DNS, new DERIA5String(name));
  }

  private static ASN1Encodable tagged(int tag, ASN1Encodable value) {
    return new DERTaggedObject(false, tag, value);
  }
}
