package dev.heddle.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The options of a measuring program's command line. Each is asked for by name, which takes it out;
 * {@link #end} refuses what nobody has asked for. Of an option that is given twice, the last holds.
 */
final class Options {

  private final List<String> left;

  Options(String... arguments) {
    this.left = new ArrayList<>(List.of(arguments));
  }

  /**
   * What {@code parse} makes of the arguments of a {@code main}. Prints the help where it is asked
   * for, and ends the program with status 2 where the arguments are wrong.
   *
   * @param program its name, for messages
   * @return null after the help
   */
  static <S> S read(String program, String help, Function<String[], S> parse, String... arguments) {
    try {
      S size = parse.apply(arguments);
      if (size == null) {
        System.out.print(help);
      }
      return size;
    } catch (IllegalArgumentException e) {
      System.err.println(program + ": " + e.getMessage());
      System.err.print(help);
      System.exit(2);
      return null;
    }
  }

  /** Whether an option is there that has no value. */
  boolean flag(String option) {
    return left.removeIf(option::equals);
  }

  /**
   * An option's value.
   *
   * @param otherwise what it is without the option
   */
  String text(String option, String otherwise) {
    String value = otherwise;
    for (int at = left.indexOf(option); at >= 0; at = left.indexOf(option)) {
      left.remove(at);
      value = at < left.size() ? left.remove(at) : "";
    }
    return value;
  }

  /** An option's value that is a number and not less than {@code least}. */
  int number(String option, int least, int otherwise) {
    String value = text(option, "" + otherwise);
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        option + ": not a number from " + least + " on: '" + value + "'");
  }

  /** An option's value that is a directory of another build of this library; null without it. */
  String classes(String option) {
    String value = text(option, null);
    if (value == null || Files.isDirectory(Path.of(value, "dev", "heddle"))) {
      return value;
    }
    throw new IllegalArgumentException(
        option + ": no directory with classes of this library: '" + value + "'");
  }

  /** All options have been asked for. */
  void end() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + left.getFirst());
    }
  }
}
