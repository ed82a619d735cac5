package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The verification of ECDSA signatures on P-256 by the system's libcrypto (OpenSSL 3), which takes
 * a third of Java's time for a key that is met for the first time. On other curves it is the slower
 * one. Serves any number of threads.
 *
 * <p>It is used only if it is there, may be called and knows a vector of RFC 6979 (section A.2.5).
 *
 * <p>These are functions of OpenSSL 1.1 that 3 advises against: by {@code EVP_PKEY_verify(3)} the
 * key alone takes twice as long to read as its signature takes to verify.
 */
public final class LibcryptoEcdsa {

  private final Libcrypto library;
  private final MethodHandle newKey;
  private final MethodHandle setPoint;
  private final MethodHandle verify;
  private final MethodHandle freeKey;
  private final Spares<Workspace> spares = new Spares<>();

  private LibcryptoEcdsa(Libcrypto library) throws ReflectiveOperationException {
    this.library = library;
    newKey = library.find("EC_KEY_new_by_curve_name", long.class, int.class);
    setPoint =
        library.find("EC_KEY_oct2key", int.class, long.class, long.class, long.class, long.class);
    verify =
        library.find(
            "ECDSA_verify",
            int.class,
            int.class,
            long.class,
            int.class,
            long.class,
            int.class,
            long.class);
    freeKey = library.find("EC_KEY_free", void.class, long.class);
  }

  /** That of this JVM; empty if there is none that can be used. */
  public static Optional<LibcryptoEcdsa> shared() {
    return Shared.INSTANCE;
  }

  /** That of a library; empty if it does not have it, or computes something else. */
  static Optional<LibcryptoEcdsa> of(Libcrypto library) {
    try {
      return Optional.of(new LibcryptoEcdsa(library)).filter(LibcryptoEcdsa::isRight);
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // another libcrypto than we know
    }
  }

  /** RFC 6979 section A.2.5, SHA-256 of "sample"; and of another hash. */
  private boolean isRight() {
    HexFormat hex = HexFormat.of();
    byte[] point =
        hex.parseHex(
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    byte[] hash = hex.parseHex("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf");
    byte[] signature =
        hex.parseHex(
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    byte[] other = new BigInteger(1, hash).xor(BigInteger.ONE).toByteArray();
    byte[] otherHash = Arrays.copyOfRange(other, other.length - hash.length, other.length);
    return verifies(point, hash, signature) && !verifies(point, otherHash, signature);
  }

  /**
   * Whether a signature is right as far as libcrypto can tell.
   *
   * @param point the public key, uncompressed: 65 bytes
   * @param hash of the message
   * @param signature in DER
   * @return false as well if libcrypto has no memory; whoever wants to know verifies it once more
   */
  public boolean verifies(byte[] point, byte[] hash, byte[] signature) {
    if (point.length != POINT_LENGTH
        || point[0] != UNCOMPRESSED
        || hash.length > MOST_HASH
        || signature.length > MOST_SIGNATURE) {
      return false;
    }
    Workspace space = spares.take();
    try {
      if (space == null) {
        space = new Workspace();
      }
      return verifies(space, point, hash, signature);
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    } finally {
      if (space != null && !spares.keep(space)) {
        free(space);
      }
    }
  }

  private boolean verifies(Workspace space, byte[] point, byte[] hash, byte[] signature)
      throws Throwable {
    if (space.key == 0) {
      space.key = (long) newKey.invokeExact(P_256);
    }
    boolean right = false;
    if (space.key != 0) {
      space.memory.put(Workspace.POINT, point);
      space.memory.put(Workspace.HASH, hash);
      space.memory.put(Workspace.SIGNATURE, signature);
      right =
          (int) setPoint.invokeExact(space.key, space.at(Workspace.POINT), POINT_LENGTH, 0L) == 1
              && (int)
                      verify.invokeExact(
                          0,
                          space.at(Workspace.HASH),
                          hash.length,
                          space.at(Workspace.SIGNATURE),
                          signature.length,
                          space.key)
                  == 1;
    }
    if (!right) {
      library.clearErrors();
    }
    Reference.reachabilityFence(space);
    return right;
  }

  private void free(Workspace space) {
    try {
      freeKey.invokeExact(space.key);
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    }
  }

  /** What one signature needs and the next can use again; nothing in it is secret. */
  private static final class Workspace {
    static final int POINT = 0;
    static final int HASH = 72;
    static final int SIGNATURE = HASH + MOST_HASH;
    private static final int LENGTH = SIGNATURE + MOST_SIGNATURE;

    final ByteBuffer memory = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
    private final long address;

    /** An EC_KEY that takes one point after another; 0 before there is one. */
    long key;

    Workspace() throws ReflectiveOperationException {
      address = NativeFunctions.address(memory);
    }

    long at(int offset) {
      return address + offset;
    }
  }

  private static final class Shared {
    static final Optional<LibcryptoEcdsa> INSTANCE = Libcrypto.shared().flatMap(LibcryptoEcdsa::of);
  }

  /** As many signatures of new keys as cost the light API some 40 ms more. */
  public static final int PATIENCE = 300;

  private static final long POINT_LENGTH = 65;
  private static final byte UNCOMPRESSED = 4; // libcrypto reads the hybrid form as well
  private static final int MOST_HASH = 64;

  /** Two numbers of 33 bytes, each with two before it, and two before them. */
  private static final int MOST_SIGNATURE = 72;

  private static final int P_256 = 415; // obj_mac.h: NID_X9_62_prime256v1
}
