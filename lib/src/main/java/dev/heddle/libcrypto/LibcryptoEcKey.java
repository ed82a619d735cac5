package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * A private key on P-256 in the system's libcrypto (OpenSSL 3), which signs in a quarter of the
 * time that Java takes. OpenSSL wipes and frees it when nobody can use it any more. Serves any
 * number of threads.
 */
public final class LibcryptoEcKey {

  private final Functions functions;
  private final long key;

  private LibcryptoEcKey(Functions functions, long key) {
    this.functions = functions;
    this.key = key;
  }

  /**
   * A key.
   *
   * @param scalar 32 bytes, the first one the highest; the caller wipes them
   * @return empty if there is no libcrypto that can be used, or it does not take the key
   */
  public static Optional<LibcryptoEcKey> of(byte[] scalar) {
    return Functions.SHARED.map(functions -> functions.key(scalar));
  }

  /**
   * An ECDSA signature in DER.
   *
   * @param hash of the message, 64 bytes at most
   * @return null if libcrypto does not make it, as it has no memory
   */
  public byte[] sign(byte[] hash) {
    SigningSpace space = functions.spares.take();
    try {
      if (space == null) {
        space = new SigningSpace();
      }
      space.set(hash);
      boolean made =
          (int)
                  functions.sign.invokeExact(
                      0, space.hash(), hash.length, space.signature(), space.length(), key)
              == 1;
      Reference.reachabilityFence(this);
      if (!made) {
        functions.library.clearErrors();
      }
      return made ? space.signature(space.intLength()) : null;
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    } finally {
      if (space != null) {
        functions.spares.keep(space);
      }
    }
  }

  private static final class Functions {
    static final Optional<Functions> SHARED = Libcrypto.shared().flatMap(Functions::of);

    final Libcrypto library;
    final MethodHandle newKey;
    final MethodHandle setScalar;
    final MethodHandle sign;
    final MethodHandle freeKey;
    final Spares<SigningSpace> spares = new Spares<>();

    private Functions(Libcrypto library) throws ReflectiveOperationException {
      this.library = library;
      newKey = library.find("EC_KEY_new_by_curve_name", long.class, int.class);
      setScalar = library.find("EC_KEY_oct2priv", int.class, long.class, long.class, long.class);
      sign =
          library.find(
              "ECDSA_sign",
              int.class,
              int.class,
              long.class,
              int.class,
              long.class,
              long.class,
              long.class);
      freeKey = library.find("EC_KEY_free", void.class, long.class);
    }

    static Optional<Functions> of(Libcrypto library) {
      try {
        return Optional.of(new Functions(library));
      } catch (ReflectiveOperationException e) {
        return Optional.empty(); // another libcrypto than we know
      }
    }

    /** Null if libcrypto does not take it. */
    LibcryptoEcKey key(byte[] scalar) {
      try (KeyBytes bytes = new KeyBytes(scalar.length)) {
        long made = (long) newKey.invokeExact(P_256);
        if (made == 0) {
          library.clearErrors();
          return null;
        }
        LibcryptoEcKey key = new LibcryptoEcKey(this, made);
        library.freeWith(key, freeKey, made);
        long at = bytes.set(scalar);
        if ((int) setScalar.invokeExact(made, at, (long) scalar.length) != 1) {
          library.clearErrors();
          return null;
        }
        return key;
      } catch (Throwable e) {
        throw Libcrypto.unexpected(e);
      }
    }

    private static final int P_256 = 415; // obj_mac.h: NID_X9_62_prime256v1
  }
}
