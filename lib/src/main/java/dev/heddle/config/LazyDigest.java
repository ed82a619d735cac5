package dev.heddle.config;

import java.util.function.Supplier;

/** A digest that is made when it is first asked for. Threads that race may each make the same. */
final class LazyDigest {

  private final Supplier<LabelledDigest> content;
  private volatile byte[] made;

  LazyDigest(Supplier<LabelledDigest> content) {
    this.content = content;
  }

  /** The digest, not to be changed. */
  byte[] get() {
    byte[] digest = made;
    if (digest == null) {
      digest = content.get().finish();
      made = digest;
    }
    return digest;
  }
}
