package dev.heddle.drivers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an exception says, with all its causes: drivers wrap the one that says why. */
public final class Causes {

  /** The exception, its cause, the cause's, and so on. */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = thrown; each != null && !chain.contains(each); each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }

  /** The first of that class in the chain. */
  public static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    return of(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The first of that class in the chain; a failure where there is none. */
  public static <T extends Throwable> T demand(Throwable thrown, Class<T> type) {
    return find(thrown, type)
        .orElseThrow(
            () -> new AssertionError("no " + type.getName() + " in " + text(thrown), thrown));
  }

  /** Demands that one message of the chain has something that matches. */
  public static void assertSays(Throwable thrown, String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    assertTrue(
        of(thrown).stream().anyMatch(each -> pattern.matcher(String.valueOf(each)).find()),
        () -> "nothing like '" + regex + "' in " + text(thrown));
  }

  /** All of them on a line each. */
  public static String text(Throwable thrown) {
    return of(thrown).stream().map(String::valueOf).collect(Collectors.joining("\n  because of "));
  }

  private Causes() {}
}
