package dev.heddle.preamble;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** CAPABILITY and STARTTLS of IMAP: RFC 9051, and the same in RFC 3501. */
final class ImapStart {

  static void talk(PlainTalk talk) throws IOException {
    talk.await("the server's greeting");
    greeting(talk.readLine(LINE));
    talk.sendLine("a1 CAPABILITY", "the answer to CAPABILITY");
    if (!command(talk, "a1", "CAPABILITY")) {
      throw PlainTalk.refused("the server does not offer STARTTLS");
    }
    talk.sendLine("a2 STARTTLS", "the answer to STARTTLS");
    command(talk, "a2", "STARTTLS");
  }

  /**
   * A server that takes us for logged in already has no STARTTLS any more (RFC 9051 section 7.1.4);
   * going on would mean in the clear.
   */
  private static void greeting(String line) throws IOException {
    String upper = line.toUpperCase(Locale.ROOT);
    if (upper.startsWith("* PREAUTH")) {
      throw PlainTalk.refused(
          "the server has logged us in already, without TLS: " + PlainTalk.quote(line));
    }
    if (upper.startsWith("* BYE")) {
      throw PlainTalk.refused("the server refused the connection: " + PlainTalk.quote(line));
    }
    if (!upper.equals("* OK") && !upper.startsWith("* OK ")) {
      throw PlainTalk.broken("this is no greeting of IMAP: " + PlainTalk.quote(line));
    }
  }

  /** Reads up to the end of a command; whether STARTTLS was among the capabilities on the way. */
  private static boolean command(PlainTalk talk, String tag, String name) throws IOException {
    boolean offered = false;
    for (int i = 0; i < LINES; i++) {
      String line = talk.readLine(LINE);
      String[] words = line.toUpperCase(Locale.ROOT).split(" ");
      if (words.length > 1 && words[0].equals(tag.toUpperCase(Locale.ROOT))) {
        if (!words[1].equals("OK")) {
          throw PlainTalk.refused("the server refused " + name + ": " + PlainTalk.quote(line));
        }
        return offered;
      }
      if (words.length < 2 || !words[0].equals("*")) {
        throw PlainTalk.broken("this is no answer of IMAP: " + PlainTalk.quote(line));
      }
      if (words[1].equals("BYE")) {
        throw PlainTalk.refused("the server ended the connection: " + PlainTalk.quote(line));
      }
      offered |= words[1].equals("CAPABILITY") && Arrays.asList(words).contains("STARTTLS");
    }
    throw PlainTalk.broken("an answer of more than " + LINES + " lines");
  }

  private static final int LINES = 100;
  private static final int LINE = 8192;

  private ImapStart() {}
}
