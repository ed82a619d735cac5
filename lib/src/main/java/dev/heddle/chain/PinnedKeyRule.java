package dev.heddle.chain;

import dev.heddle.config.KeyPin;
import dev.heddle.config.X509V;
import java.util.List;
import java.util.Set;

/** That a path has one of the keys the configuration asks for (RFC 7469 section 2.6). */
final class PinnedKeyRule {

  private PinnedKeyRule() {}

  /**
   * Reports a path without any of them.
   *
   * @param pins empty if there is nothing to ask for
   */
  static void check(Path path, Set<KeyPin> pins, Findings findings) {
    if (pins.isEmpty()) {
      return;
    }
    List<KeyPin> keys = path.certificates().stream().map(KeyPin::of).toList();
    if (keys.stream().noneMatch(pins::contains)) {
      findings.fault(
          X509V.APPLICATION_VERIFICATION,
          0,
          path.leaf(),
          (pins.size() == 1
                  ? "the pinned key is not"
                  : "none of the " + pins.size() + " pinned keys is")
              + " in the chain of "
              + ChainText.subject(path.leaf())
              + ", which has "
              + ChainText.list(keys.stream().map(KeyPin::toString).toList()));
    }
  }
}
