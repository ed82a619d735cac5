package dev.heddle.jsse;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HashSet;
import java.util.Set;

/**
 * What a key is, in the words of security properties.
 *
 * @param name its algorithm, in upper case, as {@code keySize} conditions call it
 * @param bits its length; 0 for one that is not known
 * @param names all that an entry may call it by, its curve among them
 */
record KeyFacts(String name, int bits, Set<String> names) {

  static KeyFacts of(Key key) {
    String name = Elements.upper(key.getAlgorithm());
    Set<String> names = new HashSet<>(Set.of(name));
    int bits = 0;
    if (key instanceof RSAKey rsa) {
      bits = rsa.getModulus().bitLength();
    } else if (key instanceof DSAKey dsa && dsa.getParams() != null) {
      bits = dsa.getParams().getP().bitLength();
    } else if (key instanceof EdECKey edwards) {
      String curve = Elements.upper(edwards.getParams().getName());
      bits = curve.equals("ED448") ? 456 : 255;
      names.add(curve);
    } else if (key instanceof ECKey curve) {
      name = "EC";
      names.add(name);
      bits = curve.getParams().getOrder().bitLength();
      names.addAll(curveNames(curve));
    }
    return new KeyFacts(name, bits, Set.copyOf(names));
  }

  private static Set<String> curveNames(ECKey key) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(key.getParams());
      String id = parameters.getParameterSpec(ECGenParameterSpec.class).getName();
      Set<String> names = new HashSet<>(Set.of(Elements.upper(id)));
      Elements.CURVES.forEach(
          (group, others) -> {
            if (id.equalsIgnoreCase(group.ianaName()) || others.contains(Elements.upper(id))) {
              names.addAll(Elements.of(group.ianaName()));
            }
          });
      return names;
    } catch (GeneralSecurityException e) {
      return Set.of(); // no curve that has a name, so no entry can name it
    }
  }
}
