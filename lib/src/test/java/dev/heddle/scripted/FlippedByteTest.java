package dev.heddle.scripted;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.NamedGroup;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Alert;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Handshakes with one byte altered on its way to us, each byte in its turn. We never finish such a
 * handshake, but for the bytes that TLS leaves free: the version in the header of a record that is
 * not protected. RFC 8446 section 5.1 has it ignored, and nothing that is hashed or signed covers
 * it; in a protected record it is part of what is authenticated. Nor do we go on waiting once the
 * transport has ended.
 *
 * <p>Every byte is altered when both ends are ours, every eighth when the other is SunJSSE; with
 * {@code -Dheddle.flips=all} every bit of every byte in all of them. Prints how it ended.
 */
@Timeout(1800)
class FlippedByteTest {

  private static final boolean ALL = "all".equals(System.getProperty("heddle.flips"));
  private static final long SEED = Long.getLong("heddle.seed", System.nanoTime());

  /** So many handshakes share the processors; the last of them find their byte beyond the end. */
  private static final int AT_ONCE = 16;

  /**
   * A kind of handshake.
   *
   * @param ours who we are: we get the altered bytes
   */
  record Pair(String name, Terms ours, Subject.Maker other, int stride) {

    Terms theirs() {
      return ours.otherEnd();
    }

    @Override
    public String toString() {
      return (ours.client() ? "client" : "server") + ", " + ours.version() + ", " + name;
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
        .flatMap(version -> Stream.of(Terms.client(version), Terms.server(version)))
        .flatMap(FlippedByteTest::pairs);
  }

  private static Stream<Pair> pairs(Terms terms) {
    Terms alpn = terms.alpn("h2", "http/1.1");
    Terms certified = alpn.withClientAuth().clientKey(KeyType.EC_P256);
    Pair ourselves = new Pair("ourselves", alpn, HeddleSubject::new, 1);
    Pair both = new Pair("ourselves, client certificate", certified, HeddleSubject::new, 3);
    Pair jdk = new Pair("SunJSSE", certified, JdkSubject::new, 8);
    if (!terms.tls13()) {
      return Stream.of(ourselves, both, jdk);
    }
    Terms hybrid = alpn.groups(NamedGroup.X25519MLKEM768);
    return Stream.of(
        ourselves, both, jdk, new Pair("ourselves, hybrid group", hybrid, HeddleSubject::new, 5));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyByte(Pair pair) {
    Random random = new Random(SEED);
    Map<String, Integer> endings = new TreeMap<>();
    int stride = ALL ? 1 : pair.stride();
    boolean reached = true;
    for (int at = ALL ? 0 : random.nextInt(stride); reached; at += stride * AT_ONCE) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        for (int bit = 0; bit < (ALL ? 8 : 1); bit++) {
          runs.add(new Run(pair, at + i * stride, ALL ? 1 << bit : 1 + random.nextInt(255)));
        }
      }
      List<String> ended = runs.parallelStream().map(Run::ending).toList();
      for (int i = 0; i < runs.size(); i++) {
        reached = runs.get(i).reached;
        if (reached) {
          endings.merge(ended.get(i), 1, Integer::sum);
        }
      }
    }
    int flips = endings.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(flips > 200 / pair.stride(), () -> "too few: " + endings);
    System.out.println(
        pair + ": " + flips + " flips (seed " + SEED + ", every " + stride + ".): " + endings);
  }

  /** One handshake, with one byte altered. */
  private static final class Run {

    private final Pair pair;
    private final int at;
    private final int mask;
    private int passed;
    private boolean reached;
    private boolean isFree;

    Run(Pair pair, int at, int mask) {
      this.pair = pair;
      this.at = at;
      this.mask = mask;
    }

    /** How it ended for us. */
    String ending() {
      try (Subject ours = new HeddleSubject(pair.ours());
          Subject theirs = pair.other().make(pair.theirs())) {
        byte[] toThem = ours.start();
        byte[] toUs = theirs.start();
        while (toThem.length + toUs.length > 0 && !ours.finished()) {
          byte[] answer = theirs.failed() ? new byte[0] : theirs.take(toThem);
          byte[] arrived = Bytes.concat(toUs, answer);
          toThem = hear(ours, arrived);
          toUs = new byte[0];
        }
        return verdict(ours);
      }
    }

    /** Record by record, so that we stop where the handshake does. */
    private byte[] hear(Subject ours, byte[] arrived) {
      byte[] said = {};
      for (Record record : Record.read(arrived)) {
        if (!ours.finished() && !ours.failed()) {
          said = Bytes.concat(said, ours.take(altered(record)));
        }
      }
      return said;
    }

    private byte[] altered(Record record) {
      byte[] bytes = record.bytes();
      int index = at - passed;
      passed += bytes.length;
      if (index >= 0 && index < bytes.length) {
        reached = true;
        isFree = (index == 1 || index == 2) && record.type() != Record.DATA;
        bytes[index] ^= (byte) mask;
      }
      return bytes;
    }

    private String verdict(Subject ours) {
      if (!reached) {
        assertTrue(ours.finished(), "an unaltered handshake does not finish");
        return "";
      }
      boolean waited = !ours.finished() && !ours.failed();
      if (waited) {
        ours.end();
        assertTrue(ours.failed(), () -> "goes on after the end: " + this);
        return "waits for more, and fails at the end of the transport";
      }
      assertFalse(ours.finished() && !isFree, () -> "finished: " + this);
      if (ours.finished()) {
        return "finishes, the byte being free";
      }
      assertFalse(
          ours.reported() == Alert.INTERNAL_ERROR, () -> "internal: " + ours.account() + this);
      return ours.reported() == null ? "not TLS" : ours.reported().rfcName();
    }

    @Override
    public String toString() {
      return String.format("byte %d with mask %02x, %s", at, mask, pair);
    }
  }
}
