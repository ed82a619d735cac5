package dev.heddle.engine;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;

/**
 * Lists of versions, suites, groups and signature schemes as text for a failure: by their names
 * where they are known here, else by their numbers, and never more than {@value #MAX_NAMES} of
 * them. A peer may have made the list.
 */
final class Offers {

  /** All that a client's hello has offered under this configuration. */
  static String ofClient(TlsConfig config) {
    StringBuilder text = new StringBuilder("we offered ").append(versions(Wire.versions(config)));
    text.append(", suites ").append(suites(Wire.cipherSuites(config)));
    text.append(", groups ").append(groups(Wire.groupCodes(config)));
    text.append(", signatures ")
        .append(schemes(Wire.signatureAlgorithms(config.signatureSchemes())));
    if (!config.alpnProtocols().isEmpty()) {
      text.append(", protocols ").append(list(config.alpnProtocols()));
    }
    config
        .serverName()
        .ifPresentOrElse(
            name -> text.append(", and asked for ").append(name),
            () -> text.append(", and asked for no server name"));
    return text.toString();
  }

  static String versions(ProtocolVersion... versions) {
    return versions == null
        ? "[]"
        : versions(Arrays.stream(versions).mapToInt(ProtocolVersion::getFullVersion).toArray());
  }

  static String versions(int... codes) {
    return named(codes, Offers::version);
  }

  static String version(int code) {
    return switch (code) {
      case 0x0300 -> "SSL 3.0";
      case 0x0301 -> "TLS 1.0";
      case 0x0302 -> "TLS 1.1";
      default -> {
        TlsVersion known = TlsVersion.of(code);
        yield known == null ? hex(code) : known.openSslName().replace("TLSv", "TLS ");
      }
    };
  }

  static String suites(int... codes) {
    return named(
        IntStream.of(codes).filter(code -> !isSignal(code)).toArray(),
        code -> {
          CipherSuite known = CipherSuite.of(code);
          return known == null ? hex(code) : known.ianaName();
        });
  }

  /** The groups; null is an empty list. */
  static String groups(int... codes) {
    return named(
        codes == null ? new int[0] : codes,
        code -> {
          NamedGroup known = NamedGroup.of(code);
          return known == null ? hex(code) : known.ianaName();
        });
  }

  /** The signature schemes of a list of bctls' algorithms; null is an empty list. */
  static String schemes(Iterable<?> algorithms) {
    List<Integer> codes = new ArrayList<>();
    if (algorithms != null) {
      algorithms.forEach(each -> codes.add(SignatureScheme.from((SignatureAndHashAlgorithm) each)));
    }
    return named(codes.stream().mapToInt(Integer::intValue).toArray(), Offers::scheme);
  }

  /** Names of authorities. */
  static String names(List<X500Principal> names) {
    return list(names.stream().map(name -> "'" + Printable.text(name.getName()) + "'").toList());
  }

  private static String scheme(int code) {
    dev.heddle.config.SignatureScheme known = dev.heddle.config.SignatureScheme.of(code);
    return known == null ? hex(code) : known.ianaName();
  }

  private static String named(int[] codes, IntFunction<String> name) {
    return list(IntStream.of(codes).filter(code -> !isGrease(code)).mapToObj(name).toList());
  }

  private static String list(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
    int more = names.size() - MAX_NAMES;
    return "[" + (more > 0 ? first + " and " + more + " more" : first) + "]";
  }

  private static String hex(int code) {
    return String.format("0x%04x", code);
  }

  /** RFC 8701: numbers that mean nothing, sent to see whether they are passed over. */
  private static boolean isGrease(int code) {
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
  }

  /** RFC 5746 and RFC 7507: these stand among the suites and are none. */
  private static boolean isSignal(int code) {
    return code == 0x00ff || code == 0x5600;
  }

  private static final int MAX_NAMES = 12;

  private Offers() {}
}
