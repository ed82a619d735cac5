package dev.heddle.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line of a script.
 *
 * @param informative whether it began with {@code ~}
 * @param second whether it is for the second side, {@code b:}
 * @param name without prefixes and suffix
 * @param repeat the suffix
 * @param args the other tokens, options of the form {@code key=value} among them
 */
record Op(boolean informative, boolean second, String name, Repeat repeat, List<String> args) {

  /** Whether a call is repeated until it is final, and what of that is printed. */
  enum Repeat {
    ONCE,
    /** {@code *}: print every attempt. */
    PRINT_ALL,
    /** {@code +}: print the final one. */
    PRINT_FINAL
  }

  /** The op of a line, or null for an empty one or a comment. */
  static Op parse(String line) {
    List<String> tokens = List.of(line.strip().split("\\s+"));
    String name = tokens.get(0);
    if (name.isEmpty() || name.startsWith("#")) {
      return null;
    }
    boolean informative = name.startsWith("~");
    name = informative ? name.substring(1) : name;
    boolean second = name.startsWith("b:");
    name = second || name.startsWith("a:") ? name.substring(2) : name;
    Repeat repeat =
        name.endsWith("*")
            ? Repeat.PRINT_ALL
            : name.endsWith("+") ? Repeat.PRINT_FINAL : Repeat.ONCE;
    name = repeat == Repeat.ONCE ? name : name.substring(0, name.length() - 1);
    return new Op(informative, second, name, repeat, tokens.subList(1, tokens.size()));
  }

  /** The same op with another call, as {@code both} needs it. */
  Op calling(String call) {
    return new Op(informative, second, call, Repeat.ONCE, List.of());
  }

  String arg(int index) {
    if (index >= args.size()) {
      throw new IllegalArgumentException(name + ": argument " + (index + 1) + " is missing");
    }
    return args.get(index);
  }

  int number(int index) {
    return Integer.parseInt(arg(index));
  }

  boolean has(String token) {
    return args.contains(token);
  }

  /** The value of {@code key=value}. */
  Optional<String> option(String key) {
    return args.stream()
        .filter(arg -> arg.startsWith(key + "="))
        .map(arg -> arg.substring(key.length() + 1))
        .findFirst();
  }

  /** The elements of a comma list; empty if the option is not there. */
  List<String> list(String key) {
    return option(key).map(value -> Arrays.asList(value.split(","))).orElse(List.of());
  }
}
