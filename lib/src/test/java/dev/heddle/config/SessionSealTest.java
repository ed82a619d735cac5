package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.reflect.RecordComponent;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is sealed opens again as it was, for the same purpose, unchanged, and with the key only. */
class SessionSealTest {

  private static final TicketKey FIRST = key(1);
  private static final TicketKey SECOND = key(2);
  private static final TicketKeys KEYS = () -> List.of(FIRST);
  private static final String PURPOSE = "tests";

  private static TicketKey key(int seed) {
    byte[] name = new byte[16];
    byte[] secret = new byte[32];
    new Random(seed).nextBytes(name);
    new Random(-seed).nextBytes(secret);
    return TicketKey.of(name, secret);
  }

  private static List<X509Certificate> chain() {
    return List.of(
        TestCerts.localhost(KeyType.EC_P256).chain().get(0),
        TestCerts.localhost(KeyType.RSA_2048).chain().get(0));
  }

  private static void assertSame(SessionValues expected, SessionValues actual) throws Exception {
    for (RecordComponent component : SessionValues.class.getRecordComponents()) {
      Object value = component.getAccessor().invoke(expected);
      Object read = component.getAccessor().invoke(actual);
      if (value instanceof byte[] bytes) {
        assertArrayEquals(bytes, (byte[]) read, component.getName());
      } else {
        assertEquals(value, read, component.getName());
      }
    }
  }

  @Test
  void allValuesComeBack() throws Exception {
    List<X509Certificate> chain = chain();
    for (SessionValues values : List.of(SessionSamples.tls13(), SessionSamples.tls12(chain))) {
      byte[] sealed = Session.of(values).seal(KEYS, PURPOSE);
      Session opened = Session.open(sealed, KEYS, PURPOSE).orElseThrow();
      assertSame(values, opened.values());
      assertTrue(opened.isResumable());
    }
  }

  @Test
  void emptyTextIsNotNone() throws Exception {
    SessionValues empty = SessionSamples.tls13(200, "", "");
    byte[] sealed = SessionSeal.seal(empty, KEYS, PURPOSE);
    assertSame(empty, SessionSeal.open(sealed, KEYS, PURPOSE).orElseThrow());
  }

  @Test
  void nothingShowsInTheSealedBytes() {
    byte[] once = SessionSeal.seal(SessionSamples.tls13(), KEYS, PURPOSE);
    byte[] again = SessionSeal.seal(SessionSamples.tls13(), KEYS, PURPOSE);
    assertEquals(once.length, again.length);
    int different = 0;
    for (int i = 17; i < once.length; i++) {
      different += once[i] == again[i] ? 0 : 1;
    }
    assertTrue(different > (once.length - 17) * 9 / 10, "a nonce of its own each time");
    assertEquals(
        -1, Collections.indexOfSubList(boxed(once), boxed(new byte[] {0x51, 0x51, 0x51, 0x51})));
  }

  private static List<Byte> boxed(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    Arrays.setAll(boxed, i -> bytes[i]);
    return List.of(boxed);
  }

  /** One bit changed anywhere, or a byte less at either end, or more. */
  @Test
  void nothingThatWasChangedOpens() {
    byte[] sealed = SessionSeal.seal(SessionSamples.tls13(), KEYS, PURPOSE);
    for (int i = 0; i < sealed.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = sealed.clone();
        changed[i] ^= (byte) (1 << bit);
        assertEquals(Optional.empty(), SessionSeal.open(changed, KEYS, PURPOSE), "byte " + i);
      }
      byte[] head = Arrays.copyOf(sealed, i);
      byte[] tail = Arrays.copyOfRange(sealed, i + 1, sealed.length);
      assertEquals(Optional.empty(), SessionSeal.open(head, KEYS, PURPOSE), i + " bytes");
      assertEquals(Optional.empty(), SessionSeal.open(tail, KEYS, PURPOSE), "from " + i);
    }
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
    assertEquals(Optional.empty(), SessionSeal.open(longer, KEYS, PURPOSE));
    assertTrue(SessionSeal.open(sealed, KEYS, PURPOSE).isPresent());
  }

  @Test
  void firstKeySealsAndAnyOpens() {
    byte[] sealed = SessionSeal.seal(SessionSamples.tls13(), () -> List.of(FIRST, SECOND), PURPOSE);
    assertTrue(SessionSeal.open(sealed, () -> List.of(SECOND, FIRST), PURPOSE).isPresent());
    assertFalse(SessionSeal.open(sealed, () -> List.of(SECOND), PURPOSE).isPresent());
    assertFalse(SessionSeal.open(sealed, List::of, PURPOSE).isPresent());
    assertArrayEquals(FIRST.name(), Arrays.copyOfRange(sealed, 1, 17));
  }

  @Test
  void anotherKeyOfTheSameNameDoesNotOpen() {
    byte[] sealed = SessionSeal.seal(SessionSamples.tls13(), KEYS, PURPOSE);
    TicketKey impostor = TicketKey.of(FIRST.name(), SECOND.secret());
    assertFalse(SessionSeal.open(sealed, () -> List.of(impostor), PURPOSE).isPresent());
  }

  @Test
  void opensForItsPurposeOnly() {
    byte[] sealed = SessionSeal.seal(SessionSamples.tls13(), KEYS, PURPOSE);
    assertFalse(SessionSeal.open(sealed, KEYS, PURPOSE + "2").isPresent());
    assertFalse(SessionSeal.open(sealed, KEYS, "").isPresent());
  }

  @Test
  void withoutKeysNothingIsSealed() {
    assertThrows(
        ConfigException.class, () -> SessionSeal.seal(SessionSamples.tls13(), List::of, PURPOSE));
  }

  @Test
  void whatIsTooLargeIsRefused() {
    X509Certificate one = chain().get(1);
    SessionValues long255 = SessionSamples.tls12(Collections.nCopies(255, one));
    ConfigException large =
        assertThrows(ConfigException.class, () -> SessionSeal.seal(long255, KEYS, PURPOSE));
    assertTrue(large.getMessage().contains("131072"), large.getMessage());
    SessionValues long256 = SessionSamples.tls12(Collections.nCopies(256, one));
    ConfigException many =
        assertThrows(ConfigException.class, () -> SessionSeal.seal(long256, KEYS, PURPOSE));
    assertTrue(many.getMessage().contains("256 certificates"), many.getMessage());
    assertFalse(SessionSeal.open(new byte[1 << 20], KEYS, PURPOSE).isPresent());
  }

  /** What the key's owner has sealed may still be of another version, or broken by a mistake. */
  @Test
  void codecReadsNothingElse() throws Exception {
    byte[] bytes = SessionCodec.encode(SessionSamples.tls12(chain()));
    for (int i = 0; i < bytes.length; i++) {
      assertNull(SessionCodec.decode(Arrays.copyOf(bytes, i)), i + " bytes");
    }
    assertNull(SessionCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
    Random random = new Random(1);
    for (int round = 0; round < 4_000; round++) {
      byte[] changed = bytes.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(round % 2 == 0 ? 300 : bytes.length)] = (byte) random.nextInt();
      }
      SessionValues read = SessionCodec.decode(changed);
      if (read != null) {
        assertSame(read, SessionCodec.decode(SessionCodec.encode(read)));
      }
    }
  }

  @Test
  void codecChecksVersionSuiteFlagsAndLengths() {
    byte[] bytes = SessionCodec.encode(SessionSamples.tls13());
    assertNull(SessionCodec.decode(with(bytes, 1, 0x03)), "a suite of TLS 1.3 in TLS 1.2");
    assertNull(SessionCodec.decode(with(bytes, 1, 0x02)), "TLS 1.1");
    assertNull(SessionCodec.decode(with(bytes, 2, 0xEE)), "no suite");
    assertNull(SessionCodec.decode(with(bytes, 4, 0x1F)), "an unknown flag");
    assertNull(SessionCodec.decode(with(bytes, 49, 0x7F)), "a secret of 2 GB");
    assertNull(SessionCodec.decode(with(bytes, 49, 0xFF)), "a secret of -16 MB");
    assertNotEquals(null, SessionCodec.decode(bytes));
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void keysCheckTheirLengths() {
    assertThrows(ConfigException.class, () -> TicketKey.of(new byte[15], new byte[32]));
    assertThrows(ConfigException.class, () -> TicketKey.of(new byte[16], new byte[33]));
    FIRST.secret()[0] ^= 1;
    FIRST.name()[0] ^= 1;
    assertArrayEquals(key(1).secret(), FIRST.secret());
    assertArrayEquals(key(1).name(), FIRST.name());
  }
}
