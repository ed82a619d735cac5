package dev.heddle.chain;

import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * What the extensions of a certificate say, read once. A chain that is met again finds it here,
 * since the JDK's factory hands out the same object for the same bytes: that object is what an
 * entry is for. Slots are overwritten by whoever comes next; a lost entry costs only time.
 */
final class CertificateExtensions {

  private static final int SLOTS = 256;

  /** In bytes, of all extensions that are read. Longer ones are read anew at each use. */
  private static final int MOST_KEPT = 4096;

  private static final AtomicReferenceArray<CertificateExtensions> RECENT =
      new AtomicReferenceArray<>(SLOTS);

  private static final Object MALFORMED = new Object();

  private final WeakReference<X509Certificate> certificate;
  private final Set<String> critical;
  private final Object[] values = new Object[KnownExtension.values().length];
  private int length;

  private CertificateExtensions(X509Certificate certificate) {
    this.certificate = new WeakReference<>(certificate);
    Set<String> named = certificate.getCriticalExtensionOIDs();
    this.critical = named == null ? Set.of() : Collections.unmodifiableSet(named);
    for (KnownExtension each : KnownExtension.values()) {
      values[each.ordinal()] = read(each, certificate.getExtensionValue(each.oid()));
    }
  }

  private Object read(KnownExtension extension, byte[] octets) {
    if (octets == null) {
      return null;
    }
    length += octets.length;
    try {
      return extension.read(ASN1OctetString.getInstance(octets).getOctets());
    } catch (RuntimeException malformed) {
      return MALFORMED;
    }
  }

  static CertificateExtensions of(X509Certificate certificate) {
    // Only of the JDK's own is it known that they never change.
    if (!LinkSignatures.isJdks(certificate)) {
      return new CertificateExtensions(certificate);
    }
    int slot = Math.floorMod(System.identityHashCode(certificate), SLOTS);
    CertificateExtensions recent = RECENT.get(slot);
    if (recent != null && recent.certificate.refersTo(certificate)) {
      return recent;
    }
    CertificateExtensions read = new CertificateExtensions(certificate);
    if (read.length <= MOST_KEPT) {
      RECENT.set(slot, read);
    }
    return read;
  }

  /** The object identifiers of those that are critical, known or not. */
  Set<String> critical() {
    return critical;
  }

  boolean has(KnownExtension extension) {
    return values[extension.ordinal()] != null;
  }

  boolean isMalformed(KnownExtension extension) {
    return values[extension.ordinal()] == MALFORMED;
  }

  /**
   * What an extension says.
   *
   * @return null if the certificate does not have it, or if it is malformed
   */
  <T> T get(KnownExtension extension, Class<T> type) {
    return isMalformed(extension) ? null : type.cast(values[extension.ordinal()]);
  }
}
