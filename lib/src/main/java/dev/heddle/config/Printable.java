package dev.heddle.config;

/**
 * Text from outside, made fit for a message: no control characters, no bidi tricks, not too long.
 */
final class Printable {

  private Printable() {}

  /** The text with everything but printable ASCII escaped, cut after {@value #MAX} characters. */
  static String text(String raw) {
    StringBuilder text = new StringBuilder(Math.min(raw.length(), MAX) + 8);
    for (int i = 0; i < raw.length(); i++) {
      if (i == MAX) {
        return text.append("...").toString();
      }
      char c = raw.charAt(i);
      if (c >= 0x20 && c < 0x7F) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.toString();
  }

  private static final int MAX = 256;
}
