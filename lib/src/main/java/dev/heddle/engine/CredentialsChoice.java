package dev.heddle.engine;

import dev.heddle.config.ConfigException;
import dev.heddle.config.HostName;
import dev.heddle.config.SignatureScheme;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsUtils;

/**
 * Which of an end's credentials to show, and what to sign with: RFC 8446 sections 4.4.2.2 and
 * 4.4.2.3, RFC 5246 sections 7.4.2 and 7.4.6.
 *
 * <p>Credentials whose key cannot make a signature the peer accepts are out of the question. Among
 * the others a server looks for the name it is asked for: first one that has it as it is, then one
 * whose wildcard covers it, then the first of all, and with that what is for the same names. A
 * client with several looks for an issuer that the server names. After that comes who has a chain
 * signed in a way the peer says it can check, at a server who has an issuer the client names, and
 * then the order of the configuration.
 */
final class CredentialsChoice {

  /**
   * What the peer has said it accepts.
   *
   * @param schemes of signatures, bctls' SignatureAndHashAlgorithms; null if it named none
   * @param chainSchemes of signatures in a chain; null for the same
   * @param issuers the authorities it knows; empty if it does not say
   * @param curves TLS 1.2: groups that the key of a certificate may be of; null for any
   * @param types TLS 1.2: kinds of keys a server takes from a client; null for any
   */
  record Peer(
      boolean tls13,
      List<?> schemes,
      List<?> chainSchemes,
      List<X500Principal> issuers,
      int[] curves,
      short[] types) {

    List<?> schemesOfChain() {
      return chainSchemes == null ? schemes : chainSchemes;
    }
  }

  /**
   * What was chosen.
   *
   * @param algorithm to sign with; null where the key is to decrypt
   */
  record Chosen(LocalCredentials credentials, SignatureAndHashAlgorithm algorithm) {}

  private final List<LocalCredentials> own;
  private final List<SignatureScheme> schemes;
  private final Peer peer;

  /**
   * @param own in the order of the configuration
   * @param schemes those we are configured for, the preferred one first
   */
  CredentialsChoice(List<LocalCredentials> own, List<SignatureScheme> schemes, Peer peer) {
    this.own = own;
    this.schemes = schemes;
    this.peer = peer;
  }

  /**
   * A server's: those for the name, the best first.
   *
   * @param serverName what the client asks for; null if it does not say
   * @param keyExchanges those that may come of it, in any order; in TLS 1.3 just {@link
   *     KeyExchangeAlgorithm#NULL}
   */
  List<LocalCredentials> forName(String serverName, int... keyExchanges) {
    List<LocalCredentials> fitting =
        filter(own, each -> Arrays.stream(keyExchanges).anyMatch(kx -> chosen(each, kx) != null));
    if (fitting.size() < 2) {
      return fitting;
    }
    HostName name = dnsName(serverName);
    for (Match match : List.of(Match.EXACT, Match.WILDCARD)) {
      List<LocalCredentials> named = filter(fitting, each -> match == Match.of(name, each));
      if (!named.isEmpty()) {
        return sorted(named);
      }
    }
    List<String> ofTheFirst = fitting.getFirst().names();
    return sorted(filter(fitting, each -> each.names().equals(ofTheFirst)));
  }

  /** A server's, for the key exchange that was agreed on; null if none of these fits it. */
  Chosen forKeyExchange(List<LocalCredentials> candidates, int keyExchange) {
    for (LocalCredentials each : candidates) {
      Chosen chosen = chosen(each, keyExchange);
      if (chosen != null) {
        return chosen;
      }
    }
    return null;
  }

  private Chosen chosen(LocalCredentials each, int keyExchange) {
    if (!peer.tls13 && keyExchange == KeyExchangeAlgorithm.RSA) {
      return each.hasRsaEncryption() ? new Chosen(each, null) : null;
    }
    return signing(
        each,
        scheme ->
            peer.tls13 || TlsUtils.isValidSignatureSchemeForServerKeyExchange(scheme, keyExchange));
  }

  /**
   * A client's; null if it has nothing that fits.
   *
   * <p>Issuers choose between several. One alone is sent whatever the server says of them, as
   * libssl does: it may know more than it names.
   */
  Chosen forServer() {
    List<LocalCredentials> fitting =
        filter(own, each -> signing(each) != null && (own.size() == 1 || isOfNamedIssuer(each)));
    return fitting.isEmpty() ? null : signing(sorted(fitting).getFirst());
  }

  /** Why {@link #forServer} found nothing, in one clause; there is one of our own at least. */
  String whyNone() {
    String what = own.size() == 1 ? "ours was not given" : "none of our " + own.size() + " fits";
    return "the server asks for a client certificate and " + what + ": " + whyNot();
  }

  private String whyNot() {
    if (own.stream().anyMatch(each -> signing(each) != null)) {
      List<X500Principal> ours =
          own.stream()
              .flatMap(each -> each.chain().stream())
              .map(X509Certificate::getIssuerX500Principal)
              .distinct()
              .toList();
      return "the server accepts issuers "
          + Offers.names(peer.issuers)
          + ", the chains are of "
          + Offers.names(ours);
    }
    if (own.stream().anyMatch(each -> scheme(each, any -> true) != null && isOfType(each))) {
      return "in TLS 1.2 the curve of its key must be among the groups we offer, which are "
          + Offers.groups(peer.curves);
    }
    List<SignatureAndHashAlgorithm> made =
        own.stream().flatMap(each -> each.algorithms(peer.tls13).stream()).distinct().toList();
    return "the server accepts "
        + Offers.schemes(peer.schemes)
        + ", our "
        + (own.size() == 1 ? "key makes " : "keys make ")
        + Offers.schemes(made);
  }

  private Chosen signing(LocalCredentials each) {
    return signing(each, scheme -> true);
  }

  /** With the best scheme; null if these credentials do not fit. */
  private Chosen signing(LocalCredentials each, IntPredicate fits) {
    SignatureAndHashAlgorithm algorithm = scheme(each, fits);
    return algorithm != null && isOfType(each) && isOnNamedCurve(each)
        ? new Chosen(each, algorithm)
        : null;
  }

  /** The first of our configured schemes that the peer accepts and the key can make, or null. */
  private SignatureAndHashAlgorithm scheme(LocalCredentials each, IntPredicate fits) {
    if (peer.schemes == null) {
      return null;
    }
    for (SignatureScheme scheme : schemes) {
      SignatureAndHashAlgorithm algorithm = Wire.algorithm(scheme);
      if (peer.schemes.contains(algorithm)
          && each.algorithms(peer.tls13).contains(algorithm)
          && fits.test(scheme.code())) {
        return algorithm;
      }
    }
    return null;
  }

  /** RFC 8422 section 5.5: ecdsa_sign stands for EdDSA, too. */
  private boolean isOfType(LocalCredentials each) {
    short type = each.isRsa() ? ClientCertificateType.rsa_sign : ClientCertificateType.ecdsa_sign;
    return peer.types == null || contains(peer.types, type);
  }

  private static boolean contains(short[] types, short wanted) {
    for (short type : types) {
      if (type == wanted) {
        return true;
      }
    }
    return false;
  }

  /**
   * RFC 8422 section 5.1: in TLS 1.2 the groups that a client offers are also those that
   * certificates may be of, its own included (libssl refuses others).
   */
  private boolean isOnNamedCurve(LocalCredentials each) {
    return peer.tls13
        || peer.curves == null
        || each.curve() < 0
        || Arrays.stream(peer.curves).anyMatch(curve -> curve == each.curve());
  }

  private boolean isOfNamedIssuer(LocalCredentials each) {
    return peer.issuers.isEmpty()
        || each.chain().stream()
            .anyMatch(certificate -> peer.issuers.contains(certificate.getIssuerX500Principal()));
  }

  private boolean isChainCheckable(LocalCredentials each) {
    return peer.schemesOfChain() == null
        || ChainSignatures.areAll(each.chain(), peer.schemesOfChain());
  }

  private List<LocalCredentials> sorted(List<LocalCredentials> candidates) {
    List<LocalCredentials> sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparing((LocalCredentials each) -> !isChainCheckable(each))
            .thenComparing(each -> !isOfNamedIssuer(each)));
    return sorted;
  }

  private static List<LocalCredentials> filter(
      List<LocalCredentials> all, Predicate<LocalCredentials> condition) {
    return all.stream().filter(condition).toList();
  }

  /** Null if it is none: what a client asks for may be anything. */
  private static HostName dnsName(String serverName) {
    if (serverName == null) {
      return null;
    }
    try {
      HostName name = HostName.of(serverName);
      return name.isIp() ? null : name;
    } catch (ConfigException e) {
      return null;
    }
  }

  /** How a certificate is for a name. */
  private enum Match {
    EXACT,
    WILDCARD,
    NONE;

    static Match of(HostName name, LocalCredentials credentials) {
      if (name == null || !name.matches(credentials.chain().getFirst())) {
        return NONE;
      }
      String exact = "DNS:" + name.text();
      return credentials.names().stream().anyMatch(exact::equalsIgnoreCase) ? EXACT : WILDCARD;
    }
  }
}
