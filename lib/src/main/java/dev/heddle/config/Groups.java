package dev.heddle.config;

import dev.heddle.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of groups as OpenSSL spells them. */
public final class Groups {

  private Groups() {}

  /**
   * A list of groups: {@code SSL_CTX_set1_groups_list(3)}.
   *
   * @param list names as {@link NamedGroup#ianaName} and {@link NamedGroup#openSslNames} give them,
   *     in upper or lower case, separated by colons, commas or blanks, the preferred one first; an
   *     element with {@code ?} before it is passed over if it is unknown. The key share and tuple
   *     marks of OpenSSL 3.5 ({@code *}, {@code /}) are not known
   * @return each group once; never empty
   * @throws ConfigException naming the element that is unknown, or if no group is left
   */
  public static List<NamedGroup> parse(String list) {
    List<NamedGroup> groups = NameList.parse(list, "group", BY_NAME, KNOWN);
    if (groups.isEmpty()) {
      throw new ConfigException("no group in '" + Printable.text(list) + "'; known are " + KNOWN);
    }
    return groups;
  }

  private static Map<String, NamedGroup> byName() {
    Map<String, NamedGroup> names = new HashMap<>();
    for (NamedGroup group : NamedGroup.values()) {
      names.put(NameList.lower(group.ianaName()), group);
      group.openSslNames().forEach(name -> names.put(NameList.lower(name), group));
    }
    return Map.copyOf(names);
  }

  private static final Map<String, NamedGroup> BY_NAME = byName();
  private static final String KNOWN =
      Stream.of(NamedGroup.values()).map(NamedGroup::openSslName).collect(Collectors.joining(", "));
}
