package dev.heddle.demo.bench;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run has found.
 *
 * @param began when it began
 * @param facing the name of the neutral program on the other end
 * @param quick whether the figures mean nothing
 * @param cutShort whether it ended before all was measured
 * @param rows in the order of the measures
 */
record BenchResult(Instant began, String facing, boolean quick, boolean cutShort, List<Row> rows) {

  /** The program of each peer that has been measured, by the peer's name. */
  Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.version() != null) {
        versions.putIfAbsent(row.peer(), row.version());
      }
    }
    return versions;
  }

  long missed() {
    return rows.stream().filter(Row::isMissed).count();
  }

  long judged() {
    return rows.stream().filter(Row::isJudged).count();
  }

  boolean hasFailed() {
    return rows.stream().anyMatch(Row::failed);
  }

  /** The rows of one quantity that belong to its peers, or to us if there is no peer. */
  static boolean isShown(Row row, List<Row> rows) {
    return !row.isOurs()
        || row.isAbsent()
        || row.isJudged()
        || rows.stream()
            .noneMatch(
                other ->
                    other.measure().equals(row.measure()) && !other.isOurs() && !other.isAbsent());
  }
}
