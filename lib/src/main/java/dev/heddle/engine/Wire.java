package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyResult;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;

/** The configuration's terms in bctls' terms, the same for both ends. */
@SuppressWarnings({"rawtypes", "unchecked"}) // bctls speaks in raw Vectors
final class Wire {

  /** The versions, the highest first. */
  static ProtocolVersion[] versions(TlsConfig config) {
    if (!config.versions().contains(TlsVersion.TLS_1_3)) {
      return new ProtocolVersion[] {ProtocolVersion.TLSv12};
    }
    return config.versions().contains(TlsVersion.TLS_1_2)
        ? new ProtocolVersion[] {ProtocolVersion.TLSv13, ProtocolVersion.TLSv12}
        : new ProtocolVersion[] {ProtocolVersion.TLSv13};
  }

  /** The versions as on the wire, the highest first. */
  static int[] versionCodes(TlsConfig config) {
    ProtocolVersion[] versions = versions(config);
    int[] codes = new int[versions.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = versions[i].getFullVersion();
    }
    return codes;
  }

  static int[] cipherSuites(TlsConfig config) {
    int[] codes = new int[config.cipherSuites().size()];
    int count = 0;
    for (CipherSuite suite : config.cipherSuites()) {
      if (config.versions().contains(suite.version())) {
        codes[count++] = suite.code();
      }
    }
    return count == codes.length ? codes : Arrays.copyOf(codes, count);
  }

  /** The groups in order; without TLS 1.3 there are no hybrids (draft-ietf-tls-ecdhe-mlkem). */
  static List<NamedGroup> groups(TlsConfig config) {
    if (config.versions().contains(TlsVersion.TLS_1_3)) {
      return config.groups();
    }
    return config.groups().stream().filter(group -> !group.hybrid()).toList();
  }

  /** {@link #groups} by their numbers. */
  static int[] groupCodes(TlsConfig config) {
    List<NamedGroup> groups = groups(config);
    int[] codes = new int[groups.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = groups.get(i).code();
    }
    return codes;
  }

  static Vector vector(List<NamedGroup> groups) {
    Vector vector = new Vector(groups.size());
    for (NamedGroup group : groups) {
      vector.add(group.code());
    }
    return vector;
  }

  static Vector signatureAlgorithms(List<SignatureScheme> schemes) {
    Vector vector = new Vector(schemes.size());
    for (SignatureScheme scheme : schemes) {
      vector.add(algorithm(scheme));
    }
    return vector;
  }

  /** Schemes by their numbers, those included that have no name; null is an empty list. */
  static List<Integer> schemeCodes(Vector<?> algorithms) {
    List<Integer> codes = new ArrayList<>();
    if (algorithms != null) {
      for (Object each : algorithms) {
        codes.add(org.bouncycastle.tls.SignatureScheme.from((SignatureAndHashAlgorithm) each));
      }
    }
    return codes;
  }

  /** Null is an empty list. */
  static List<Integer> list(short[] values) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; values != null && i < values.length; i++) {
      list.add((int) values[i]);
    }
    return list;
  }

  static SignatureAndHashAlgorithm algorithm(SignatureScheme scheme) {
    return ALGORITHMS.get(scheme);
  }

  private static Map<SignatureScheme, SignatureAndHashAlgorithm> algorithms() {
    Map<SignatureScheme, SignatureAndHashAlgorithm> all = new EnumMap<>(SignatureScheme.class);
    for (SignatureScheme scheme : SignatureScheme.values()) {
      all.put(
          scheme, org.bouncycastle.tls.SignatureScheme.getSignatureAndHashAlgorithm(scheme.code()));
    }
    return all;
  }

  /** The names of authorities that this Java can read; null is an empty list. */
  static List<X500Principal> principals(Vector<?> names) throws IOException {
    List<byte[]> encoded = new ArrayList<>();
    if (names != null) {
      for (Object name : names) {
        encoded.add(((X500Name) name).getEncoded("DER"));
      }
    }
    return readable(encoded);
  }

  /**
   * The names that can be read, up to where too many could not: each of those costs an exception,
   * and a hello has room for twenty thousand.
   */
  static List<X500Principal> readable(List<byte[]> encoded) {
    List<X500Principal> principals = new ArrayList<>();
    int unreadable = 0;
    for (byte[] name : encoded) {
      try {
        principals.add(new X500Principal(name));
      } catch (IllegalArgumentException e) {
        // A name that no certificate read by this Java can have.
        if (++unreadable > MOST_UNREADABLE) {
          break;
        }
      }
    }
    return principals;
  }

  /** Notes what we are about to sign with. */
  static SignatureAndHashAlgorithm signing(EndRules rules, SignatureAndHashAlgorithm algorithm) {
    rules.ownSignatureScheme =
        SignatureScheme.of(org.bouncycastle.tls.SignatureScheme.from(algorithm));
    return algorithm;
  }

  static Vector protocolNames(List<String> protocols) {
    if (protocols.isEmpty()) {
      return null;
    }
    Vector names = new Vector();
    for (String name : protocols) {
      names.add(ProtocolName.asRawBytes(name.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return names;
  }

  /**
   * A protocol's name, one char a byte as in the configuration (RFC 7301 has bytes, no text). Null
   * for null.
   */
  static String text(ProtocolName name) {
    return name == null ? null : new String(name.getBytes(), StandardCharsets.ISO_8859_1);
  }

  static List<String> texts(Vector<?> names) {
    return names.stream().map(name -> text((ProtocolName) name)).toList();
  }

  /** Notes a refused certificate; the caller throws what comes back. */
  static TlsFatalAlert refuse(EndRules rules, VerifyResult result) {
    return refuse(rules, result.alert(), result, null);
  }

  /**
   * The same.
   *
   * @param cause why the program refuses it; null if it was not the program
   */
  static TlsFatalAlert refuse(EndRules rules, Alert alert, VerifyResult result, Throwable cause) {
    rules.fault =
        new Fault.BadCertificate(alert, result.code(), result.depth(), result.detail(), cause);
    return new TlsFatalAlert((short) alert.code());
  }

  /** Notes that a callback of the program's threw; the caller throws what comes back. */
  static TlsFatalAlert threw(EndRules rules, String callback, Exception thrown) {
    rules.fault = new Fault.Internal(callback + " threw " + Printable.text("" + thrown), thrown);
    return new TlsFatalAlert(AlertDescription.internal_error, thrown);
  }

  static final int MOST_UNREADABLE = 16;

  private static final Map<SignatureScheme, SignatureAndHashAlgorithm> ALGORITHMS = algorithms();

  private Wire() {}
}
