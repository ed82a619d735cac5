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
    return permits(AGREEMENT, List.of(name));
  }

  boolean permits(CipherSuite suite) {
    return permits(AGREEMENT, List.of(suite.ianaName()));
  }

  /** Asks for the group, and for the kind of its keys. */
  boolean permits(NamedGroup group) {
    return permits(AGREEMENT, List.of(group.ianaName(), Elements.keyName(group)));
  }

  /** Asks for the scheme, for what {@link java.security.Signature} calls it, and for its key. */
  boolean permits(SignatureScheme scheme) {
    return permits(SIGNATURE, List.of(scheme.ianaName()))
        && permits(SIGNATURE, Elements.signatureNames(scheme));
  }

  private boolean permits(Set<CryptoPrimitive> use, List<String> names) {
    return names.stream()
        .allMatch(name -> all.stream().allMatch(each -> each.permits(use, name, null)));
  }
}
