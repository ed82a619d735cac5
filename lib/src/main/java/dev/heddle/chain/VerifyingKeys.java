package dev.heddle.chain;

import dev.heddle.libcrypto.LibcryptoEcdsa;
import dev.heddle.libcrypto.Patient;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Recent public keys in the form that verifies.
 *
 * <p>The light API keeps multiples of a point with the point. A key that is met again and again
 * verifies an ECDSA signature in less than a third of the time, which for a pool that reconnects to
 * one server is a tenth of the handshake or more. Slots are overwritten by whoever comes next; a
 * lost entry costs only time. A slot is for one key, compared whole, and what it holds is public.
 */
public final class VerifyingKeys {

  /** At some 10 KB of multiples for a P-256 key, a megabyte at most. */
  private static final int SLOTS = 128;

  private static final Patient<LibcryptoEcdsa> SYSTEM =
      new Patient<>(LibcryptoEcdsa::shared, LibcryptoEcdsa.PATIENCE);

  private record Entry(byte[] encoding, VerifyingKey form) {}

  private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);
  private final Patient<LibcryptoEcdsa> system;

  /** With the system's libcrypto, where that may be called and once it pays. */
  public VerifyingKeys() {
    this(SYSTEM);
  }

  /** With the system's libcrypto or without. */
  VerifyingKeys(Patient<LibcryptoEcdsa> system) {
    this.system = system;
  }

  /**
   * The key in that form.
   *
   * @throws IOException if the light API does not know its kind or encoding
   * @throws RuntimeException if it does and finds the key wrong
   */
  public VerifyingKey of(PublicKey key) throws IOException {
    byte[] encoding = key.getEncoded();
    if (encoding == null) {
      throw new IOException("a key without an encoding");
    }
    int slot = Math.floorMod(Arrays.hashCode(encoding), SLOTS);
    Entry entry = slots.get(slot);
    if (entry != null && Arrays.equals(entry.encoding(), encoding)) {
      return entry.form();
    }
    VerifyingKey form = VerifyingKey.of(encoding, system);
    slots.set(slot, new Entry(encoding, form));
    return form;
  }
}
