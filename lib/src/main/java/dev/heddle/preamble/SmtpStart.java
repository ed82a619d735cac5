package dev.heddle.preamble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** EHLO and STARTTLS of SMTP: RFC 5321, RFC 3207. */
final class SmtpStart {

  static void talk(PlainTalk talk, String client) throws IOException {
    talk.await("the server's greeting");
    Reply greeting = Reply.read(talk);
    if (greeting.code() != 220) {
      throw PlainTalk.refused("the server refused the connection: " + greeting.quoted());
    }
    talk.sendLine("EHLO " + client, "the answer to EHLO");
    Reply hello = Reply.read(talk);
    if (hello.code() != 250) {
      throw PlainTalk.refused("the server refused EHLO: " + hello.quoted());
    }
    if (!hello.offers("STARTTLS")) {
      throw PlainTalk.refused("the server does not offer STARTTLS");
    }
    talk.sendLine("STARTTLS", "the answer to STARTTLS");
    Reply go = Reply.read(talk);
    if (go.code() != 220) {
      throw PlainTalk.refused("the server refused STARTTLS: " + go.quoted());
    }
  }

  /**
   * A reply, RFC 5321 section 4.2.
   *
   * @param lines without their codes
   */
  private record Reply(int code, List<String> lines) {

    static Reply read(PlainTalk talk) throws IOException {
      List<String> lines = new ArrayList<>();
      String code = null;
      while (lines.size() < LINES) {
        String line = talk.readLine(LINE);
        if (!line.matches("(?s)[2-5][0-9]{2}([ -].*)?") || code != null && !line.startsWith(code)) {
          throw PlainTalk.broken("this is no reply of SMTP: " + PlainTalk.quote(line));
        }
        code = line.substring(0, 3);
        lines.add(line.length() > 4 ? line.substring(4) : "");
        if (line.length() == 3 || line.charAt(3) == ' ') {
          return new Reply(Integer.parseInt(code), lines);
        }
      }
      throw PlainTalk.broken("a reply of more than " + LINES + " lines");
    }

    /** Whether a line behind the first is this keyword, RFC 5321 section 4.1.1.1. */
    boolean offers(String keyword) {
      return lines.stream().skip(1).anyMatch(line -> line.strip().equalsIgnoreCase(keyword));
    }

    String quoted() {
      return PlainTalk.quote(code + " " + String.join(" ", lines));
    }
  }

  private static final int LINES = 100;
  private static final int LINE = 2048;

  private SmtpStart() {}
}
