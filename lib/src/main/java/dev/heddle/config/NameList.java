package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What all lists of names have in common: how they are cut, and how an unknown name is reported.
 */
final class NameList {

  private NameList() {}

  /** The elements of a list separated by colons, commas or blanks; empty ones are left out. */
  static List<String> split(String list) {
    List<String> elements = new ArrayList<>();
    for (String element : list.split("[:,\\s]+")) {
      if (!element.isEmpty()) {
        elements.add(element);
      }
    }
    return elements;
  }

  /**
   * A list of plain names.
   *
   * @param what what the names stand for, in the singular
   * @param byName the known names in lower case
   * @param known the names to list when one is unknown
   * @throws ConfigException naming the element that is unknown and has no {@code ?} before it
   */
  static <T> List<T> parse(String list, String what, Map<String, T> byName, String known) {
    Set<T> found = new LinkedHashSet<>();
    for (String element : split(list)) {
      boolean optional = element.startsWith("?");
      T value = byName.get(lower(optional ? element.substring(1) : element));
      if (value != null) {
        found.add(value);
      } else if (!optional) {
        throw unknown(element, what, list, known);
      }
    }
    return List.copyOf(found);
  }

  /** For names that are few enough to be listed. */
  static ConfigException unknown(String element, String what, String list, String known) {
    return new ConfigException(unknown(element, what, list) + "known are " + known);
  }

  /**
   * For more names than a message holds.
   *
   * @param looksLike those it may have been meant to be; may be empty
   * @param hint what names there are
   */
  static ConfigException unknown(
      String element, String what, String list, List<String> looksLike, String hint) {
    return new ConfigException(
        unknown(element, what, list)
            + (looksLike.isEmpty()
                ? hint
                : "did you mean " + String.join(" or ", looksLike) + "?"));
  }

  private static String unknown(String element, String what, String list) {
    return "unknown "
        + what
        + " '"
        + Printable.text(element)
        + "' in '"
        + Printable.text(list)
        + "'; ";
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
