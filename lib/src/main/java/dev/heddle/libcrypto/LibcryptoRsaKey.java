package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An RSA private key in the system's libcrypto (OpenSSL 3), which signs in a quarter of the time
 * that the JDK takes. OpenSSL blinds what it signs, and wipes and frees the key when nobody can use
 * it any more. Serves any number of threads.
 */
public final class LibcryptoRsaKey {

  /** What is signed with. */
  public enum Digest {
    SHA_256("EVP_sha256"),
    SHA_384("EVP_sha384"),
    SHA_512("EVP_sha512");

    private final String function;

    Digest(String function) {
      this.function = function;
    }
  }

  private final Functions functions;
  private final long key;

  private LibcryptoRsaKey(Functions functions, long key) {
    this.functions = functions;
    this.key = key;
  }

  /**
   * A key.
   *
   * @param numbers modulus, public exponent, private exponent, the two primes, the exponents for
   *     each, and the coefficient (RFC 8017 section 3.2), the highest byte first; the caller wipes
   *     them
   * @return empty if there is no libcrypto that can be used, or it does not take the key
   */
  public static Optional<LibcryptoRsaKey> of(byte[]... numbers) {
    if (Stream.of(numbers).anyMatch(number -> number.length > MOST_BYTES)) {
      return Optional.empty();
    }
    return Functions.SHARED.map(functions -> functions.key(numbers));
  }

  /**
   * A signature (RFC 8017 section 8).
   *
   * @param hash of the message, by the digest
   * @param pss RSASSA-PSS with a salt as long as the hash, and that digest for its mask; else
   *     RSASSA-PKCS1-v1_5
   * @return null if libcrypto does not make it, as it has no memory, or the key is too short
   */
  public byte[] sign(byte[] hash, Digest digest, boolean pss) {
    SigningSpace space = functions.spares.take();
    try {
      if (space == null) {
        space = new SigningSpace();
      }
      space.set(hash);
      boolean made = sign(space, hash.length, digest, pss);
      Reference.reachabilityFence(this);
      if (!made) {
        functions.library.clearErrors();
      }
      return made ? space.signature(space.longLength()) : null;
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    } finally {
      if (space != null) {
        functions.spares.keep(space);
      }
    }
  }

  private boolean sign(SigningSpace space, long hashLength, Digest digest, boolean pss)
      throws Throwable {
    long context = (long) functions.newContext.invokeExact(key, 0L);
    try {
      return context != 0
          && (int) functions.start.invokeExact(context) == 1
          && (int) functions.setPadding.invokeExact(context, pss ? PSS : PKCS1) == 1
          && (int) functions.setDigest.invokeExact(context, functions.digests[digest.ordinal()])
              == 1
          && (!pss || (int) functions.setSalt.invokeExact(context, SALT_AS_DIGEST) == 1)
          && (int)
                  functions.sign.invokeExact(
                      context, space.signature(), space.length(), space.hash(), hashLength)
              == 1;
    } finally {
      functions.freeContext.invokeExact(context);
    }
  }

  private static final class Functions {
    static final Optional<Functions> SHARED = Libcrypto.shared().flatMap(Functions::of);

    final Libcrypto library;
    final MethodHandle newNumber;
    final MethodHandle freeNumber;
    final MethodHandle newRsa;
    final MethodHandle setKey;
    final MethodHandle setFactors;
    final MethodHandle setExponents;
    final MethodHandle freeRsa;
    final MethodHandle newKey;
    final MethodHandle setRsa;
    final MethodHandle freeKey;
    final MethodHandle newContext;
    final MethodHandle start;
    final MethodHandle setPadding;
    final MethodHandle setDigest;
    final MethodHandle setSalt;
    final MethodHandle sign;
    final MethodHandle freeContext;
    final long[] digests;
    final Spares<SigningSpace> spares = new Spares<>();

    private Functions(Libcrypto library) throws ReflectiveOperationException {
      this.library = library;
      newNumber = library.find("BN_bin2bn", long.class, long.class, int.class, long.class);
      freeNumber = library.find("BN_clear_free", void.class, long.class);
      newRsa = library.find("RSA_new", long.class);
      setKey = threeOf("RSA_set0_key");
      setFactors = library.find("RSA_set0_factors", int.class, long.class, long.class, long.class);
      setExponents = threeOf("RSA_set0_crt_params");
      freeRsa = library.find("RSA_free", void.class, long.class);
      newKey = library.find("EVP_PKEY_new", long.class);
      setRsa = library.find("EVP_PKEY_set1_RSA", int.class, long.class, long.class);
      freeKey = library.find("EVP_PKEY_free", void.class, long.class);
      newContext = library.find("EVP_PKEY_CTX_new", long.class, long.class, long.class);
      start = library.find("EVP_PKEY_sign_init", int.class, long.class);
      setPadding = library.find("EVP_PKEY_CTX_set_rsa_padding", int.class, long.class, int.class);
      setDigest = library.find("EVP_PKEY_CTX_set_signature_md", int.class, long.class, long.class);
      setSalt = library.find("EVP_PKEY_CTX_set_rsa_pss_saltlen", int.class, long.class, int.class);
      sign =
          library.find(
              "EVP_PKEY_sign",
              int.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class);
      freeContext = library.find("EVP_PKEY_CTX_free", void.class, long.class);
      digests = new long[Digest.values().length];
      for (Digest each : Digest.values()) {
        digests[each.ordinal()] = digest(each);
      }
    }

    private MethodHandle threeOf(String name) throws ReflectiveOperationException {
      return library.find(name, int.class, long.class, long.class, long.class, long.class);
    }

    private long digest(Digest digest) throws ReflectiveOperationException {
      MethodHandle function = library.find(digest.function, long.class);
      try {
        return (long) function.invokeExact();
      } catch (Throwable e) {
        throw Libcrypto.unexpected(e);
      }
    }

    static Optional<Functions> of(Libcrypto library) {
      try {
        return Optional.of(new Functions(library));
      } catch (ReflectiveOperationException e) {
        return Optional.empty(); // another libcrypto than we know
      }
    }

    /** Null if libcrypto does not take it. */
    LibcryptoRsaKey key(byte[][] numbers) {
      long[] copies = new long[NUMBERS];
      long rsa = 0;
      long made = 0;
      try (KeyBytes bytes = new KeyBytes(MOST_BYTES)) {
        rsa = (long) newRsa.invokeExact();
        made = (long) newKey.invokeExact();
        boolean complete = rsa != 0 && made != 0;
        for (int i = 0; i < NUMBERS; i++) {
          copies[i] = (long) newNumber.invokeExact(bytes.set(numbers[i]), numbers[i].length, 0L);
          complete &= copies[i] != 0;
        }
        if (!complete || !assemble(rsa, copies) || (int) setRsa.invokeExact(made, rsa) != 1) {
          library.clearErrors();
          return null;
        }
        LibcryptoRsaKey key = new LibcryptoRsaKey(this, made);
        library.freeWith(key, freeKey, made);
        made = 0;
        return key;
      } catch (Throwable e) {
        throw Libcrypto.unexpected(e);
      } finally {
        free(copies, rsa, made);
      }
    }

    /** Gives the numbers to the key; those that it has taken are 0 afterwards. */
    private boolean assemble(long rsa, long[] copies) throws Throwable {
      return (int) setKey.invokeExact(rsa, copies[0], copies[1], copies[2]) == 1
          && gone(copies, 0, 3)
          && (int) setFactors.invokeExact(rsa, copies[3], copies[4]) == 1
          && gone(copies, 3, 5)
          && (int) setExponents.invokeExact(rsa, copies[5], copies[6], copies[7]) == 1
          && gone(copies, 5, NUMBERS);
    }

    private static boolean gone(long[] copies, int from, int to) {
      Arrays.fill(copies, from, to, 0);
      return true;
    }

    /** What has not become part of the key, and the reference to it that is not needed. */
    private void free(long[] copies, long rsa, long key) {
      try {
        for (long copy : copies) {
          freeNumber.invokeExact(copy);
        }
        freeRsa.invokeExact(rsa);
        freeKey.invokeExact(key);
      } catch (Throwable e) {
        throw Libcrypto.unexpected(e);
      }
    }
  }

  private static final int NUMBERS = 8;

  /** A byte more, as there may be one for the sign. */
  private static final int MOST_BYTES = SigningSpace.MOST_SIGNATURE + 1;

  // Of OpenSSL's rsa.h.
  private static final int PKCS1 = 1; // RSA_PKCS1_PADDING
  private static final int PSS = 6; // RSA_PKCS1_PSS_PADDING
  private static final int SALT_AS_DIGEST = -1; // RSA_PSS_SALTLEN_DIGEST
}
