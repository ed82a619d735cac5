package dev.heddle.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant who wrote a name that is not known. */
final class Nearest {

  private static final int MOST = 3;
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The known names that are like this one, the most similar first; three at most, or none. */
  static List<String> names(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return List.of();
    }
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(each -> new Candidate(each, distance(NameList.lower(name), NameList.lower(each))))
        .filter(each -> each.distance <= Math.max(1, name.length() / 4))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /** How many characters to put in, leave out or change (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
