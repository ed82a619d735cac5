package dev.heddle.chain;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Signatures that were found right: digests over all that a signature is verified with, none of
 * which need be trusted, valid or allowed. Slots are overwritten by whoever comes next; a lost
 * entry costs only time.
 */
final class VerifiedLinks {

  /** At some 50 bytes, 200 KB at most. */
  static final int SLOTS = 4096;

  private final AtomicReferenceArray<byte[]> slots = new AtomicReferenceArray<>(SLOTS);

  boolean contains(byte[] digest) {
    return Arrays.equals(digest, slots.get(slot(digest)));
  }

  void add(byte[] digest) {
    slots.set(slot(digest), digest);
  }

  private static int slot(byte[] digest) {
    return ((digest[0] & 0xFF) << 8 | digest[1] & 0xFF) % SLOTS;
  }
}
