package dev.heddle.config;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a {@link TicketKeyFile}, and their text.
 *
 * @param previous null in a file that was never rotated
 */
record TicketKeyTriple(TicketKey previous, TicketKey current, TicketKey next) {

  private static final String HEADER = "heddle-ticket-keys 1\n";
  private static final String KEY = " ([0-9a-fA-F]{32}) ([0-9a-fA-F]{64})\n";
  private static final Pattern TEXT =
      Pattern.compile(HEADER + "(?:previous" + KEY + ")?current" + KEY + "next" + KEY);

  /** Two new keys. */
  static TicketKeyTriple create() {
    return new TicketKeyTriple(null, TicketKey.random(), TicketKey.random());
  }

  /** Each key one step on; what was the previous one is gone. */
  TicketKeyTriple rotated() {
    return new TicketKeyTriple(current, next, TicketKey.random());
  }

  /** The current key, which seals, and those that open only. */
  List<TicketKey> keys() {
    return previous == null ? List.of(current, next) : List.of(current, previous, next);
  }

  /**
   * Reads what {@link #text} has made.
   *
   * @param source names it in messages
   * @throws ConfigException if it is anything else; nothing of the content is in the message
   */
  static TicketKeyTriple parse(byte[] content, String source) {
    char[] chars = new char[content.length];
    for (int i = 0; i < content.length; i++) {
      chars[i] = (char) (content[i] & 0xFF);
    }
    try {
      return parse(CharBuffer.wrap(chars), source);
    } finally {
      Arrays.fill(chars, '\0');
    }
  }

  private static TicketKeyTriple parse(CharBuffer text, String source) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException(
          source
              + (HEADER.contentEquals(text.subSequence(0, Math.min(text.length(), HEADER.length())))
                  ? " is damaged: lines of previous, current and next key are expected"
                  : " holds no ticket keys: 'heddle-ticket-keys 1' is expected in the first line"));
    }
    TicketKeyTriple keys =
        new TicketKeyTriple(
            matcher.start(1) < 0 ? null : key(text, matcher, 1),
            key(text, matcher, 3),
            key(text, matcher, 5));
    Set<String> names = new HashSet<>();
    for (TicketKey key : keys.keys()) {
      if (!names.add(key.toString())) {
        throw new ConfigException(source + " has two keys of one name");
      }
    }
    return keys;
  }

  private static TicketKey key(CharBuffer text, Matcher matcher, int group) {
    HexFormat hex = HexFormat.of();
    byte[] secret = hex.parseHex(text, matcher.start(group + 1), matcher.end(group + 1));
    try {
      return TicketKey.of(hex.parseHex(text, matcher.start(group), matcher.end(group)), secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The text in ASCII. Copies of it stay in the memory of who makes it, for a while. */
  byte[] text() {
    return (HEADER
            + (previous == null ? "" : line("previous", previous))
            + line("current", current)
            + line("next", next))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String line(String role, TicketKey key) {
    HexFormat hex = HexFormat.of();
    return role + " " + hex.formatHex(key.name()) + " " + hex.formatHex(key.secret()) + "\n";
  }
}
