package dev.heddle.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The system's X25519, once there is enough to do for it: linking its functions costs the JVM as
 * much time as some thousand agreements save, which a process that connects a few times never gets
 * back.
 */
final class PatientX25519 {

  private final Supplier<Optional<LibcryptoX25519>> linking;
  private final AtomicInteger toGo;
  private volatile LibcryptoX25519 library;

  /**
   * One that has not looked for it.
   *
   * @param linking finds it; is asked once
   * @param patience how many agreements are computed without it before that
   */
  PatientX25519(Supplier<Optional<LibcryptoX25519>> linking, int patience) {
    this.linking = linking;
    this.toGo = new AtomicInteger(patience + 1);
  }

  /**
   * What computes the next agreement; null: the light API. One of the threads that ask links it;
   * the others do not wait.
   */
  LibcryptoX25519 next() {
    if (toGo.get() > 0 && toGo.decrementAndGet() == 0) {
      library = linking.get().orElse(null);
    }
    return library;
  }

  /** As many as cost the light API some 40 ms more than libcrypto. */
  static final int PATIENCE = 1000;
}
