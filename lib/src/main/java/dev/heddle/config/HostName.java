package dev.heddle.config;

import dev.heddle.text.IpLiteral;
import dev.heddle.text.Printable;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name a client wants its server to prove: a DNS name or an IP address, checked against a
 * certificate by RFC 9525.
 *
 * <p>Only subjectAltName counts, never the common name. A DNS name is compared label by label
 * without regard to ASCII case; a wildcard stands for exactly one label, is the whole left-most
 * label, and has at least two labels after it (as in {@code X509_check_host(3)}). A presented name
 * that ends in a dot is for nobody, as RFC 5280 section 4.2.1.6 does not allow it and name
 * constraints would not be found to apply to it.
 *
 * <p>An IP address is compared with iPAddress entries, octet by octet: an IPv4 address is proved by
 * four octets only, an IPv6 address by sixteen. The sixteen octets of an IPv4-mapped address are
 * for nobody, since name constraints on IPv4 addresses do not apply to them. Immutable.
 */
public final class HostName {

  private final String text;
  private final byte[] address;

  /** The certificate last found to be for this name, which holds as long as both are the same. */
  private volatile Reference<X509Certificate> proof = new WeakReference<>(null);

  private HostName(String text, byte[] address) {
    this.text = text;
    this.address = address;
  }

  /**
   * A name from its text.
   *
   * @param host a DNS name of at most 253 characters, in A-labels (RFC 5890), with or without the
   *     trailing dot of a fully qualified name; or an IPv4 address in dotted decimal; or an IPv6
   *     address, with or without brackets, a zone being ignored. An IPv4-mapped IPv6 address stands
   *     for the IPv4 address
   * @return the name; never null
   * @throws ConfigException naming the text if it is none of these
   */
  public static HostName of(String host) {
    Objects.requireNonNull(host, "host");
    byte[] address = IpLiteral.parse(host);
    if (address != null) {
      return new HostName(IpLiteral.text(address), address);
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String problem = problem(name);
    if (problem != null) {
      throw new ConfigException("'" + Printable.text(host) + "' is no host name: " + problem);
    }
    return new HostName(name.toLowerCase(Locale.ROOT), null);
  }

  /** Whether this is an IP address; such a name is never sent as SNI (RFC 6066 section 3). */
  public boolean isIp() {
    return address != null;
  }

  /** The name in its normal form: lower case, no trailing dot; an IPv6 address without brackets. */
  public String text() {
    return text;
  }

  /**
   * Whether the certificate is for this name. A certificate without a subjectAltName, or with one
   * that cannot be parsed, is for no name.
   *
   * @param certificate the peer's leaf certificate
   */
  public boolean matches(X509Certificate certificate) {
    if (certificate != null && proof.refersTo(certificate)) {
      return true;
    }
    boolean named = isNamedBy(certificate);
    if (named) {
      proof = new WeakReference<>(certificate);
    }
    return named;
  }

  private boolean isNamedBy(X509Certificate certificate) {
    for (SubjectAltName name : SubjectAltName.of(certificate)) {
      if (address == null && name.isDns() && matchesDns(name.text())) {
        return true;
      }
      if (address != null && name.isIp() && Arrays.equals(address, name.octets())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The names a certificate presents, for messages: {@code DNS:a.example}, {@code IP:192.0.2.1};
   * characters that do not print are escaped.
   *
   * @return never null; empty if there are none of these kinds
   */
  public static List<String> presented(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (SubjectAltName name : SubjectAltName.of(certificate)) {
      if (name.isDns()) {
        names.add("DNS:" + Printable.text(name.text()));
      } else if (name.isIp()) {
        byte[] octets = name.octets();
        names.add(
            "IP:"
                + (octets.length == 4 || octets.length == 16
                    ? IpLiteral.text(octets)
                    : Printable.text("#" + HexFormat.of().formatHex(octets))));
      }
    }
    return List.copyOf(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostName that
        && text.equals(that.text)
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** {@link #text}. */
  @Override
  public String toString() {
    return text;
  }

  private boolean matchesDns(String pattern) {
    if (!pattern.startsWith("*.")) {
      return problem(pattern) == null && pattern.equalsIgnoreCase(text);
    }
    String rest = pattern.substring(1);
    int dot = text.indexOf('.');
    // RFC 9525 section 6.3. Two labels at least after the star, so that "*.com" is for nobody.
    return dot > 0
        && rest.indexOf('.', 1) > 0
        && problem(rest.substring(1)) == null
        && text.substring(dot).equalsIgnoreCase(rest);
  }

  /** What is wrong with a DNS name without trailing dot; null if nothing. */
  private static String problem(String name) {
    if (name.isEmpty()) {
      return "it is empty";
    }
    if (name.length() > MAX_NAME) {
      return "longer than " + MAX_NAME + " characters";
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (label.isEmpty()) {
        return "it has an empty label";
      }
      if (label.length() > MAX_LABEL) {
        return "it has a label longer than " + MAX_LABEL + " characters";
      }
      for (int i = 0; i < label.length(); i++) {
        if (!allowed(label.charAt(i))) {
          return label.charAt(i) > 0x7F
              ? "it is not ASCII; give its A-label form (xn--…)"
              : "the character '" + Printable.text(label.substring(i, i + 1)) + "' is not allowed";
        }
      }
    }
    String last = labels[labels.length - 1];
    // Other parsers take such text for an IPv4 address (1.2.3, 0x7f.1, 256.1.1.1); nobody may be
    // talked into comparing it as a DNS name.
    if (NUMBER.matcher(last).matches()) {
      return "it looks like an IPv4 address but is none";
    }
    return null;
  }

  // The underscore is no host name's by RFC 952, but private names have it. What is proved by it is
  // up to who trusts that very certificate: an authority's word for such a name is refused.
  private static boolean allowed(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;
}
