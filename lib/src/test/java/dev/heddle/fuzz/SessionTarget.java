package dev.heddle.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.Session;
import dev.heddle.config.TicketKey;
import dev.heddle.config.TicketKeys;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sealed sessions: the input is what is sealed, under a key that the target knows, as a server's
 * own mistake or another version of it would have it.
 *
 * <p>Asserts: nothing is thrown, and a session that comes of it is the same when it has been sealed
 * and opened again. As it is, the input opens as nothing.
 */
final class SessionTarget {

  private static final byte[] HEAD = new byte[17];
  private static final byte[] NONCE = new byte[12];
  private static final byte[] SECRET = new byte[32];
  private static final String PURPOSE = "fuzz";

  static {
    HEAD[0] = 1; // the format; the key's name is of zeros
  }

  static final TicketKeys KEYS =
      () -> List.of(TicketKey.of(Arrays.copyOfRange(HEAD, 1, 17), SECRET));

  static void run(byte[] input) throws GeneralSecurityException {
    assertEquals(Optional.empty(), Session.open(input, KEYS, PURPOSE));
    Session.open(seal(input), KEYS, PURPOSE).ifPresent(SessionTarget::again);
  }

  private static void again(Session session) {
    Session other = Session.open(session.seal(KEYS, PURPOSE), KEYS, PURPOSE).orElseThrow();
    assertEquals(session.toString(), other.toString());
    assertArrayEquals(session.values().secret(), other.values().secret());
    assertArrayEquals(session.values().ticket(), other.values().ticket());
    assertEquals(session.values().peerChain(), other.values().peerChain());
    assertEquals(session.values().alpn(), other.values().alpn());
    assertEquals(session.isResumable(), other.isResumable());
  }

  private static byte[] seal(byte[] plain) throws GeneralSecurityException {
    byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, NONCE).doFinal(plain);
    return ByteBuffer.allocate(HEAD.length + NONCE.length + encrypted.length)
        .put(HEAD)
        .put(NONCE)
        .put(encrypted)
        .array();
  }

  /** What {@link #KEYS} have sealed in this session, for a seed. */
  static byte[] unsealed(Session session) throws GeneralSecurityException {
    byte[] sealed = session.seal(KEYS, PURPOSE);
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 17, 29))
        .doFinal(sealed, 29, sealed.length - 29);
  }

  private static Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(SECRET, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(HEAD);
    cipher.updateAAD(PURPOSE.getBytes(US_ASCII));
    return cipher;
  }

  private SessionTarget() {}
}
