package dev.heddle.jsse;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;

/** What the security properties forbid. */
final class DisabledAlgorithms implements AlgorithmConstraints {

  private DisabledAlgorithms() {}

  static DisabledAlgorithms now() {
    return new DisabledAlgorithms();
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    return true;
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return true;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return true;
  }
}
