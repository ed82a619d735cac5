package dev.heddle.ssl;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.HeapSearch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of a connection as its key log tells them, and the keys that come of them (RFC 8446
 * section 7.3, RFC 5246 section 6.3). For suites with SHA-256.
 */
final class LoggedKeys {

  private record Line(String label, byte[] disguised) {}

  private final List<Line> lines = new ArrayList<>();

  /** Takes a line of a key log. */
  void log(String line) {
    String[] parts = line.split(" ");
    lines.add(new Line(parts[0], flipped(HeapSearch.hex(parts[2]))));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** What the secrets of this kind are, and their keys of 16 and 32 bytes with their IVs. */
  void tell(String kind, boolean updated, BiConsumer<String, byte[]> to) throws Exception {
    for (Line line : lines) {
      if (line.label.contains(kind)) {
        byte[] secret = flipped(line.disguised);
        if (updated) {
          secret = expand(secret, "traffic upd", 32);
        }
        String name = line.label.toLowerCase(Locale.ROOT) + (updated ? " updated" : "");
        to.accept(name, secret);
        if (kind.contains("TRAFFIC")) {
          to.accept(name + " key", expand(secret, "key", 16));
          to.accept(name + " iv", expand(secret, "iv", 12));
        }
      }
    }
  }

  /** The keys of TLS 1.2: those for MAC first, where the suite has some. */
  void tell12(Ssl ssl, int macBytes, int keyBytes, BiConsumer<String, byte[]> to) throws Exception {
    for (Line line : lines) {
      byte[] master = flipped(line.disguised);
      ByteBuffer seed = ByteBuffer.allocate(64);
      seed.put(ssl.getServerRandom()).put(ssl.getClientRandom());
      ByteBuffer block =
          ByteBuffer.wrap(prf(master, "key expansion", seed.array(), 2 * macBytes + 2 * keyBytes));
      for (int length : macBytes == 0 ? List.of(keyBytes) : List.of(macBytes, keyBytes)) {
        for (String end : List.of("client", "server")) {
          byte[] key = new byte[length];
          block.get(key);
          to.accept(TlsVersion.TLS_1_2 + " " + end + " key of " + length, key);
        }
      }
    }
  }

  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(5 + full.length);
    info.putShort((short) length).put((byte) full.length).put(full).put((byte) 0).put((byte) 1);
    return Arrays.copyOf(hmac(secret, info.array()), length);
  }

  private static byte[] prf(byte[] secret, String label, byte[] seed, int length)
      throws GeneralSecurityException {
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    byte[] labelled = ByteBuffer.allocate(name.length + seed.length).put(name).put(seed).array();
    byte[] result = new byte[length];
    byte[] a = labelled;
    for (int done = 0; done < length; done += 32) {
      a = hmac(secret, a);
      byte[] both = ByteBuffer.allocate(a.length + labelled.length).put(a).put(labelled).array();
      System.arraycopy(hmac(secret, both), 0, result, done, Math.min(32, length - done));
    }
    return result;
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] result = bytes.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) ~result[i];
    }
    return result;
  }
}
