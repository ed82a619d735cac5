package dev.heddle.text;

/**
 * Text from outside, which a peer may have chosen, made fit for a message: in a log it must neither
 * begin a line nor command a terminal, nor reverse what stands beside it, nor fill the disk.
 */
public final class Printable {

  private Printable() {}

  /**
   * The text with all but printable ASCII escaped, cut after {@value #MAX_LENGTH} characters.
   *
   * @param raw null is taken for "null"
   */
  public static String text(String raw) {
    String whole = String.valueOf(raw);
    StringBuilder text = new StringBuilder(Math.min(whole.length(), MAX_LENGTH) + 8);
    for (int i = 0; i < Math.min(whole.length(), MAX_LENGTH); i++) {
      char c = whole.charAt(i);
      if (c >= 0x20 && c < 0x7F) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.append(whole.length() > MAX_LENGTH ? "..." : "").toString();
  }

  private static final int MAX_LENGTH = 256;
}
