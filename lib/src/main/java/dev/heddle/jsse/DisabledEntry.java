package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a security property such as {@code jdk.certpath.disabledAlgorithms}, in the syntax
 * that the JDK's file {@code java.security} describes: the name of an algorithm, and conditions of
 * which all must hold.
 *
 * <p>A condition of a kind that is not known here is taken as one that holds, which makes the entry
 * stricter; one of a known kind that cannot be read is an error.
 *
 * @param name what is disabled, in upper case; {@code *} stands for any characters
 * @param conditions empty: always
 */
record DisabledEntry(String name, List<Condition> conditions) {

  /** When an entry is about something. */
  interface Condition {
    boolean holds(Use use);
  }

  /**
   * What an algorithm is used for.
   *
   * @param keyName the key's algorithm, in upper case; null if there is no key
   * @param keyBits the length of the key; 0 if it has none that is known
   * @param usages the words that follow {@code usage}, in upper case
   * @param publicAuthority whether trust comes from an authority that the JDK ships
   * @param now for {@code denyAfter}
   */
  record Use(
      String keyName, int keyBits, Set<String> usages, boolean publicAuthority, Instant now) {}

  /** Keys of some lengths. */
  private record KeySize(String name, String operator, int limit) implements Condition {

    @Override
    public boolean holds(Use use) {
      boolean same =
          name.equals(use.keyName) || DH.contains(name) && DH.contains(String.valueOf(use.keyName));
      if (!same) {
        return false;
      }
      int bits = use.keyBits;
      return switch (operator) {
        case "<" -> bits < limit;
        case "<=" -> bits <= limit;
        case "==" -> bits == limit;
        case "!=" -> bits != limit;
        case ">=" -> bits >= limit;
        default -> bits > limit;
      };
    }

    boolean isOnlyBelow(int bits) {
      return operator.equals("<") && limit <= bits || operator.equals("<=") && limit < bits;
    }
  }

  private static final Set<String> USAGES =
      Set.of("TLSSERVER", "TLSCLIENT", "SIGNEDJAR", "HANDSHAKESIGNATURE", "CERTIFICATESIGNATURE");

  private static final Pattern KEY_SIZE =
      Pattern.compile("keySize\\s+(<|<=|==|!=|>=|>)\\s+(\\d{1,9})", Pattern.CASE_INSENSITIVE);

  private static final Pattern DENY_AFTER =
      Pattern.compile("denyAfter\\s+(\\d{4}-\\d{2}-\\d{2})", Pattern.CASE_INSENSITIVE);

  /** One algorithm by two names. */
  private static final Set<String> DH = Set.of("DH", "DIFFIEHELLMAN");

  /** First words of curves' names that consist of two. */
  private static final Set<String> CURVES_IN_TWO_WORDS = Set.of("NIST", "X9.62");

  /**
   * Reads one.
   *
   * @param property where it stands, for messages
   * @throws ConfigException naming property and entry if a condition cannot be read
   */
  static DisabledEntry parse(String property, String entry) {
    String[] words = entry.strip().split("\\s+", 2);
    if (words.length == 1 || CURVES_IN_TWO_WORDS.contains(words[0].toUpperCase(Locale.ROOT))) {
      return new DisabledEntry(upper(entry.strip()), List.of());
    }
    String name = upper(words[0]);
    List<Condition> conditions = new ArrayList<>();
    for (String part : words[1].split("&")) {
      Condition condition = condition(name, part.strip(), property, entry);
      if (condition != null) {
        conditions.add(condition);
      }
    }
    return new DisabledEntry(name, List.copyOf(conditions));
  }

  private static Condition condition(String name, String text, String property, String entry) {
    String kind = upper(text.split("\\s+", 2)[0]);
    switch (kind) {
      case "KEYSIZE" -> {
        Matcher matcher = KEY_SIZE.matcher(text);
        if (!matcher.matches()) {
          throw unreadable(property, entry, "keySize needs <, <=, ==, !=, >= or > and a number");
        }
        int bits = Integer.parseInt(matcher.group(2));
        String operator = matcher.group(1);
        return new KeySize(name, operator, bits);
      }
      case "DENYAFTER" -> {
        Matcher matcher = DENY_AFTER.matcher(text);
        if (!matcher.matches()) {
          throw unreadable(property, entry, "denyAfter needs a date such as 2030-01-31");
        }
        try {
          Instant day = LocalDate.parse(matcher.group(1)).atStartOfDay().toInstant(ZoneOffset.UTC);
          return use -> !use.now.isBefore(day);
        } catch (DateTimeException e) {
          throw unreadable(property, entry, "there is no such date");
        }
      }
      case "USAGE" -> {
        List<String> wanted = List.of(upper(text).split("\\s+"));
        if (wanted.size() < 2) {
          throw unreadable(property, entry, "usage needs a word such as TLSServer");
        }
        return use ->
            wanted.stream().skip(1).anyMatch(w -> use.usages.contains(w) || !USAGES.contains(w));
      }
      case "JDKCA" -> {
        return Use::publicAuthority;
      }
      default -> {
        return null;
      }
    }
  }

  /** The error for an entry, which says why. */
  static ConfigException unreadable(String property, String entry, String why) {
    return new ConfigException(
        "cannot read '"
            + Printable.text(entry)
            + "' in security property "
            + property
            + ": "
            + why);
  }

  /** Whether it is about one of these names, whatever the conditions say. */
  boolean names(Set<String> elements) {
    if (name.indexOf('*') < 0) {
      return elements.contains(name);
    }
    Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    return elements.stream().anyMatch(element -> pattern.matcher(element).matches());
  }

  /** Whether it is about no key of this length or more. */
  boolean isOnlyBelow(int bits) {
    return conditions.stream().anyMatch(c -> c instanceof KeySize size && size.isOnlyBelow(bits));
  }

  /** Whether all conditions hold. */
  boolean holds(Use use) {
    return conditions.stream().allMatch(condition -> condition.holds(use));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
