package dev.heddle.demo.report;

import dev.heddle.demo.common.Html;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML, with SVG in it. Text and the values of attributes are always escaped; the names of
 * elements and attributes are ours.
 */
public final class Markup {

  private final StringBuilder out = new StringBuilder(1 << 14);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn; a name whose value is null is left out, and a
   *     number has two decimals at most
   */
  public Markup open(String element, Object... attributes) {
    open.push(element);
    return tag(element, attributes);
  }

  /** Ends the element that was begun last. */
  public Markup close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Text inside the element that was begun last. */
  public Markup text(String text) {
    out.append(Html.escape(text));
    return this;
  }

  /** A whole element with text in it. */
  public Markup element(String element, String text, Object... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** A whole element of HTML that has no end. */
  public Markup lone(String element, Object... attributes) {
    tag(element, attributes);
    out.append('\n');
    return this;
  }

  /** What is markup already, of our own making: a style sheet, a chart. */
  public Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** All of it; every element must have ended. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not ended: " + open);
    }
    return out.toString();
  }

  private Markup tag(String element, Object... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        out.append(Html.escape(value(attributes[i + 1]))).append('"');
      }
    }
    out.append('>');
    return this;
  }

  private static String value(Object value) {
    if (!(value instanceof Double number)) {
      return value.toString();
    }
    String text = String.format(Locale.ROOT, "%.2f", number);
    return text.replaceFirst("\\.?0+$", "");
  }
}
