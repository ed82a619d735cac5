package dev.heddle.preamble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conversation with a proxy of HTTP: CONNECT, RFC 9110 section 9.3.6, over HTTP/1.1. */
final class HttpConnect extends Proxy {

  private final Login login; // null: none

  HttpConnect(String host, int port, Login login) {
    super(host, port);
    this.login = login;
    if (login != null && (login.user().indexOf(':') >= 0 || login.has(Character::isISOControl))) {
      throw new IllegalArgumentException(
          "a user name of HTTP's Basic scheme has no colon, and neither it nor the password a"
              + " control character");
    }
  }

  @Override
  public String protocol() {
    return "HTTP CONNECT";
  }

  @Override
  public void talk(PlainTalk talk, String host, int port) throws IOException {
    byte[] request = request(Hosts.text(host, port));
    try {
      talk.send(request, "the proxy's answer to CONNECT");
    } finally {
      Arrays.fill(request, (byte) 0);
    }
    Answer answer = Answer.read(talk);
    while (answer.status() / 100 == 1 && answer.status() != SWITCHING_PROTOCOLS) {
      answer = Answer.read(talk); // interim, RFC 9110 section 15.2
    }
    if (answer.status() == LOGIN_REQUIRED) {
      throw PlainTalk.refused(
          (login == null
                  ? "the proxy demands a login: "
                  : "the proxy refused the user name or password: ")
              + answer.quoted());
    }
    if (answer.status() / 100 != 2) {
      throw PlainTalk.refused("the proxy refused to connect: " + answer.quoted());
    }
  }

  private byte[] request(String authority) {
    String head = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (login == null) {
      return (head + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
    byte[] before = (head + "Proxy-Authorization: Basic ").getBytes(StandardCharsets.US_ASCII);
    byte[] secret = credentials();
    ByteBuffer request = ByteBuffer.allocate(before.length + secret.length + 4);
    request.put(before).put(secret).put(new byte[] {'\r', '\n', '\r', '\n'});
    Arrays.fill(secret, (byte) 0);
    return request.array();
  }

  private byte[] credentials() {
    byte[] user = login.userBytes();
    byte[] password = login.passwordBytes();
    byte[] both = Arrays.copyOf(user, user.length + 1 + password.length);
    both[user.length] = ':';
    System.arraycopy(password, 0, both, user.length + 1, password.length);
    byte[] encoded = Base64.getEncoder().encode(both);
    Arrays.fill(password, (byte) 0);
    Arrays.fill(both, (byte) 0);
    return encoded;
  }

  /**
   * A status line and what matters of the fields behind it.
   *
   * @param line the status line
   * @param schemes of login that the proxy takes, in its words
   */
  private record Answer(int status, String line, List<String> schemes) {

    static Answer read(PlainTalk talk) throws IOException {
      String line = talk.readLine(LINE);
      Matcher status = STATUS.matcher(line);
      if (!status.matches()) {
        throw PlainTalk.broken("this is no proxy of HTTP: it said " + PlainTalk.quote(line));
      }
      List<String> schemes = new ArrayList<>();
      for (int i = 0; i <= FIELDS; i++) {
        String field = talk.readLine(LINE);
        if (field.isEmpty()) {
          return new Answer(Integer.parseInt(status.group(1)), line, schemes);
        }
        if (field.regionMatches(true, 0, CHALLENGE, 0, CHALLENGE.length())) {
          schemes.add(field.substring(CHALLENGE.length()).strip());
        }
      }
      throw PlainTalk.broken("the proxy's answer has more than " + FIELDS + " header fields");
    }

    String quoted() {
      String takes = schemes.isEmpty() ? "" : "; it takes " + PlainTalk.quote(schemes.toString());
      return PlainTalk.quote(line) + takes;
    }
  }

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[0-9] ([1-9][0-9]{2})( .*)?", Pattern.DOTALL);
  private static final String CHALLENGE = "Proxy-Authenticate:";
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int LOGIN_REQUIRED = 407;
  private static final int LINE = 8192;
  private static final int FIELDS = 100;
}
