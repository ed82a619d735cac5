package dev.heddle.libcrypto;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One of libcrypto's primitives, once there is enough to do for it: linking its functions costs the
 * JVM as much time as some thousand agreements save, which a process that connects a few times
 * never gets back.
 */
public final class Patient<T> {

  private final Supplier<Optional<T>> linking;
  private final AtomicInteger toGo;
  private volatile T found;

  /**
   * One that has not looked for it.
   *
   * @param linking finds it; is asked once
   * @param patience how many times it is done without before that
   */
  public Patient(Supplier<Optional<T>> linking, int patience) {
    this.linking = linking;
    this.toGo = new AtomicInteger(patience + 1);
  }

  /**
   * What computes the next result; null: what does so without it. One of the threads that ask links
   * it; the others do not wait.
   */
  public T next() {
    if (toGo.get() > 0 && toGo.decrementAndGet() == 0) {
      found = linking.get().orElse(null);
    }
    return found;
  }
}
