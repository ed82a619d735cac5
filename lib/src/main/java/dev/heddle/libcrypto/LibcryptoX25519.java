package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The X25519 agreement of the system's libcrypto (OpenSSL 3), which takes well under half of the
 * time that Java takes. Serves any number of threads.
 *
 * <p>It is used only if it is there, may be called and knows the vectors of RFC 7748 (section 5.2);
 * and what it refuses to compute, for whatever reason, is computed as without it.
 */
public final class LibcryptoX25519 {

  private final Libcrypto library;
  private final MethodHandle newContext;
  private final MethodHandle startImport;
  private final MethodHandle importKey;
  private final MethodHandle contextOfKey;
  private final MethodHandle startDerivation;
  private final MethodHandle setPeer;
  private final MethodHandle derive;
  private final MethodHandle freeContext;
  private final MethodHandle freeKey;
  private final Spares<Workspace> spares = new Spares<>();

  private LibcryptoX25519(Libcrypto library) throws ReflectiveOperationException {
    newContext = library.find("EVP_PKEY_CTX_new_id", long.class, int.class, long.class);
    startImport = library.find("EVP_PKEY_fromdata_init", int.class, long.class);
    importKey =
        library.find("EVP_PKEY_fromdata", int.class, long.class, long.class, int.class, long.class);
    contextOfKey = library.find("EVP_PKEY_CTX_new", long.class, long.class, long.class);
    startDerivation = library.find("EVP_PKEY_derive_init", int.class, long.class);
    setPeer = library.find("EVP_PKEY_derive_set_peer", int.class, long.class, long.class);
    derive = library.find("EVP_PKEY_derive", int.class, long.class, long.class, long.class);
    freeContext = library.find("EVP_PKEY_CTX_free", void.class, long.class);
    freeKey = library.find("EVP_PKEY_free", void.class, long.class);
    this.library = library;
  }

  /** That of this JVM; empty if there is none that can be used. */
  public static Optional<LibcryptoX25519> shared() {
    return Shared.INSTANCE;
  }

  /** That of a library; empty if it does not have it, or computes something else. */
  static Optional<LibcryptoX25519> of(Libcrypto library) {
    try {
      return Optional.of(new LibcryptoX25519(library)).filter(LibcryptoX25519::isRight);
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // another libcrypto than we know
    }
  }

  /** RFC 7748 section 5.2, and a point of low order. */
  private boolean isRight() {
    return knows(
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")
        && knows(
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")
        && agree(new byte[SIZE], new byte[SIZE], new byte[SIZE]) == null;
  }

  private boolean knows(String scalar, String point, String product) {
    HexFormat hex = HexFormat.of();
    // The own public key is handed over unseen, to save its computation: any will do here.
    byte[] found = agree(hex.parseHex(scalar), new byte[SIZE], hex.parseHex(point));
    return Arrays.equals(hex.parseHex(product), found);
  }

  /**
   * The shared secret.
   *
   * @param privateKey 32 bytes
   * @param publicKey the one that goes with it
   * @param peer the other end's public key
   * @return 32 bytes; null if libcrypto does not compute it: because the peer's key is of low order
   *     (RFC 7748 section 6.1), or because it has no memory
   */
  public byte[] agree(byte[] privateKey, byte[] publicKey, byte[] peer) {
    Workspace space = spares.take();
    try {
      if (space == null) {
        space = new Workspace();
      }
      space.set(privateKey, publicKey, peer);
      return agree(space);
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    } finally {
      if (space != null) {
        giveBack(space);
      }
    }
  }

  private byte[] agree(Workspace space) throws Throwable {
    long own = 0;
    long other = 0;
    long context = 0;
    byte[] secret = null;
    try {
      if (!canImport(space)) {
        return null;
      }
      own = imported(space, KEY_PAIR, Workspace.PARAMETERS);
      other = imported(space, PUBLIC_KEY, Workspace.PEER_PARAMETERS);
      if (own != 0 && other != 0) {
        context = (long) contextOfKey.invokeExact(own, 0L);
        if (context != 0
            && (int) startDerivation.invokeExact(context) == 1
            && (int) setPeer.invokeExact(context, other) == 1
            && (int)
                    derive.invokeExact(
                        context, space.at(Workspace.SECRET), space.at(Workspace.SECRET_LENGTH))
                == 1) {
          secret = space.secret();
        }
      }
      return secret;
    } finally {
      freeContext.invokeExact(context);
      freeKey.invokeExact(other);
      freeKey.invokeExact(own);
      if (secret == null) {
        library.clearErrors();
      }
      Reference.reachabilityFence(space);
    }
  }

  /**
   * Makes the context that keys are imported by, if there is none; answers whether there is one.
   */
  private boolean canImport(Workspace space) throws Throwable {
    if (space.importer == 0) {
      long context = (long) newContext.invokeExact(TYPE, 0L);
      if (context == 0 || (int) startImport.invokeExact(context) != 1) {
        freeContext.invokeExact(context);
        return false;
      }
      space.importer = context;
    }
    return true;
  }

  /** A key of what lies in the workspace; 0 if there is no memory for it. */
  private long imported(Workspace space, int selection, int parameters) throws Throwable {
    space.noKey();
    boolean made =
        (int)
                importKey.invokeExact(
                    space.importer, space.at(Workspace.KEY), selection, space.at(parameters))
            == 1;
    return made ? space.key() : 0;
  }

  private void giveBack(Workspace space) {
    space.wipe();
    if (spares.keep(space)) {
      return;
    }
    try {
      freeContext.invokeExact(space.importer);
    } catch (Throwable e) {
      throw Libcrypto.unexpected(e);
    }
  }

  /**
   * What one agreement needs and the next can use again: memory outside of the heap for what it
   * takes and gives, and the context that keys are imported by. To make that context libcrypto
   * walks through the names of all its algorithms, and they are in no cache then.
   */
  private static final class Workspace {
    static final int PRIVATE = 0;
    static final int PUBLIC = 32;
    static final int PEER = 64;
    static final int SECRET = 96;
    static final int SECRET_LENGTH = 128;
    static final int KEY = 136;
    static final int PARAMETERS = 144; // OSSL_PARAM(3): an array of three
    static final int PEER_PARAMETERS = 264; // an array of two
    private static final int PARAMETER_SIZE = 40;
    private static final int NAMES = 344;
    private static final int LENGTH = 360;

    private final ByteBuffer memory =
        ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
    private final long address;

    /** An EVP_PKEY_CTX; 0 before there is one. */
    long importer;

    Workspace() throws ReflectiveOperationException {
      address = NativeFunctions.address(memory);
      memory.put(NAMES, "priv\0\0\0\0pub".getBytes(StandardCharsets.US_ASCII));
      parameter(PARAMETERS, NAMES, PRIVATE);
      parameter(PARAMETERS + PARAMETER_SIZE, NAMES + 8, PUBLIC);
      parameter(PEER_PARAMETERS, NAMES + 8, PEER); // the last of an array is all zeros, the end
    }

    private void parameter(int at, int name, int data) {
      memory.putLong(at, at(name));
      memory.putInt(at + 8, OCTET_STRING);
      memory.putLong(at + 16, at(data));
      memory.putLong(at + 24, SIZE);
    }

    long at(int offset) {
      return address + offset;
    }

    void set(byte[] privateKey, byte[] publicKey, byte[] peer) {
      memory.put(PRIVATE, privateKey);
      memory.put(PUBLIC, publicKey);
      memory.put(PEER, peer);
      memory.putLong(SECRET_LENGTH, SIZE);
    }

    /** Has the next key made anew. */
    void noKey() {
      memory.putLong(KEY, 0);
    }

    long key() {
      return memory.getLong(KEY);
    }

    byte[] secret() {
      byte[] secret = new byte[SIZE];
      memory.get(SECRET, secret);
      return secret;
    }

    void wipe() {
      memory.put(PRIVATE, ZEROS);
      memory.put(SECRET, ZEROS);
    }

    private static final byte[] ZEROS = new byte[SIZE];
  }

  private static final class Shared {
    static final Optional<LibcryptoX25519> INSTANCE =
        Libcrypto.shared().flatMap(LibcryptoX25519::of);
  }

  /** As many agreements as cost the light API some 40 ms more: what it takes to link this. */
  public static final int PATIENCE = 1000;

  /** Of a key, a point and a secret, in bytes. */
  static final int SIZE = 32;

  // Of OpenSSL's headers: evp.h, core.h.
  private static final int TYPE = 1034; // EVP_PKEY_X25519
  private static final int PUBLIC_KEY = 0x86; // EVP_PKEY_PUBLIC_KEY
  private static final int KEY_PAIR = 0x87; // EVP_PKEY_KEYPAIR
  private static final int OCTET_STRING = 5; // OSSL_PARAM_OCTET_STRING
}
