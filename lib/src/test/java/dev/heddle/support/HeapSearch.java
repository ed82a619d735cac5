package dev.heddle.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Looks for secrets in a dump of this JVM's heap: in all that anything still refers to, the insides
 * of the JDK's ciphers included. It keeps what it looks for in a disguise, so as not to find
 * itself. For a JVM of its own: everything in it has to stand still for the dump.
 */
public final class HeapSearch {

  private record Secret(String name, boolean expected, byte[] masked) {}

  private static final byte MASK = 0x5a;
  private final List<Secret> secrets = new ArrayList<>();

  /** A secret that nothing may refer to any more. */
  public void mustBeGone(String name, byte[] secret) {
    secrets.add(new Secret(name, false, masked(secret)));
  }

  /** A secret that has to be found, or the search is worth nothing. */
  public void mustBeThere(String name, byte[] secret) {
    secrets.add(new Secret(name, true, masked(secret)));
  }

  /** The same for text, in each form that it may have in memory. */
  public void mustBeGone(String name, char[] text) {
    String whole = new String(text);
    mustBeGone(name + " in chars", whole.getBytes(StandardCharsets.UTF_16BE));
    mustBeGone(name + " in bytes", whole.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] masked(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      throw new IllegalArgumentException("too short to be looked for");
    }
    byte[] result = bytes.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= MASK;
    }
    return result;
  }

  /** How many secrets are looked for. */
  public int size() {
    return secrets.size();
  }

  /** Dumps the heap into a file that is not there yet, and says what is otherwise than it must. */
  public List<String> failures(Path dump) throws Exception {
    dump(dump);
    TreeSet<Integer> found = search(dump);
    Files.delete(dump);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      Secret secret = secrets.get(i);
      if (secret.expected != found.contains(i)) {
        failures.add(secret.name + (secret.expected ? " is not found" : " is still there"));
      }
    }
    return failures;
  }

  /** By name: the module of this interface is not one that tests are compiled with. */
  @SuppressWarnings("unchecked")
  private static void dump(Path file) throws Exception {
    var type =
        (Class<? extends PlatformManagedObject>)
            Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
    type.getMethod("dumpHeap", String.class, boolean.class)
        .invoke(ManagementFactory.getPlatformMXBean(type), file.toString(), true);
  }

  private TreeSet<Integer> search(Path dump) throws IOException {
    Map<Integer, List<Integer>> byBeginning = new HashMap<>();
    for (int i = 0; i < secrets.size(); i++) {
      int beginning = ByteBuffer.wrap(secrets.get(i).masked).getInt() ^ MASKS;
      byBeginning.computeIfAbsent(beginning, none -> new ArrayList<>()).add(i);
    }
    TreeSet<Integer> found = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(dump)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int last = 0;
      for (int end = 0; end < bytes.limit(); end++) {
        last = last << 8 | bytes.get(end) & 0xff;
        List<Integer> candidates = byBeginning.get(last);
        if (candidates != null) {
          int begin = end - Integer.BYTES + 1;
          candidates.stream().filter(i -> isAt(bytes, begin, i)).forEach(found::add);
        }
      }
    }
    return found;
  }

  private boolean isAt(ByteBuffer bytes, int begin, int index) {
    byte[] masked = secrets.get(index).masked;
    if (begin < 0 || bytes.limit() - begin < masked.length) {
      return false;
    }
    for (int i = 0; i < masked.length; i++) {
      if ((bytes.get(begin + i) ^ MASK) != masked[i]) {
        return false;
      }
    }
    return true;
  }

  /** A secret in hex, as a key log has it. */
  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static final int MASKS = 0x5a5a5a5a;
}
