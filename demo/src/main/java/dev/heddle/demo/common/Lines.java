package dev.heddle.demo.common;

/** Text of others, made fit to be printed. */
public final class Lines {

  /** As one line that leaves a terminal alone. */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.strip()
        .codePoints()
        .forEach(
            c -> {
              boolean prints = !Character.isISOControl(c) && Character.getType(c) != FORMAT;
              line.appendCodePoint(prints ? c : ' ');
            });
    return line.toString();
  }

  private static final int FORMAT = Character.FORMAT;

  private Lines() {}
}
