package dev.heddle.demo.common;

/** Text of others, made fit for a page. */
public final class Html {

  /**
   * So that it is text wherever it stands in a page, inside the quotes of an attribute, too. What
   * would end a line or turn the direction of reading becomes a space.
   */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    Lines.oneLine(text)
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  private Html() {}
}
