package dev.heddle.jsse;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.jsse.DisabledEntry.Use;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * What the security properties {@code jdk.tls.disabledAlgorithms} and {@code
 * jdk.certpath.disabledAlgorithms} forbid, as the JDK's own TLS applies them. Immutable.
 */
final class DisabledAlgorithms implements AlgorithmConstraints {

  private static final String TLS = "jdk.tls.disabledAlgorithms";
  private static final String CHAINS = "jdk.certpath.disabledAlgorithms";
  private static final String CURVES = "jdk.disabled.namedCurves";

  private static final AtomicReference<DisabledAlgorithms> LAST = new AtomicReference<>();

  private final List<String> texts;
  private final List<DisabledEntry> tls;
  private final List<DisabledEntry> chains;

  private DisabledAlgorithms(List<String> texts) {
    this.texts = texts;
    this.tls = entries(TLS, texts.get(0), texts.get(2));
    this.chains = entries(CHAINS, texts.get(1), texts.get(2));
  }

  /**
   * As the properties are now; the same object as long as they are.
   *
   * @throws dev.heddle.config.ConfigException naming the entry that cannot be read
   */
  static DisabledAlgorithms now() {
    List<String> texts = List.of(property(TLS), property(CHAINS), property(CURVES));
    DisabledAlgorithms last = LAST.get();
    if (last != null && last.texts.equals(texts)) {
      return last;
    }
    DisabledAlgorithms made = of(texts.get(0), texts.get(1), texts.get(2));
    LAST.set(made);
    return made;
  }

  /** As it would be with these properties. */
  static DisabledAlgorithms of(String tls, String chains, String curves) {
    return new DisabledAlgorithms(List.of(tls, chains, curves));
  }

  private static String property(String name) {
    String value = Security.getProperty(name);
    return value == null ? "" : value;
  }

  private static List<DisabledEntry> entries(String property, String text, String curves) {
    String list = text.strip();
    if (list.length() > 1 && list.startsWith("\"") && list.endsWith("\"")) {
      list = list.substring(1, list.length() - 1);
    }
    List<DisabledEntry> entries = new ArrayList<>();
    for (String entry : SystemSettings.split(list, each -> each)) {
      if (entry.matches("(?i)include(\\s.*)?")) {
        if (!entry.matches("(?i)include\\s+" + Pattern.quote(CURVES))) {
          throw DisabledEntry.unreadable(property, entry, "what can be included is " + CURVES);
        }
        entries.addAll(entries(CURVES, curves, ""));
      } else {
        entries.add(DisabledEntry.parse(property, entry));
      }
    }
    return List.copyOf(entries);
  }

  /** The entries of both properties. */
  List<DisabledEntry> entries() {
    List<DisabledEntry> both = new ArrayList<>(tls);
    both.addAll(chains);
    return both;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    CipherSuite suite = Names.suite(algorithm);
    Set<String> elements = Elements.of(algorithm);
    Use use = use(Names.group(algorithm), Names.scheme(algorithm) != null);
    return none(tls, elements, use)
        && none(chains, suite == null ? elements : Elements.keyExchange(suite), use);
  }

  /** What TLS agrees on is no certificate: of the usages, only that of its signatures holds. */
  private static Use use(NamedGroup group, boolean signature) {
    return new Use(
        group == null ? null : Elements.upper(Elements.keyName(group)),
        group == null ? 0 : Elements.bits(group),
        signature ? Set.of("HANDSHAKESIGNATURE") : Set.of(),
        false,
        Instant.MIN);
  }

  private static boolean none(List<DisabledEntry> entries, Set<String> elements, Use use) {
    return entries.stream().noneMatch(entry -> entry.names(elements) && entry.holds(use));
  }

  /**
   * Whether a certificate may be in the chain of a server, or of a client. Whose authority it comes
   * of is not known, so that {@code jdkCA} never holds, as with the JDK's own check of this kind.
   */
  boolean permits(X509Certificate certificate, boolean fromServer) {
    KeyFacts facts = KeyFacts.of(certificate.getPublicKey());
    Set<String> names = new HashSet<>(facts.names());
    names.addAll(ChainConstraints.ofSignature(certificate.getSigAlgName()));
    Use use =
        new Use(
            facts.name(), facts.bits(), ChainConstraints.usages(fromServer), false, Instant.now());
    return none(entries(), names, use);
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    KeyFacts facts = KeyFacts.of(key);
    Use use = new Use(facts.name(), facts.bits(), Set.of(), false, Instant.now());
    return none(entries(), facts.names(), use);
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return permits(primitives, algorithm, parameters) && permits(primitives, key);
  }
}
