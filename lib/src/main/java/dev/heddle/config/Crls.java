package dev.heddle.config;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Lists of revoked certificates (RFC 5280 section 5): {@code X509_load_crl_file(3)} and {@code
 * X509_STORE_add_crl(3)}.
 *
 * <p>Nothing is downloaded and nothing is read again: for a newer list make a new object and a new
 * configuration with it. Whether a list is genuine and current is checked when it is used, since
 * that takes the issuer's certificate and the time. Immutable and safe for use by several threads.
 */
public final class Crls {

  private static final Crls NONE = new Crls(List.of());

  private final List<Crl> all;
  private final Map<X500Principal, List<Crl>> byIssuer = new HashMap<>();
  private final LazyDigest digest = new LazyDigest(this::digestOfLists);

  private Crls(List<Crl> all) {
    this.all = List.copyOf(all);
    for (Crl crl : all) {
      byIssuer
          .computeIfAbsent(crl.list().getIssuerX500Principal(), name -> new ArrayList<>(1))
          .add(crl);
    }
    byIssuer.replaceAll((name, list) -> List.copyOf(list));
  }

  /**
   * One list.
   *
   * @param list as the JDK reads it
   * @param unknownEntryExtension the OID of a critical extension on some entry of it that says more
   *     than reason and date, so that the list cannot be used (RFC 5280 section 5.3); null if there
   *     is none
   */
  public record Crl(X509CRL list, String unknownEntryExtension) {

    private static Crl of(X509CRL list) {
      Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
      for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
        Set<String> critical = entry.getCriticalExtensionOIDs();
        for (String oid : critical == null ? Set.<String>of() : critical) {
          if (!KNOWN_ON_ENTRIES.contains(oid)) {
            return new Crl(list, oid);
          }
        }
      }
      return new Crl(list, null);
    }

    private byte[] encoding() {
      try {
        return list.getEncoded();
      } catch (CRLException e) {
        throw new ConfigException("a CRL that has no encoding", e);
      }
    }
  }

  /** No list at all. */
  public static Crls none() {
    return NONE;
  }

  /**
   * All lists of files, each of which is one list in DER, or PEM with one or more blocks {@code
   * X509 CRL} among others.
   *
   * @param files read now; each of 16 MiB at most, which is about 400 000 revoked certificates
   * @throws ConfigException naming the file that cannot be read, or has a list that cannot be read,
   *     or none
   */
  public static Crls files(Path... files) {
    List<Crl> crls = new ArrayList<>();
    for (Path file : files) {
      crls.addAll(parse(InputFile.read(file), "file " + file));
    }
    return new Crls(crls);
  }

  /** These lists; none of them may be null. */
  public static Crls of(Collection<? extends X509CRL> crls) {
    List<Crl> all = new ArrayList<>();
    for (X509CRL each : crls) {
      all.add(Crl.of(Objects.requireNonNull(each, "a CRL")));
    }
    return new Crls(all);
  }

  /** These lists and those. */
  public Crls and(Crls others) {
    List<Crl> both = new ArrayList<>(all);
    both.addAll(others.all);
    return new Crls(both);
  }

  /** All lists, unmodifiable, in the order in which they were given. */
  public List<Crl> all() {
    return all;
  }

  /** The lists that name this issuer; unmodifiable, empty if there are none. */
  public List<Crl> byIssuer(X500Principal issuer) {
    return byIssuer.getOrDefault(Objects.requireNonNull(issuer, "issuer"), List.of());
  }

  /** A digest of all lists, in whatever order they are. */
  byte[] digest() {
    return digest.get();
  }

  private LabelledDigest digestOfLists() {
    return new LabelledDigest("crls").addUnordered("crl", all.stream().map(Crl::encoding));
  }

  /** How many lists there are. */
  @Override
  public String toString() {
    return "Crls[" + all.size() + "]";
  }

  private static List<Crl> parse(byte[] content, String source) {
    List<byte[]> encodings =
        content.length > 0 && content[0] == DER_SEQUENCE
            ? List.of(content)
            : Pem.crls(content, source);
    List<Crl> crls = new ArrayList<>();
    for (byte[] encoding : encodings) {
      crls.add(parse(encoding, crls.size() + 1, source));
    }
    return crls;
  }

  private static Crl parse(byte[] encoding, int number, String source) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream in = new ByteArrayInputStream(encoding);
      X509CRL crl = (X509CRL) factory.generateCRL(in);
      if (in.available() > 0) {
        throw new CRLException(in.available() + " bytes follow it");
      }
      return Crl.of(crl);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new ConfigException(
          "CRL " + number + " in " + source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static final byte DER_SEQUENCE = 0x30;

  /** reasonCode and invalidityDate. */
  private static final Set<String> KNOWN_ON_ENTRIES = Set.of("2.5.29.21", "2.5.29.24");
}
