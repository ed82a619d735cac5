package dev.heddle.demo.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many there are of one kind.
 *
 * @param example what the first of them says; null for nothing
 */
record Tallied(String name, int count, String example) {

  /** Counts kinds, the most frequent first; null is none. */
  static List<Tallied> of(Stream<String> names) {
    return sorted(names.filter(name -> name != null).map(name -> new Tallied(name, 1, null)));
  }

  /** Counts failures by their category. */
  static List<Tallied> failures(Stream<Sample> samples) {
    return sorted(
        samples
            .map(Sample::failure)
            .filter(failure -> failure != null)
            .map(failure -> new Tallied(failure.category().name(), 1, failure.message())));
  }

  private static List<Tallied> sorted(Stream<Tallied> all) {
    Map<String, Tallied> byName =
        all.collect(
            Collectors.toMap(
                Tallied::name,
                Function.identity(),
                (first, more) -> new Tallied(first.name, first.count + more.count, first.example)));
    return byName.values().stream()
        .sorted(Comparator.comparing(Tallied::count).reversed().thenComparing(Tallied::name))
        .toList();
  }
}
