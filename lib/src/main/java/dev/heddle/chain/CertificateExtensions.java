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

  /**
   * In bytes, of all extensions together. Where they are longer, each is read anew whenever it is
   * asked for, and the others are not: a peer chooses how much there is to read.
   */
  private static final int MOST_KEPT = 4096;

  private static final AtomicReferenceArray<CertificateExtensions> RECENT =
      new AtomicReferenceArray<>(SLOTS);

  private static final Object MALFORMED = new Object();

  private final WeakReference<X509Certificate> certificate;
  private final Set<String> critical;

  /** What has been read, by ordinals; null: they are read when they are asked for. */
  private final Object[] values;

  /** Whose they are, if they have not been read. */
  private final X509Certificate unread;

  private CertificateExtensions(X509Certificate certificate, boolean readAll) {
    this.certificate = new WeakReference<>(certificate);
    Set<String> named = certificate.getCriticalExtensionOIDs();
    this.critical = named == null ? Set.of() : Collections.unmodifiableSet(named);
    this.unread = readAll ? null : certificate;
    this.values = readAll ? new Object[KnownExtension.values().length] : null;
    if (readAll) {
      for (KnownExtension each : KnownExtension.values()) {
        values[each.ordinal()] = read(each, certificate);
      }
    }
  }

  private static Object read(KnownExtension extension, X509Certificate certificate) {
    byte[] octets = certificate.getExtensionValue(extension.oid());
    if (octets == null) {
      return null;
    }
    try {
      return extension.read(ASN1OctetString.getInstance(octets).getOctets());
    } catch (RuntimeException malformed) {
      return MALFORMED;
    }
  }

  static CertificateExtensions of(X509Certificate certificate) {
    // Only of the JDK's own is it known that they never change.
    if (!LinkSignatures.isJdks(certificate)) {
      return new CertificateExtensions(certificate, false);
    }
    int slot = Math.floorMod(System.identityHashCode(certificate), SLOTS);
    CertificateExtensions recent = RECENT.get(slot);
    if (recent != null && recent.certificate.refersTo(certificate)) {
      return recent;
    }
    boolean isShort = length(certificate) <= MOST_KEPT;
    CertificateExtensions extensions = new CertificateExtensions(certificate, isShort);
    if (isShort) {
      RECENT.set(slot, extensions);
    }
    return extensions;
  }

  private static int length(X509Certificate certificate) {
    int length = 0;
    for (KnownExtension each : KnownExtension.values()) {
      byte[] octets = certificate.getExtensionValue(each.oid());
      length += octets == null ? 0 : octets.length;
    }
    return length;
  }

  /** The object identifiers of those that are critical, known or not. */
  Set<String> critical() {
    return critical;
  }

  boolean has(KnownExtension extension) {
    return unread == null
        ? values[extension.ordinal()] != null
        : unread.getExtensionValue(extension.oid()) != null;
  }

  boolean isMalformed(KnownExtension extension) {
    return value(extension) == MALFORMED;
  }

  /**
   * What an extension says.
   *
   * @return null if the certificate does not have it, or if it is malformed
   */
  <T> T get(KnownExtension extension, Class<T> type) {
    Object value = value(extension);
    return value == MALFORMED ? null : type.cast(value);
  }

  private Object value(KnownExtension extension) {
    return unread == null ? values[extension.ordinal()] : read(extension, unread);
  }
}
