package dev.heddle.demo;

import dev.heddle.demo.common.FileFaults;
import dev.heddle.fanout.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers targets from arguments, files and the standard input. In a file there is one on each
 * line; empty lines and what follows a {@code #} are passed over.
 */
final class Targets {

  private final List<Target> targets = new ArrayList<>();
  private String firstBad;
  private int bad;

  /**
   * All targets, in order.
   *
   * @param arguments targets; {@code -} stands for the standard input
   * @param file may be null
   * @throws IllegalArgumentException naming the first bad line, by file and number, and how many
   *     more there are; or the file that cannot be read; or if there is no target at all
   */
  static List<Target> gather(List<String> arguments, Path file, InputStream stdin) {
    Targets all = new Targets();
    for (String argument : arguments) {
      if (argument.equals("-")) {
        all.addLines(stdin, "stdin");
      } else {
        all.add(argument, "");
      }
    }
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        all.addLines(in, file.toString());
      } catch (IOException e) {
        throw FileFaults.about("cannot read targets from", file, e);
      }
    }
    return all.checked();
  }

  private void addLines(InputStream in, String name) {
    // Latin 1 takes any byte; what is no host name is then refused as such.
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    try {
      String line;
      for (int number = 1; (line = reader.readLine()) != null; number++) {
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!text.isEmpty()) {
          add(text, name + ":" + number + ": ");
        }
      }
    } catch (IOException e) {
      throw FileFaults.about("cannot read targets from", name, e);
    }
  }

  private void add(String text, String where) {
    try {
      targets.add(Target.parse(text));
    } catch (IllegalArgumentException e) {
      bad++;
      if (firstBad == null) {
        firstBad = where + e.getMessage();
      }
    }
  }

  private List<Target> checked() {
    if (bad > 0) {
      throw new IllegalArgumentException(
          bad == 1 ? firstBad : firstBad + " (and " + (bad - 1) + " more of that kind)");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no target given");
    }
    return targets;
  }
}
