package dev.heddle.cost;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The figures of {@code costs.txt}, and the comparison of what was counted with them. */
final class Costs {

  private static final String PLACE = "lib/src/test/resources/costs.txt";
  private static final Pattern LINE = Pattern.compile("(\\w+ +\\w+ +\\w+) +(.*)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern FIGURE = Pattern.compile("(\\d+)(?:-(\\d+))?");
  private static final Map<String, String> FIGURES = read();
  private static final boolean PRINTS = "print".equals(System.getProperty("heddle.costs"));

  private Costs() {}

  /** No more was counted than the number in the file and so many percent. */
  static void checkAtMost(String what, Kind kind, String end, long counted, int percentMore) {
    print(what, kind, end, String.valueOf(counted));
    String figure = figure(what, kind, end);
    long most = Long.parseLong(figure) * (100 + percentMore) / 100;
    if (counted > most) {
      failed(what, kind, end, figure + ", and no more than " + most, String.valueOf(counted));
    }
  }

  /** What was counted is what the file says, where a number may be any of a range. */
  static void check(String what, Kind kind, String end, String counted) {
    print(what, kind, end, counted);
    String figure = figure(what, kind, end);
    if (!fits(figure, counted)) {
      failed(what, kind, end, figure, counted);
    }
  }

  private static void failed(String what, Kind kind, String end, String figure, String counted) {
    fail(
        "%s of the %s in a handshake %s\n  should be  %s\n  are        %s\nsee %s"
            .formatted(what, end, kind, figure, counted, PLACE));
  }

  /** With {@code -Dheddle.costs=print}: as a line of the file. */
  private static void print(String what, Kind kind, String end, String counted) {
    if (PRINTS) {
      System.out.printf("%-8s %-11s %-7s %s%n", what, kind, end, counted);
    }
  }

  private static String figure(String what, Kind kind, String end) {
    String key = what + " " + kind + " " + end;
    String figure = FIGURES.get(key);
    assertNotNull(figure, "no line \"" + key + "\" in " + PLACE);
    return figure;
  }

  private static boolean fits(String figure, String counted) {
    if (!FIGURE.matcher(figure).replaceAll("n").equals(NUMBER.matcher(counted).replaceAll("n"))) {
      return false;
    }
    Matcher allowed = FIGURE.matcher(figure);
    Matcher number = NUMBER.matcher(counted);
    while (allowed.find() && number.find()) {
      int least = Integer.parseInt(allowed.group(1));
      int most = allowed.group(2) == null ? least : Integer.parseInt(allowed.group(2));
      int is = Integer.parseInt(number.group());
      if (is < least || is > most) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> read() {
    Map<String, String> figures = new HashMap<>();
    try (InputStream in = Costs.class.getResourceAsStream("/costs.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : (Iterable<String>) lines.lines()::iterator) {
        Matcher parts = LINE.matcher(line);
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        if (!parts.matches()) {
          throw new IllegalStateException(PLACE + ": " + line);
        }
        String key = parts.group(1).replaceAll(" +", " ");
        if (figures.put(key, parts.group(2)) != null) {
          throw new IllegalStateException(PLACE + " has two lines \"" + key + "\"");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return figures;
  }
}
