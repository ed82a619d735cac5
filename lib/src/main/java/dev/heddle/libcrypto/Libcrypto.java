package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * The system's libcrypto (OpenSSL 3), loaded for good and ready for any number of threads: its
 * functions, and what is common to those who call them.
 *
 * <p>Whoever uses a function leaves no error in the thread's queue: a virtual thread shares that
 * with all that its carrier runs.
 */
public final class Libcrypto {

  private final NativeFunctions library;
  private final MethodHandle clearErrors;

  private Libcrypto(NativeFunctions library) throws ReflectiveOperationException {
    this.library = library;
    clearErrors = library.find("ERR_clear_error", void.class);
    forgoExitHandler();
  }

  /**
   * libcrypto would tear itself down when the process ends, perhaps under threads that are still in
   * it; the process's memory goes anyway.
   */
  private void forgoExitHandler() throws ReflectiveOperationException {
    MethodHandle start = library.find("OPENSSL_init_crypto", int.class, long.class, long.class);
    try {
      if ((int) start.invokeExact(INIT_NO_ATEXIT, 0L) != 1) {
        throw new ReflectiveOperationException("libcrypto does not start");
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** That of this JVM; empty if there is none that may be called. */
  public static Optional<Libcrypto> shared() {
    return Shared.INSTANCE;
  }

  /** Loads it from a library of this name; empty if that is of no use. */
  static Optional<Libcrypto> load(String name) {
    Optional<NativeFunctions> library = NativeFunctions.open(name);
    if (library.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Libcrypto(library.get()));
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // another libcrypto than we know
    }
  }

  /** A function, as {@link NativeFunctions#find} has it. */
  MethodHandle find(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    return library.find(name, result, parameters);
  }

  /** Forgets what this thread's last call has to say of its failure. */
  void clearErrors() throws Throwable {
    clearErrors.invokeExact();
  }

  /**
   * Has something freed when its owner cannot be reached any more.
   *
   * @param free takes {@code what}
   */
  void freeWith(Object owner, MethodHandle free, long what) {
    Freeing.CLEANER.register(owner, new Freeing(free, what));
  }

  private record Freeing(MethodHandle free, long what) implements Runnable {
    static final Cleaner CLEANER = Cleaner.create();

    @Override
    public void run() {
      try {
        free.invokeExact(what);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }
  }

  /** A native function throws nothing of its own; what comes is the JVM's. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException same ? same : new IllegalStateException(thrown);
  }

  private static final class Shared {
    static final Optional<Libcrypto> INSTANCE = load("libcrypto.so.3");
  }

  private static final long INIT_NO_ATEXIT = 0x00080000L; // crypto.h: OPENSSL_INIT_NO_ATEXIT
}
