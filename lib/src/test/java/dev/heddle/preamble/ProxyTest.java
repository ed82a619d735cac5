package dev.heddle.preamble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What proxies are asked, and each way they answer. */
class ProxyTest {

  private static final Proxy SOCKS = Proxy.socks5("proxy.example", 1080);
  private static final Proxy SOCKS_LOGIN =
      Proxy.socks5("proxy.example", 1080, "me", "s3cret".toCharArray());
  private static final Proxy HTTP = Proxy.httpConnect("proxy.example", 3128);
  private static final Proxy HTTP_LOGIN =
      Proxy.httpConnect("proxy.example", 3128, "me", "s3cret".toCharArray());

  static Stream<Arguments> ways() {
    return Stream.of(
        row(SOCKS, null, ">\5\1\0", "<\5\0", ">" + SOCKS_CONNECT, "<" + SOCKS_DONE),
        row(SOCKS_LOGIN, null, ">\5\2\0\2", "<\5\0", ">" + SOCKS_CONNECT, "<" + SOCKS_DONE),
        row(
            SOCKS_LOGIN,
            null,
            ">\5\2\0\2",
            "<\5\2",
            ">\1\2me\6s3cret",
            "<\1\0",
            ">" + SOCKS_CONNECT,
            "<\5\0\0\4" + "\0".repeat(18)),
        row(SOCKS, null, ">\5\1\0", "<\5\0", ">" + SOCKS_CONNECT, "<\5\0\0\3\11localhost\0\0"),
        row(HTTP, null, ">" + CONNECT + "\r\n", "<HTTP/1.1 200 OK\r\n\r\n"),
        row(HTTP, null, ">" + CONNECT + "\r\n", "<HTTP/1.0 204\nA: b\n\n"),
        row(
            HTTP,
            null,
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
        row(
            HTTP_LOGIN,
            null,
            ">" + CONNECT + "Proxy-Authorization: Basic bWU6czNjcmV0\r\n\r\n",
            "<HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource
  void ways(Preamble proxy, String message, String[] lines) throws Exception {
    try (Script script = Script.open().say(lines)) {
      Prelude prelude = script.hold(proxy);
      assertNull(prelude.failure(), () -> script.message(prelude));
      assertEquals(Set.of(Phase.PROXY), prelude.times().keySet());
      script.done();
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(SOCKS, "the SOCKS5 proxy demands a login", ">\5\1\0", "<\5\377"),
        row(
            SOCKS_LOGIN,
            "the SOCKS5 proxy takes no login by user name and password",
            ">\5\2\0\2",
            "<\5\377"),
        row(
            SOCKS_LOGIN,
            "the SOCKS5 proxy refused the user name or password: status 1",
            ">\5\2\0\2",
            "<\5\2",
            ">\1\2me\6s3cret",
            "<\1\1"),
        socksReply(1, "general failure(1)"),
        socksReply(2, "not allowed by its rules(2)"),
        socksReply(3, "network unreachable(3)"),
        socksReply(4, "host unreachable(4)"),
        socksReply(5, "connection refused(5)"),
        socksReply(6, "TTL expired(6)"),
        socksReply(7, "it knows no CONNECT(7)"),
        socksReply(8, "it does not take this type of address(8)"),
        socksReply(9, "reply 9"),
        row(
            HTTP,
            "the proxy demands a login: 'HTTP/1.1 407 Proxy Authentication Required'; it takes"
                + " '[Basic realm=\"x\", NTLM]'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 407 Proxy Authentication Required\r\nProxy-authenticate: Basic"
                + " realm=\"x\"\r\nProxy-Authenticate: NTLM\r\n\r\n<html>"),
        row(
            HTTP_LOGIN,
            "the proxy refused the user name or password: 'HTTP/1.1 407 No'",
            ">" + CONNECT + "Proxy-Authorization: Basic bWU6czNjcmV0\r\n\r\n",
            "<HTTP/1.1 407 No\r\n\r\n"),
        row(
            HTTP,
            "the proxy refused to connect: 'HTTP/1.1 403 \\u001b[31mno'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 403 \33[31mno\r\nContent-Length: 3\r\n\r\nno!"),
        row(
            HTTP,
            "the proxy refused to connect: 'HTTP/1.1 101 Switching Protocols'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        row(
            HTTP,
            "the proxy refused to connect: 'HTTP/1.1 302 Found'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 302 Found\r\n\r\n"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void refusals(Preamble proxy, String message, String[] lines) throws Exception {
    assertFails(Category.REFUSED, proxy, message, lines);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        row(
            SOCKS,
            "this is no SOCKS5 proxy: its answer begins with 0x48",
            ">\5\1\0",
            "<HTTP/1.1 400 Bad Request\r\n\r\n"),
        row(SOCKS, "the SOCKS5 proxy chose login 2, which was not offered", ">\5\1\0", "<\5\2"),
        row(
            SOCKS_LOGIN,
            "the SOCKS5 proxy answered the login in version 5",
            ">\5\2\0\2",
            "<\5\2",
            ">\1\2me\6s3cret",
            "<\5\0"),
        row(
            SOCKS,
            "the SOCKS5 proxy gave an address of unknown type 9",
            ">\5\1\0",
            "<\5\0",
            ">" + SOCKS_CONNECT,
            "<\5\0\0\11"),
        row(SOCKS, "it spoke before it was asked: 1 byte, '\\u0005'", ">\5\1\0", "<\5\0\5"),
        row(
            SOCKS,
            "it went on in the clear (SOCKS5) after it had agreed to begin with TLS: 2 bytes, 'hi'",
            ">\5\1\0",
            "<\5\0",
            ">" + SOCKS_CONNECT,
            "<" + SOCKS_DONE + "hi"),
        row(
            HTTP,
            "it went on in the clear (HTTP CONNECT) after it had agreed to begin with TLS: 2 bytes,"
                + " 'hi'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
        row(
            HTTP,
            "this is no proxy of HTTP: it said 'SSH-2.0-x'",
            ">" + CONNECT + "\r\n",
            "<SSH-2.0-x\r\n"),
        row(
            HTTP,
            "this is no proxy of HTTP: it said 'HTTP/1.1 2000 x'",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 2000 x\r\n\r\n"),
        row(
            HTTP,
            "the proxy's answer has more than 100 header fields",
            ">" + CONNECT + "\r\n",
            "<HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void broken(Preamble proxy, String message, String[] lines) throws Exception {
    assertFails(Category.PROTOCOL, proxy, "the peer broke the protocol: " + message, lines);
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        Arguments.of("192.0.2.7", "\1\300\0\2\7"),
        Arguments.of("2001:db8::7", "\4\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\7"),
        Arguments.of("::ffff:192.0.2.7", "\1\300\0\2\7"),
        Arguments.of("1.2.3", "\3\0051.2.3"));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void socksIsGivenAddressesAsSuch(String host, String address) throws Exception {
    try (Script script =
        Script.open().say(">\5\1\0", "<\5\0", ">\5\1\0" + address + "\1\273", "<" + SOCKS_DONE)) {
      assertNull(hold(script, SOCKS, host).failure());
      script.done();
    }
  }

  @Test
  void httpHasAnIpv6AddressInBrackets() throws Exception {
    try (Script script =
        Script.open()
            .say(
                ">CONNECT [2001:db8::7]:443 HTTP/1.1\r\nHost: [2001:db8::7]:443\r\n\r\n",
                "<HTTP/1.1 200 OK\r\n\r\n")) {
      assertNull(hold(script, HTTP, "2001:db8::7").failure());
      script.done();
    }
  }

  /** The proxy passes on what a server says first, and both may come in one piece. */
  @Test
  void greetingMayComeWithTheProxysAnswer() throws Exception {
    try (Script script =
        Script.open()
            .say(
                ">" + CONNECT + "\r\n",
                "<HTTP/1.1 200 OK\r\n\r\n220 x\r\n",
                ">EHLO [127.0.0.1]\r\n",
                "<250-x\r\n250 STARTTLS\r\n",
                ">STARTTLS\r\n",
                "<454 no\r\n")) {
      Prelude prelude = script.hold(HTTP, StartTls.SMTP);
      assertEquals(
          "STARTTLS with db.example:5432 through PEER: the server refused STARTTLS: '454 no' (sent"
              + " 87 bytes, received 55)",
          script.message(prelude));
      assertEquals(Set.of(Phase.PROXY, Phase.STARTTLS), prelude.times().keySet());
      script.done();
    }
  }

  @ParameterizedTest
  @CsvSource({"x y", "'x\r\nEvil: 1'", "''", "[::1]", "fe80::1%a b", "x/", "x:1"})
  void hostCannotSayAnythingElse(String host) throws Exception {
    try (Script script = Script.open()) {
      assertThrows(IllegalArgumentException.class, () -> hold(script, HTTP, host));
      assertThrows(IllegalArgumentException.class, () -> Proxy.socks5(host, 1080));
    }
  }

  @Test
  void loginIsCheckedAndNeverShown() {
    for (Proxy proxy : List.of(SOCKS_LOGIN, HTTP_LOGIN)) {
      assertFalse(proxy.toString().contains("s3cret"), proxy::toString);
    }
    assertEquals("SOCKS5 proxy.example:1080", SOCKS_LOGIN.toString());
    assertEquals("HTTP CONNECT [::1]:3128", Proxy.httpConnect("::1", 3128).toString());
    char[] empty = {};
    assertEquals(
        "a SOCKS5 password has 1 to 255 bytes in UTF-8, not 0",
        assertThrows(IllegalArgumentException.class, () -> Proxy.socks5("x", 1, "me", empty))
            .getMessage());
    String bad =
        "a user name of HTTP's Basic scheme has no colon, and neither it nor the password a control"
            + " character";
    for (String user : List.of("a:b", "a\nb")) {
      assertEquals(
          bad,
          assertThrows(IllegalArgumentException.class, () -> Proxy.httpConnect("x", 1, user, empty))
              .getMessage());
    }
    assertEquals(
        bad,
        assertThrows(
                IllegalArgumentException.class,
                () -> Proxy.httpConnect("x", 1, "me", "a\r\nb".toCharArray()))
            .getMessage());
  }

  private static Prelude hold(Script script, Proxy proxy, String host) {
    return Prelude.hold(
        List.of(proxy),
        script.client(),
        host,
        443,
        TimeSource.system(),
        Deadline.in(Duration.ofSeconds(5)),
        1);
  }

  private static void assertFails(
      Category category, Preamble proxy, String message, String... lines) throws Exception {
    try (Script script = Script.open().say(lines)) {
      Prelude prelude = script.hold(proxy);
      String text = script.message(prelude);
      assertEquals("proxy with PEER: " + message, text.substring(0, text.indexOf(" (sent")));
      assertEquals(category, prelude.failure().fault().category());
      assertEquals(Phase.PROXY, prelude.failure().phase());
      script.done();
    }
  }

  private static Arguments socksReply(int code, String reason) {
    return row(
        SOCKS,
        "the SOCKS5 proxy could not connect: " + reason,
        ">\5\1\0",
        "<\5\0",
        ">" + SOCKS_CONNECT,
        "<\5" + (char) code + "\0\1\0\0\0\0\0\0");
  }

  private static Arguments row(Preamble proxy, String message, String... lines) {
    return Arguments.of(proxy, message, lines);
  }

  private static final String SOCKS_CONNECT = "\5\1\0\3\12db.example\25\70";
  private static final String SOCKS_DONE = "\5\0\0\1\0\0\0\0\0\0";
  private static final String CONNECT =
      "CONNECT db.example:5432 HTTP/1.1\r\nHost: db.example:5432\r\n";
}
