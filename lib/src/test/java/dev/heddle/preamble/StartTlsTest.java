package dev.heddle.preamble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each protocol's way to TLS, as its specification has it, and each way to refuse. */
class StartTlsTest {

  static Stream<Arguments> goAhead() {
    return Stream.of(
        Arguments.of(StartTls.POSTGRESQL, lines(">" + SSL_REQUEST, "<S")),
        Arguments.of(StartTls.MYSQL, lines("<" + GREETING, ">" + MYSQL_REQUEST)),
        Arguments.of(
            StartTls.SMTP,
            lines(
                "<220-mail.example ESMTP\r\n220 no spam\r\n",
                ">EHLO [127.0.0.1]\r\n",
                "<250-mail.example\r\n250-SIZE 1000\r\n250-starttls\r\n250 HELP\r\n",
                ">STARTTLS\r\n",
                "<220 go\r\n")),
        Arguments.of(
            StartTls.smtp("me.example"),
            lines(
                "<220\r\n",
                ">EHLO me.example\r\n",
                "<250-mail.example\r\n250 STARTTLS\r\n",
                ">STARTTLS\r\n",
                "<220 go\r\n")),
        Arguments.of(
            StartTls.IMAP,
            lines(
                "<* OK [CAPABILITY IMAP4rev1] ready\r\n",
                ">a1 CAPABILITY\r\n",
                "<* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n",
                ">a2 STARTTLS\r\n",
                "<* OK soon\r\na2 OK now\r\n")),
        Arguments.of(StartTls.LDAP, lines(">" + LDAP_REQUEST, "<" + ldap(1, 0, "", ""))),
        Arguments.of(
            StartTls.LDAP, lines(">" + LDAP_REQUEST, "<" + ldap(1, 0, "", name(START_TLS)))),
        Arguments.of( // lengths as long as Active Directory makes them
            StartTls.LDAP,
            lines(">" + LDAP_REQUEST, "<0\u0084\0\0\0\u0010\2\1\1x\u0084\0\0\0\7\n\1\0\4\0\4\0")));
  }

  @ParameterizedTest
  @MethodSource
  void goAhead(Preamble protocol, String[] lines) throws Exception {
    try (Script script = Script.open().say(lines)) {
      Prelude prelude = script.hold(protocol);
      assertNull(prelude.failure(), () -> script.message(prelude));
      assertEquals(Set.of(Phase.STARTTLS), prelude.times().keySet());
      script.done();
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            StartTls.POSTGRESQL,
            "the server answered SSLRequest with N: it has no TLS (sent 8 bytes, received 1)",
            ">" + SSL_REQUEST,
            "<N"),
        refusal(
            StartTls.POSTGRESQL,
            "the server answered SSLRequest with an error: 'too many clients' (sent 8 bytes,"
                + " received 38)",
            ">" + SSL_REQUEST,
            "<" + error("SFATAL\0C53300\0Mtoo many clients\0\0")),
        refusal(
            StartTls.POSTGRESQL,
            "the server answered SSLRequest with an error: 'could not fork new process' (sent 8"
                + " bytes, received 29)",
            ">" + SSL_REQUEST,
            "<Ecould not fork new process\n\0"),
        refusal(
            StartTls.MYSQL,
            "the server does not offer TLS: CLIENT_SSL is not in its greeting (sent 0 bytes,"
                + " received 53)",
            "<" + greeting("\377\367")),
        refusal(
            StartTls.MYSQL,
            "the server refused: error 1040, 'Too many connections' (sent 0 bytes, received 27)",
            "<" + packet("\377\20\4Too many connections")),
        refusal(
            StartTls.MYSQL,
            "the server refused: error 1129, 'Host is blocked' (sent 0 bytes, received 28)",
            "<" + packet("\377\151\4#HY000Host is blocked")),
        refusal(
            StartTls.SMTP,
            "the server refused the connection: '554 go \\u001b[2Jaway' (sent 0 bytes, received"
                + " 17)",
            "<554 go \33[2Jaway\r\n"),
        refusal(
            StartTls.SMTP,
            "the server refused EHLO: '502 what' (sent 18 bytes, received 17)",
            "<220 x\r\n",
            ">EHLO [127.0.0.1]\r\n",
            "<502 what\r\n"),
        refusal(
            StartTls.SMTP,
            "the server does not offer STARTTLS (sent 18 bytes, received 30)",
            "<220 x\r\n",
            ">EHLO [127.0.0.1]\r\n",
            "<250-x\r\n250 NOSTARTTLS\r\n"),
        refusal(
            StartTls.SMTP,
            "the server refused STARTTLS: '454 TLS not available it\\u0027s late'"
                + " (sent 28 bytes, received 66)",
            "<220 x\r\n",
            ">EHLO [127.0.0.1]\r\n",
            "<250-x\r\n250 STARTTLS\r\n",
            ">STARTTLS\r\n",
            "<454-TLS not available\r\n454 it's late\r\n"),
        refusal(
            StartTls.IMAP,
            "the server has logged us in already, without TLS: '* PREAUTH hi' (sent 0 bytes,"
                + " received 14)",
            "<* PREAUTH hi\r\n"),
        refusal(
            StartTls.IMAP,
            "the server refused the connection: '* BYE busy' (sent 0 bytes, received 12)",
            "<* BYE busy\r\n"),
        refusal(
            StartTls.IMAP,
            "the server does not offer STARTTLS (sent 15 bytes, received 39)",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<* CAPABILITY IMAP4rev1\r\na1 OK x\r\n"),
        refusal(
            StartTls.IMAP,
            "the server refused STARTTLS: 'a2 NO later' (sent 28 bytes, received 61)",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK x\r\n",
            ">a2 STARTTLS\r\n",
            "<a2 NO later\r\n"),
        refusal(
            StartTls.IMAP,
            "the server ended the connection: '* BYE idle' (sent 15 bytes, received 18)",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<* BYE idle\r\n"),
        refusal(
            StartTls.LDAP,
            "the server refused StartTLS: protocolError(2), 'no TLS' (sent 31 bytes, received 20)",
            ">" + LDAP_REQUEST,
            "<" + ldap(1, 2, "no TLS", "")),
        refusal(
            StartTls.LDAP,
            "the server ended the connection: unavailable(52) (sent 31 bytes, received 38)",
            ">" + LDAP_REQUEST,
            "<" + ldap(0, 52, "", name("1.3.6.1.4.1.1466.20036"))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void refusalIsAFailureInItsOwnWords(Preamble protocol, String message, String[] lines)
      throws Exception {
    assertFails(Category.REFUSED, protocol, message, lines);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        refusal(
            StartTls.POSTGRESQL,
            "the peer broke the protocol: this is no PostgreSQL server: it answered SSLRequest with"
                + " 0x48 (sent 8 bytes, received 12)",
            ">" + SSL_REQUEST,
            "<HTTP/1.1 400"),
        refusal(
            StartTls.MYSQL,
            "the peer broke the protocol: this is no MySQL server: its first packet has the length"
                + " 3158578 and the number 32 (sent 0 bytes, received 7)",
            "<220 x\r\n"),
        refusal(
            StartTls.MYSQL,
            "the peer broke the protocol: the server speaks version 9 of MySQL's protocol (sent 0"
                + " bytes, received 7)",
            "<" + packet("\t4\0")),
        refusal(
            StartTls.MYSQL,
            "the peer broke the protocol: the server's greeting is cut off (sent 0 bytes, received"
                + " 7)",
            "<" + packet("\n48")),
        refusal(
            StartTls.SMTP,
            "the peer broke the protocol: this is no reply of SMTP: '250 y' (sent 0 bytes,"
                + " received 14)",
            "<220-x\r\n250 y\r\n"),
        refusal(
            StartTls.IMAP,
            "the peer broke the protocol: this is no greeting of IMAP: '220 x' (sent 0 bytes,"
                + " received 7)",
            "<220 x\r\n"),
        refusal(
            StartTls.IMAP,
            "the peer broke the protocol: this is no answer of IMAP: 'a3 OK' (sent 15 bytes,"
                + " received 13)",
            "<* OK\r\n",
            ">a1 CAPABILITY\r\n",
            "<a3 OK\r\n"),
        refusal(
            StartTls.LDAP,
            "the peer broke the protocol: this is no answer of LDAP: it begins with 0x48 (sent 31"
                + " bytes, received 4)",
            ">" + LDAP_REQUEST,
            "<HTTP"),
        refusal(
            StartTls.LDAP,
            "the peer broke the protocol: an answer to message 7, and we sent 1 (sent 31 bytes,"
                + " received 14)",
            ">" + LDAP_REQUEST,
            "<" + ldap(7, 0, "", "")),
        refusal(
            StartTls.LDAP,
            "the peer broke the protocol: an answer to '1.2', and we sent StartTLS (sent 31 bytes,"
                + " received 19)",
            ">" + LDAP_REQUEST,
            "<" + ldap(1, 0, "", name("1.2"))),
        refusal(
            StartTls.LDAP,
            "the peer broke the protocol: an answer of 16385 bytes (sent 31 bytes, received 4)",
            ">" + LDAP_REQUEST,
            "<0\u0082\100\1"),
        malformed("0\u0080"), // an indefinite length
        malformed("0\u0085\0\0\0\0\0"), // more octets of length than any answer needs
        malformed("0\u0084\377\0\0\0"), // a negative length
        malformed("0\14\2\1\1x\10\n\1\0\4\0\4\0"), // an inner length that is too long
        malformed("0\15\2\1\1x\7\n\1\0\4\0\4\0\0"), // a byte behind the response
        malformed("0\15\2\1\1x\10\n\1\0\4\0\4\0\0"), // a byte inside the response
        malformed("0\14\2\1\1x\7\2\1\0\4\0\4\0"), // a result code that is no ENUMERATED
        malformed("0\14\2\1\1x\7\n\0\0\4\0\4\0"), // an empty result code
        malformed("0\14\2\1\1a\7\n\1\0\4\0\4\0")); // another response
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void broken(Preamble protocol, String message, String[] lines) throws Exception {
    assertFails(Category.PROTOCOL, protocol, message, lines);
  }

  /** Each protocol's go-ahead with something behind it, in one piece: CVE-2011-0411. */
  static Stream<Arguments> injections() {
    return goAhead()
        .map(Arguments::get)
        .filter(row -> row[0] != StartTls.MYSQL) // its client has the last word
        .map(
            row -> {
              String[] lines = ((String[]) row[1]).clone();
              lines[lines.length - 1] += "x OK injected\r\n";
              return Arguments.of(row[0], lines);
            });
  }

  @ParameterizedTest
  @MethodSource("injections")
  void plainTextBehindTheGoAheadIsRefused(Preamble protocol, String[] lines) throws Exception {
    try (Script script = Script.open().say(lines)) {
      Prelude prelude = script.hold(protocol);
      String message = script.message(prelude);
      assertEquals(
          "STARTTLS with PEER: the peer broke the protocol: it went on in the clear ("
              + protocol.protocol()
              + ") after it had agreed to begin with TLS: 15 bytes, 'x OK injected\\u000d\\u000a'",
          message.substring(0, message.indexOf(" (sent")));
      assertEquals(Category.PROTOCOL, prelude.failure().fault().category());
      script.done();
      assertEquals(0, script.client().pending());
    }
  }

  @Test
  void whoSpeaksOutOfTurnIsRefused() throws Exception {
    try (Script script = Script.open().say("<220 x\r\n250 x\r\n")) {
      assertEquals(
          "STARTTLS with PEER: the peer broke the protocol: it spoke before it was asked: 7 bytes,"
              + " '250 x\\u000d\\u000a' (sent 0 bytes, received 14)",
          script.message(script.hold(StartTls.SMTP)));
    }
    try (Script script = Script.open().say("<" + GREETING + "x")) {
      assertEquals(
          "STARTTLS with PEER: the peer broke the protocol: it spoke before it was asked: 1 byte,"
              + " 'x' (sent 0 bytes, received 54)",
          script.message(script.hold(StartTls.MYSQL)));
    }
  }

  @Test
  void greetingOfMySqlIsHandedOn() throws Exception {
    AtomicReference<byte[]> greeting = new AtomicReference<>();
    try (Script script = Script.open().say("<" + GREETING, ">" + MYSQL_REQUEST)) {
      Prelude prelude = script.hold(StartTls.mySql(greeting::set));
      assertNull(prelude.failure());
      script.done();
    }
    assertArrayEquals(GREETING.substring(4).getBytes(StandardCharsets.ISO_8859_1), greeting.get());
  }

  @Test
  void nameForEhloCannotEndTheLine() {
    assertEquals(
        "'x\\u000d\\u000aRSET' is no name for EHLO",
        assertThrows(IllegalArgumentException.class, () -> StartTls.smtp("x\r\nRSET"))
            .getMessage());
  }

  private static void assertFails(
      Category category, Preamble protocol, String message, String... lines) throws Exception {
    try (Script script = Script.open().say(lines)) {
      Prelude prelude = script.hold(protocol);
      assertEquals("STARTTLS with PEER: " + message, script.message(prelude));
      assertEquals(category, prelude.failure().fault().category());
      assertEquals(Phase.STARTTLS, prelude.failure().phase());
      script.done();
    }
  }

  private static Arguments refusal(Preamble protocol, String message, String... lines) {
    return Arguments.of(protocol, message, lines);
  }

  private static Arguments malformed(String answer) {
    return refusal(
        StartTls.LDAP,
        "the peer broke the protocol: an answer of LDAP that is malformed (sent 31 bytes, received "
            + answer.length()
            + ")",
        ">" + LDAP_REQUEST,
        "<" + answer);
  }

  private static String[] lines(String... lines) {
    return lines;
  }

  private static String ldap(int id, int code, String words, String more) {
    String result = "\n\1" + (char) code + "\4\0\4" + (char) words.length() + words + more;
    String response = "x" + (char) result.length() + result;
    return "0" + (char) (3 + response.length()) + "\2\1" + (char) id + response;
  }

  /** An ErrorResponse of PostgreSQL. */
  private static String error(String fields) {
    return "E\0\0\0" + (char) (4 + fields.length()) + fields;
  }

  /** The first packet of MySQL. */
  private static String packet(String payload) {
    return (char) payload.length() + "\0\0\0" + payload;
  }

  /** A greeting of MySQL, with the lower half of its flags. */
  private static String greeting(String flags) {
    return packet(
        "\n8.0\0\1\0\0\0abcdefgh\0"
            + flags
            + "\377\2\0\377\377\25"
            + "\0".repeat(10)
            + "ijklmnopqrst\0");
  }

  private static String name(String oid) {
    return "\u008a" + (char) oid.length() + oid;
  }

  private static final String SSL_REQUEST = "\0\0\0\10\4\322\26\57";
  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  private static final String LDAP_REQUEST = "0\35\2\1\1w\30\200\26" + START_TLS;

  /** Of version 8.0, with all flags set that there are. */
  private static final String GREETING = greeting("\377\377");

  /** 32 bytes, number 1; flags, the longest packet of 16 MB, utf8mb4. */
  private static final String MYSQL_REQUEST = "\40\0\0\1\1\212\10\0\0\0\0\1\55" + "\0".repeat(23);
}
