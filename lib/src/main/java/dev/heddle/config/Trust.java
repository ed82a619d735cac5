package dev.heddle.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates that are trusted as they are: {@code SSL_CTX_load_verify_locations(3)}. An
 * anchor need not be self-signed (OpenSSL's {@code X509_V_FLAG_PARTIAL_CHAIN}), and may be the
 * peer's own certificate.
 *
 * <p>Immutable and safe for use by several threads. {@link #system} reads its file when it is first
 * asked, the others when they are made.
 */
public final class Trust {

  private static final Trust SYSTEM = new Trust("system", Trust::loadSystem, Set.of());
  private static final Trust NONE = new Trust("none", List::of, Set.of());

  private final String origin;
  private final Supplier<Collection<X509Certificate>> source;
  private final Set<KeyPin> pins;
  // Racing threads may each read the source; all then use what the first of them put here. A lock
  // would be held while reading a file.
  private final AtomicReference<Index> index = new AtomicReference<>();
  private final LazyDigest digest = new LazyDigest(this::digestOfAnchors);

  private Trust(String origin, Supplier<Collection<X509Certificate>> source, Set<KeyPin> pins) {
    this.origin = origin;
    this.source = source;
    this.pins = pins;
  }

  private static Trust loaded(String origin, Collection<X509Certificate> anchors) {
    List<X509Certificate> copy = List.copyOf(anchors);
    Trust trust = new Trust(origin, () -> copy, Set.of());
    trust.load();
    return trust;
  }

  /**
   * The JDK's default trust store, as its own TLS uses it: the file that the system property {@code
   * javax.net.ssl.trustStore} names (with {@code trustStorePassword} and {@code trustStoreType}),
   * else {@code lib/security/jssecacerts}, else {@code cacerts} of the JDK. Read once in the life
   * of the JVM, when first used or {@link #load loaded}.
   */
  public static Trust system() {
    return SYSTEM;
  }

  /**
   * All certificates of a PEM file, for example a bundle of authorities; blocks of other kinds are
   * passed over.
   *
   * @param file read now
   * @throws ConfigException naming the file if it, or a certificate in it, cannot be read, or if
   *     there is no certificate in it
   */
  public static Trust pem(Path file) {
    return loaded(file.toString(), Pem.certificates(InputFile.read(file), "file " + file));
  }

  /**
   * All certificates of a PEM text.
   *
   * @throws ConfigException if it holds no certificate, or one that cannot be read
   */
  public static Trust pem(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return loaded("PEM text", Pem.certificates(bytes, "PEM text"));
  }

  /**
   * All certificates of the files in a directory: {@code SSL_CTX_load_verify_dir(3)}. The files may
   * have any name, hashed ones (as of {@code openssl rehash}) included, and may be symbolic links;
   * those without a PEM certificate are passed over, and so is what is no regular file.
   *
   * @param directory read now and whole, not when a certificate is looked for
   * @throws ConfigException naming the directory if it cannot be read, has more than 10 000 entries
   *     or no certificate; or the file that cannot be read or is damaged
   */
  public static Trust directory(Path directory) {
    return loaded("directory " + directory, TrustDirectory.read(directory));
  }

  /**
   * The certificates whose public key has one of these pins, when the peer presents them: the leaf
   * or an authority above it. What such a certificate says is taken as it is, like that of any
   * anchor; its dates, name, purpose and strength are still checked. A certificate that the peer
   * does not present cannot be found by its pin.
   *
   * @param pins as {@link KeyPin#parse} reads them
   * @throws ConfigException naming the pin that cannot be read, or if there is none
   * @see TlsConfig.Builder#pinnedKeys what is asked beside trust
   */
  public static Trust pins(String... pins) {
    Set<KeyPin> parsed = Values.pins(pins);
    if (parsed.isEmpty()) {
      throw new ConfigException("an empty list of pins");
    }
    Trust trust = new Trust("pins", List::of, parsed);
    trust.load();
    return trust;
  }

  /** What is trusted by this or by another. */
  public Trust and(Trust other) {
    Set<KeyPin> allPins = new LinkedHashSet<>(pins);
    allPins.addAll(other.pins);
    Trust both =
        new Trust(
            origin + " and " + other.origin,
            () -> {
              Set<X509Certificate> all = new LinkedHashSet<>(anchors());
              all.addAll(other.anchors());
              return all;
            },
            Collections.unmodifiableSet(allPins));
    if (index.get() != null && other.index.get() != null) {
      both.load();
    }
    return both;
  }

  /**
   * All trusted certificate entries of a key store; key entries are left out.
   *
   * @throws ConfigException if the store is not loaded, or has no such entry
   */
  public static Trust keyStore(KeyStore store) {
    try {
      List<X509Certificate> anchors = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        Certificate certificate =
            store.isCertificateEntry(alias) ? store.getCertificate(alias) : null;
        if (certificate instanceof X509Certificate x509) {
          anchors.add(x509);
        }
      }
      if (anchors.isEmpty()) {
        throw new ConfigException(
            "the key store has no trusted certificate entry among its "
                + store.size()
                + " entries");
      }
      return loaded("key store", anchors);
    } catch (KeyStoreException e) {
      throw new ConfigException(
          "cannot read trust anchors from the key store: " + e.getMessage(), e);
    }
  }

  /** These certificates, as {@code X509_STORE_add_cert(3)} would add them. */
  public static Trust of(Collection<X509Certificate> anchors) {
    return loaded("given certificates", anchors);
  }

  /** No certificate at all: nothing verifies. */
  public static Trust none() {
    return NONE;
  }

  /**
   * Reads the anchors if that has not been done; blocks on a file for {@link #system}. What asks
   * for anchors does the same, so this only chooses the moment.
   *
   * @return this
   * @throws ConfigException if they cannot be read; the next call tries again
   */
  public Trust load() {
    index();
    return this;
  }

  /**
   * All anchors that are known before a peer presents them, unmodifiable; empty only for {@link
   * #none}, {@link #pins} and an empty collection.
   */
  public Set<X509Certificate> anchors() {
    return index().all;
  }

  /**
   * The anchors with this subject: the candidates for issuing a certificate that names it.
   *
   * @return unmodifiable, in the order of the source; empty if there are none
   */
  public List<X509Certificate> bySubject(X500Principal subject) {
    return index().bySubject.getOrDefault(subject, List.of());
  }

  /**
   * The anchor that a presented certificate is: with the same encoding, or else with the same
   * subject and key (a root that its authority has renewed or cross-signed), or else by a pin of
   * its key.
   *
   * @return the anchor; null if there is none
   */
  public X509Certificate anchorFor(X509Certificate presented) {
    Index now = index();
    if (now.all.contains(presented)) {
      return presented;
    }
    PublicKey key = presented.getPublicKey();
    for (X509Certificate anchor :
        now.bySubject.getOrDefault(presented.getSubjectX500Principal(), List.of())) {
      if (Arrays.equals(anchor.getPublicKey().getEncoded(), key.getEncoded())) {
        return anchor;
      }
    }
    return !pins.isEmpty() && pins.contains(KeyPin.of(presented)) ? presented : null;
  }

  /** A digest of anchors and pins, in whatever order they are; loads them. */
  byte[] digest() {
    return digest.get();
  }

  private LabelledDigest digestOfAnchors() {
    return new LabelledDigest("anchors")
        .addUnordered("certificate", anchors().stream().map(Der::encoding))
        .add("pins", pins.stream().map(KeyPin::toString).sorted().toList());
  }

  /** Where the anchors come from and, once loaded, how many there are. */
  @Override
  public String toString() {
    Index now = index.get();
    return "Trust["
        + origin
        + (now == null ? "" : ", " + now.all.size() + " anchors")
        + (pins.isEmpty() ? "" : ", " + pins.size() + " pins")
        + "]";
  }

  private Index index() {
    Index now = index.get();
    if (now == null) {
      index.compareAndSet(null, Index.of(source.get()));
      now = index.get();
    }
    return now;
  }

  private static Collection<X509Certificate> loadSystem() {
    String file = System.getProperty("javax.net.ssl.trustStore");
    if (file != null && !file.isEmpty() && !file.equals("NONE") && !Files.exists(Path.of(file))) {
      // The JDK would go on with no anchor at all.
      throw new ConfigException(
          "javax.net.ssl.trustStore names " + file + ", which does not exist");
    }
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return Arrays.asList(x509.getAcceptedIssuers());
        }
      }
      return List.of();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new ConfigException(
          "cannot read the default trust store" + (file == null ? "" : " " + file) + ": " + e, e);
    }
  }

  private record Index(
      Set<X509Certificate> all, Map<X500Principal, List<X509Certificate>> bySubject) {

    static Index of(Collection<X509Certificate> anchors) {
      Set<X509Certificate> all = new LinkedHashSet<>();
      Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
      for (X509Certificate anchor : anchors) {
        if (all.add(Objects.requireNonNull(anchor, "anchor"))) {
          bySubject
              .computeIfAbsent(anchor.getSubjectX500Principal(), s -> new ArrayList<>(1))
              .add(anchor);
        }
      }
      bySubject.replaceAll((subject, list) -> List.copyOf(list));
      return new Index(Collections.unmodifiableSet(all), bySubject);
    }
  }
}
