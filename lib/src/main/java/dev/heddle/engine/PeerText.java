package dev.heddle.engine;

/**
 * Text that the peer may have chosen, made fit for a message: in a log it must neither begin a line
 * nor command a terminal, nor fill the disk.
 */
final class PeerText {

  private PeerText() {}

  /**
   * The text with all but printable ASCII escaped, cut after {@value #MAX_LENGTH} characters.
   *
   * @param raw null is taken for "null"
   */
  static String safe(String raw) {
    String whole = String.valueOf(raw);
    StringBuilder text = new StringBuilder();
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

  private static final int MAX_LENGTH = 200;
}
