package dev.heddle.chain;

import dev.heddle.config.X509V;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * What the authorities of a path permit and exclude, collected from the anchor downwards (RFC 5280
 * section 6.1.4 (g)). Names are compared one by one, and no more than {@link #MAX_STEPS} times: a
 * peer chooses how many names there are. For one path and one thread.
 */
final class Subtrees {

  /**
   * Of each of these lists, all of one form and one certificate, one subtree has to hold a name.
   */
  private final List<List<Subtree>> permitted = new ArrayList<>();

  private final List<Subtree> excluded = new ArrayList<>();
  private int size;
  private int steps;

  /** Whether nothing is permitted or excluded, so that all names will do. */
  boolean isEmpty() {
    return permitted.isEmpty() && excluded.isEmpty();
  }

  /**
   * Adds what one certificate says.
   *
   * @return what keeps it from being understood; null if nothing does
   * @throws BadNameException if a base is malformed; what was before it has been added
   */
  X509V add(NameConstraints constraints) throws BadNameException {
    GeneralSubtree[] permits = constraints.getPermittedSubtrees();
    GeneralSubtree[] excludes = constraints.getExcludedSubtrees();
    if (isNothing(permits) && isNothing(excludes)) {
      return X509V.INVALID_EXTENSION; // section 4.2.1.10: one of them is there, and not empty
    }
    List<List<Subtree>> groups = new ArrayList<>();
    if (excludes != null) {
      for (GeneralSubtree each : excludes) {
        if (isPart(each)) {
          return X509V.SUBTREE_MINMAX;
        }
        excluded.add(Subtree.of(each.getBase()));
        size++;
      }
    }
    if (permits != null) {
      for (GeneralSubtree each : permits) {
        if (isPart(each)) {
          return X509V.SUBTREE_MINMAX;
        }
        Subtree subtree = Subtree.of(each.getBase());
        groups.stream()
            .filter(group -> group.get(0).form() == subtree.form())
            .findFirst()
            .orElseGet(
                () -> {
                  groups.add(new ArrayList<>());
                  return groups.getLast();
                })
            .add(subtree);
        size++;
      }
    }
    permitted.addAll(groups);
    return null;
  }

  /** Whether any subtree is of this form, so that such a name has to be looked at. */
  boolean concern(int form) {
    return permitted.stream().anyMatch(group -> group.get(0).form() == form)
        || excluded.stream().anyMatch(subtree -> subtree.form() == form);
  }

  /**
   * What is wrong with a name; null if nothing is. It is {@link X509V#UNSPECIFIED} when too many
   * have been compared.
   */
  X509V fault(ComparedName name) {
    if (name instanceof ComparedName.Opaque && concern(name.form())) {
      return X509V.UNSUPPORTED_CONSTRAINT_TYPE;
    }
    steps += size;
    if (steps > MAX_STEPS) {
      return X509V.UNSPECIFIED;
    }
    for (List<Subtree> group : permitted) {
      if (group.get(0).form() == name.form()
          && group.stream().noneMatch(subtree -> subtree.holds(name))) {
        return X509V.PERMITTED_VIOLATION;
      }
    }
    for (Subtree subtree : excluded) {
      if (subtree.form() == name.form() && subtree.touches(name)) {
        return X509V.EXCLUDED_VIOLATION;
      }
    }
    return null;
  }

  private static boolean isNothing(GeneralSubtree[] subtrees) {
    return subtrees == null || subtrees.length == 0;
  }

  /** Whether a minimum or a maximum is given, which section 4.2.1.10 has no use for. */
  private static boolean isPart(GeneralSubtree subtree) {
    return subtree.getMinimum().signum() != 0 || subtree.getMaximum() != null;
  }

  /** As many as in libssl. */
  static final int MAX_STEPS = 1 << 20;
}
