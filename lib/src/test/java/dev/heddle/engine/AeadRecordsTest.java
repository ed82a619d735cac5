package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.engine.JdkAead.Algorithm;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records beside RFC 8448's, and beside others put together here over the light API's ciphers. */
class AeadRecordsTest {

  private static final int HEADER = RecordHeader.LENGTH;
  private static final short DATA = 23;
  private static final short HANDSHAKE = 22;
  private static final ProtocolVersion VERSION = ProtocolVersion.TLSv12;

  /** A kind of protection, with keys and IVs made of its name. */
  record Suite(boolean tls13, Algorithm algorithm, int keyBytes) {

    byte[] key() {
      byte[] key = new byte[keyBytes];
      new Random(hashCode()).nextBytes(key);
      return key;
    }

    byte[] iv() {
      byte[] iv = new byte[explicit() ? 4 : 12];
      new Random(keyBytes).nextBytes(iv);
      return iv;
    }

    boolean explicit() {
      return !tls13 && algorithm == Algorithm.AES_GCM;
    }

    AeadRecords records(RecordRoom room) throws Exception {
      return AeadRecordsTest.records(this, key(), iv(), room);
    }
  }

  static List<Suite> suites() {
    return List.of(
        new Suite(true, Algorithm.AES_GCM, 16),
        new Suite(true, Algorithm.AES_GCM, 32),
        new Suite(true, Algorithm.CHACHA20_POLY1305, 32),
        new Suite(false, Algorithm.AES_GCM, 16),
        new Suite(false, Algorithm.AES_GCM, 32),
        new Suite(false, Algorithm.CHACHA20_POLY1305, 32));
  }

  /** Offers a room of a size of its own, whatever is asked for. */
  private static final class Room implements RecordSink {
    final byte[] array = new byte[20_000];
    int asked;

    @Override
    public byte[] room(int length) {
      asked = length;
      return array;
    }

    @Override
    public int roomOffset() {
      return 100;
    }

    @Override
    public void put(byte[] buf, int off, int length) {
      throw new AssertionError("bctls puts it");
    }
  }

  private static AeadRecords records(Suite suite, byte[] key, byte[] iv, RecordRoom room)
      throws Exception {
    return new AeadRecords(
        suite.tls13, aead(suite, key, iv, true), aead(suite, key, iv, false), null, room);
  }

  private static JdkAead aead(Suite suite, byte[] key, byte[] iv, boolean encrypting)
      throws Exception {
    var aead =
        new JdkAead(
            new CipherRing(suite.algorithm, encrypting, new JdkFirst(), new SecureRandom()));
    aead.setKey(key.clone(), 0, key.length);
    aead.setIv(iv.clone(), 0, iv.length);
    return aead;
  }

  /** A record by the letter of the RFCs; the number goes into the nonce. */
  private static byte[] expected(Suite suite, long number, short type, byte[] inner)
      throws Exception {
    byte[] sequence = ByteBuffer.allocate(8).putLong(number).array();
    byte[] nonce = Arrays.copyOf(suite.iv(), 12);
    int body = inner.length + 16 + (suite.explicit() ? 8 : 0);
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] ^= sequence[i];
    }
    byte[] header = {(byte) type, 3, 3, (byte) (body >> 8), (byte) body};
    byte[] data = header;
    if (!suite.tls13) {
      data =
          ByteBuffer.allocate(13)
              .put(sequence)
              .put(new byte[] {(byte) type, 3, 3})
              .putShort((short) inner.length)
              .array();
    }
    AEADCipher cipher =
        suite.algorithm == Algorithm.AES_GCM
            ? GCMBlockCipher.newInstance(AESEngine.newInstance())
            : new ChaCha20Poly1305();
    cipher.init(true, new AEADParameters(new KeyParameter(suite.key()), 128, nonce, data));
    byte[] sealed = new byte[inner.length + 16];
    cipher.doFinal(sealed, cipher.processBytes(inner, 0, inner.length, sealed, 0));
    var record = ByteBuffer.allocate(HEADER + body).put(header);
    if (suite.explicit()) {
      record.put(sequence);
    }
    return record.put(sealed).array();
  }

  /** What bctls does with what it is given (RecordStream.java:298). */
  private static byte[] whole(TlsEncodeResult made) {
    byte[] record = Arrays.copyOfRange(made.buf, made.off, made.off + made.len);
    record[0] = (byte) made.recordType;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (made.len - HEADER >> 8);
    record[4] = (byte) (made.len - HEADER);
    return record;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] inner(Suite suite, byte[] content, short type, int padding) {
    if (!suite.tls13) {
      return content;
    }
    byte[] inner = Arrays.copyOf(content, content.length + 1 + padding);
    inner[content.length] = (byte) type;
    return inner;
  }

  private static TlsDecodeResult open(AeadRecords records, long number, byte[] record)
      throws Exception {
    return records.decodeCiphertext(
        number, record[0], VERSION, record, HEADER, record.length - HEADER);
  }

  /** RFC 8448 section 3: the client's application data and its alert. */
  @Test
  void theRecordsOfRfc8448() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] data = new byte[50];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    String[] sealed = {
      "1703030043"
          + "a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20"
          + "441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4",
      "1703030013" + "c9872760655666b74d7ff1153efd6db6d0b0e3"
    };
    AeadRecords records =
        records(
            suites().get(0),
            hex.parseHex("17422dda596ed5d9acd890e3c63f5051"),
            hex.parseHex("5b78923dee08579033e523d9"),
            new RecordRoom(new Room()));
    byte[][] contents = {data, {1, 0}};
    for (int i = 0; i < 2; i++) {
      short type = (short) (i == 0 ? 23 : 21);
      byte[] content = contents[i];
      TlsEncodeResult made =
          records.encodePlaintext(i, type, VERSION, HEADER, content, 0, content.length);
      assertEquals(sealed[i], hex.formatHex(whole(made)));
      TlsDecodeResult opened = open(records, i, hex.parseHex(sealed[i]));
      assertEquals(type, opened.contentType);
      assertArrayEquals(
          content, Arrays.copyOfRange(opened.buf, opened.off, opened.off + opened.len));
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void recordsOfAllSizesAreAsTheRfcsSay(Suite suite) throws Exception {
    var room = new Room();
    AeadRecords inRoom = suite.records(new RecordRoom(room));
    AeadRecords without = suite.records(new RecordRoom((buf, off, length) -> {}));
    long number = 0x01_02_03_04_05_06_07L;
    for (int size : new int[] {0, 1, 15, 16, 17, 511, 512, 513, 1000, 16383, 16384}) {
      number++;
      byte[] content = random(size);
      byte[] around = Arrays.copyOf(content, size + 9);
      System.arraycopy(content, 0, around, 7, size);
      byte[] expected = expected(suite, number, DATA, inner(suite, content, DATA, 0));
      Arrays.fill(room.array, (byte) 77);
      TlsEncodeResult made = inRoom.encodePlaintext(number, DATA, VERSION, HEADER, around, 7, size);
      assertSame(room.array, made.buf);
      assertEquals(100, made.off);
      assertEquals(expected.length, room.asked);
      for (int i = 0; i < room.array.length; i++) {
        if (i < 105 || i >= 100 + made.len) {
          assertEquals(77, room.array[i], "written around the record, at " + i);
        }
      }
      assertArrayEquals(expected, whole(made));
      made = without.encodePlaintext(number, DATA, VERSION, HEADER, around, 7, size);
      assertArrayEquals(expected, whole(made));
      assertEquals(expected.length, inRoom.getCiphertextEncodeLimit(size) + HEADER);
      assertEquals(size, inRoom.getPlaintextDecodeLimit(expected.length - HEADER));
      assertOpens(suite, number, expected, content, DATA);
    }
  }

  /** Where it came, and where a reader has room, if that is enough. */
  private static void assertOpens(
      Suite suite, long number, byte[] record, byte[] content, short type) throws Exception {
    int enough = record.length - HEADER - 16 - (suite.explicit() ? 8 : 0);
    for (int length : new int[] {-1, enough - 1, enough, enough + 50}) {
      var room = new RecordRoom(new Room());
      byte[] target = new byte[enough + 60];
      Arrays.fill(target, (byte) 88);
      room.offer(length < 0 ? null : target, 3, length);
      TlsDecodeResult opened = open(suite.records(room), number, record.clone());
      if (length >= enough) {
        assertSame(target, opened.buf);
        assertEquals(3, opened.off);
        assertEquals(88, target[2]);
        assertEquals(88, target[3 + enough]);
      } else {
        assertNotSame(target, opened.buf);
      }
      assertEquals(type, opened.contentType);
      assertArrayEquals(
          content, Arrays.copyOfRange(opened.buf, opened.off, opened.off + opened.len));
    }
  }

  /** As where a caller's buffers are parts of one array: in any order, and one over the other. */
  @ParameterizedTest
  @MethodSource("suites")
  void dataAndRecordMayShareAnArray(Suite suite) throws Exception {
    var room = new Room();
    AeadRecords records = suite.records(new RecordRoom(room));
    byte[] content = random(3000);
    long number = 0;
    for (int off : new int[] {0, 90, 95, 100, 104, 105, 106, 113, 2000, 10_000}) {
      number++;
      System.arraycopy(content, 0, room.array, off, content.length);
      byte[] expected = expected(suite, number, DATA, inner(suite, content, DATA, 0));
      assertArrayEquals(
          expected,
          whole(records.encodePlaintext(number, DATA, VERSION, HEADER, room.array, off, 3000)));
      var opening = new RecordRoom(new Room());
      opening.offer(expected, 0, expected.length);
      TlsDecodeResult opened = open(suite.records(opening), number, expected);
      assertEquals(HEADER + (suite.explicit() ? 8 : 0), opened.off, "where it came");
      assertArrayEquals(
          content, Arrays.copyOfRange(opened.buf, opened.off, opened.off + opened.len));
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void paddingIsTakenOff(Suite suite) throws Exception {
    if (!suite.tls13) {
      return;
    }
    for (int size : new int[] {0, 1, 16, 1000}) {
      for (int padding : new int[] {1, 15, 255, 2000}) {
        byte[] content = random(size);
        byte[] record = expected(suite, 3, DATA, inner(suite, content, HANDSHAKE, padding));
        assertOpens(suite, 3, record, content, HANDSHAKE);
      }
    }
    for (int zeros : new int[] {1, 100}) {
      byte[] record = expected(suite, 3, DATA, new byte[zeros]);
      AeadRecords records = suite.records(new RecordRoom(new Room()));
      var alert = assertThrows(TlsFatalAlert.class, () -> open(records, 3, record));
      assertEquals(AlertDescription.unexpected_message, alert.getAlertDescription());
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aChangedRecordIsABadMacAndLeavesNothing(Suite suite) throws Exception {
    byte[] record = expected(suite, 3, DATA, inner(suite, random(3000), DATA, 0));
    int[] changes = {0, HEADER + 8, HEADER + 1500, record.length - 16, record.length - 1};
    for (int change : changes) {
      byte[] changed = record.clone();
      changed[change] ^= 1;
      var room = new RecordRoom(new Room());
      byte[] target = new byte[4000];
      room.offer(target, 0, target.length);
      AeadRecords records = suite.records(room);
      var alert = assertThrows(TlsFatalAlert.class, () -> open(records, 3, changed));
      assertEquals(AlertDescription.bad_record_mac, alert.getAlertDescription());
      assertArrayEquals(new byte[4000], target);
      room.offer(null, 0, 0);
      assertThrows(TlsFatalAlert.class, () -> open(records, 3, changed.clone()));
      if (!suite.explicit()) {
        assertThrows(TlsFatalAlert.class, () -> open(records, 4, record.clone()));
      }
      assertEquals(3000, open(records, 3, record.clone()).len);
    }
  }

  /** It must fail as a whole: nothing of it is left where others find it, nor of its number. */
  @ParameterizedTest
  @MethodSource("suites")
  void aRecordThatCannotBeMadeLeavesNothing(Suite suite) throws Exception {
    var room = new Room();
    AeadRecords records = suite.records(new RecordRoom(room));
    byte[] content = random(1000);
    var alert =
        assertThrows(
            TlsFatalAlert.class,
            () -> records.encodePlaintext(1, DATA, VERSION, HEADER, content, 980, 30));
    assertEquals(AlertDescription.internal_error, alert.getAlertDescription());
    assertArrayEquals(new byte[room.array.length], room.array);
    byte[] expected = expected(suite, 2, DATA, inner(suite, content, DATA, 0));
    assertArrayEquals(
        expected, whole(records.encodePlaintext(2, DATA, VERSION, HEADER, content, 0, 1000)));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void aNumberIsNotUsedTwice(Suite suite) throws Exception {
    AeadRecords records = suite.records(new RecordRoom(new Room()));
    records.encodePlaintext(1, DATA, VERSION, HEADER, new byte[10], 0, 10);
    assertThrows(
        IllegalStateException.class,
        () -> records.encodePlaintext(1, DATA, VERSION, HEADER, new byte[10], 0, 10));
  }
}
