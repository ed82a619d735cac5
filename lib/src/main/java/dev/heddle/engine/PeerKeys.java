package dev.heddle.engine;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * The public keys of recent peers in the light API's form.
 *
 * <p>The light API keeps multiples of a point with the point. A key that is met again verifies an
 * ECDSA signature in half the time, which for a pool that reconnects to one server is a tenth of
 * the handshake or more. Slots are overwritten by whoever comes next; a lost entry costs only time.
 * A slot is for one certificate, compared whole, and what it holds is public.
 */
final class PeerKeys {

  /** At some 10 KB of multiples for a P-256 key, a megabyte at most. */
  private static final int SLOTS = 128;

  private record Entry(X509Certificate certificate, AsymmetricKeyParameter key) {}

  private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);

  /** The certificate's key; throws what the parser throws if the light API does not know it. */
  AsymmetricKeyParameter of(X509Certificate certificate) throws IOException {
    int slot = Math.floorMod(certificate.hashCode(), SLOTS);
    Entry entry = slots.get(slot);
    if (entry != null && entry.certificate().equals(certificate)) {
      return entry.key();
    }
    AsymmetricKeyParameter key =
        PublicKeyFactory.createKey(certificate.getPublicKey().getEncoded());
    slots.set(slot, new Entry(certificate, key));
    return key;
  }
}
