package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Asks constraints about what TLS can agree on, in the words that JSSE asks them in. */
final class Constrained {

  private static final Set<CryptoPrimitive> AGREEMENT = EnumSet.of(CryptoPrimitive.KEY_AGREEMENT);
  private static final Set<CryptoPrimitive> SIGNATURE = EnumSet.of(CryptoPrimitive.SIGNATURE);

  private final List<AlgorithmConstraints> all;

  /**
   * What all of these permit.
   *
   * @param caller null for none
   */
  Constrained(AlgorithmConstraints system, AlgorithmConstraints caller) {
    this.all = caller == null || caller == system ? List.of(system) : List.of(system, caller);
  }

  boolean permitsProtocol(String name) {
    return permits(AGREEMENT, name);
  }

  boolean permits(CipherSuite suite) {
    return permits(AGREEMENT, suite.ianaName());
  }

  boolean permits(NamedGroup group) {
    return permits(AGREEMENT, group.ianaName());
  }

  boolean permits(SignatureScheme scheme) {
    return permits(SIGNATURE, scheme.ianaName());
  }

  private boolean permits(Set<CryptoPrimitive> use, String name) {
    return all.stream().allMatch(each -> each.permits(use, name, null));
  }
}
