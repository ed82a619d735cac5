package dev.heddle.jsse;

import dev.heddle.config.SignatureScheme;
import dev.heddle.config.VerifyCallback;
import dev.heddle.config.VerifyStep;
import dev.heddle.jsse.DisabledEntry.Use;
import dev.heddle.text.Printable;
import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the security properties and the caller's constraints forbid in a path of certificates. It
 * refuses what the library finds good, and never the other way round.
 */
final class ChainConstraints implements VerifyCallback {

  private static final Set<CryptoPrimitive> SIGNATURE = EnumSet.of(CryptoPrimitive.SIGNATURE);

  /** What the library refuses anyway, or what no certificate has: not worth a second look. */
  private static final Set<String> NEVER_THERE =
      Set.of(
          "MD2",
          "MD5",
          "MD5WITHRSA",
          "SHA1",
          "SHA-1",
          "DSA",
          "RC4",
          "DES",
          "DESEDE",
          "ANON",
          "NULL",
          "ECDH",
          "DH",
          "DIFFIEHELLMAN",
          "3DES_EDE_CBC",
          "C_NULL",
          "M_NULL",
          "RC4_40",
          "DES40_CBC",
          "RSA_PKCS1_SHA1",
          "ECDSA_SHA1",
          "DSA_SHA1");

  private final List<DisabledEntry> entries;
  private final AlgorithmConstraints caller;
  private final boolean fromServer;
  private final InstantSource clock;

  private ChainConstraints(
      List<DisabledEntry> entries,
      AlgorithmConstraints caller,
      boolean fromServer,
      InstantSource clock) {
    this.entries = entries;
    this.caller = caller;
    this.fromServer = fromServer;
    this.clock = clock;
  }

  /**
   * What they say about paths.
   *
   * @param caller the same as the system's, or null, for none
   * @param fromServer whether it is a server that is to be trusted
   * @return null if they forbid nothing that the library does not refuse by itself
   */
  static ChainConstraints of(
      DisabledAlgorithms system,
      AlgorithmConstraints caller,
      boolean fromServer,
      InstantSource clock) {
    List<DisabledEntry> entries =
        system.entries().stream().filter(ChainConstraints::matters).toList();
    AlgorithmConstraints others = caller == system ? null : caller;
    return entries.isEmpty() && others == null
        ? null
        : new ChainConstraints(entries, others, fromServer, clock);
  }

  private static boolean matters(DisabledEntry entry) {
    String name = entry.name();
    if (name.startsWith("TLS") || name.startsWith("SSL") || name.startsWith("DTLS")) {
      return false;
    }
    // RSA of 2048 bits and curves of 224 are the least that the library takes.
    boolean weak =
        name.equals("RSA") && entry.isOnlyBelow(2048)
            || name.equals("EC") && entry.isOnlyBelow(224);
    return !weak && !NEVER_THERE.contains(name);
  }

  @Override
  public boolean verify(VerifyStep step) {
    if (!step.ok()) {
      return false;
    }
    int depth = step.result().depth();
    List<X509Certificate> path = step.path();
    return fault(path.get(depth), depth == path.size() - 1, path) == null;
  }

  /**
   * Judges a path that has been found good.
   *
   * @param path the leaf first, the anchor last
   * @throws CertificateException saying what is forbidden
   */
  void check(List<X509Certificate> path) throws CertificateException {
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      String fault = fault(path.get(depth), depth == path.size() - 1, path);
      if (fault != null) {
        throw new CertificateException(fault);
      }
    }
  }

  /** The signature of an anchor proves nothing, and is not looked at. */
  private String fault(X509Certificate certificate, boolean anchor, List<X509Certificate> path) {
    String signature = certificate.getSigAlgName();
    PublicKey key = certificate.getPublicKey();
    KeyFacts facts = KeyFacts.of(key);
    Set<String> names = new HashSet<>(facts.names());
    if (!anchor) {
      names.addAll(ofSignature(signature));
    }
    Use use =
        new Use(
            facts.name(),
            facts.bits(),
            usages(fromServer),
            JdkAuthorities.contain(path.get(path.size() - 1)),
            clock.instant());
    for (DisabledEntry entry : entries) {
      if (entry.names(names) && entry.holds(use)) {
        return text(certificate, facts, signature) + ", and " + entry.name() + " is disabled";
      }
    }
    if (caller != null
        && !(caller.permits(SIGNATURE, key)
            && (anchor || caller.permits(SIGNATURE, signature, null)))) {
      return text(certificate, facts, signature) + ", which the caller's constraints forbid";
    }
    return null;
  }

  private static String text(X509Certificate certificate, KeyFacts facts, String signature) {
    return "the certificate of "
        + Printable.text(certificate.getSubjectX500Principal().getName())
        + " has a key of "
        + facts.name()
        + " with "
        + facts.bits()
        + " bits and is signed with "
        + signature;
  }

  /** What the chain of a server, or of a client, is for, in the words of security properties. */
  static Set<String> usages(boolean fromServer) {
    return Set.of(fromServer ? "TLSSERVER" : "TLSCLIENT", "CERTIFICATESIGNATURE");
  }

  /** A certificate's signature by all its names, those of the schemes of TLS among them. */
  static Set<String> ofSignature(String signature) {
    Set<String> names = new HashSet<>(Elements.ofSignature(signature));
    for (SignatureScheme scheme : SignatureScheme.values()) {
      if (Elements.signatureNames(scheme).get(0).equalsIgnoreCase(signature)) {
        names.add(Elements.upper(scheme.ianaName()));
      }
    }
    return names;
  }
}
