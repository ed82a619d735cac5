package dev.heddle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system calls on sockets that connections make, as strace sees them; where it is missing or
 * may not trace, the test is skipped. {@code costs.txt} has the figures.
 */
class SystemCallsTest {

  private static final Kind KIND = Kind.RESUMED_13;
  private static final int CONNECTIONS = 40;

  /** What may be a call on a socket; {@link #CALL} tells whether it is. */
  private static final String TRACED =
      "trace=%network,read,readv,write,writev,close,fcntl,/epoll|poll";

  private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\(.*<(?:TCP|socket)");

  @Test
  void ofAConnection(@TempDir Path directory) throws Exception {
    Path trace = directory.resolve("trace");
    assumeTrue(ends(strace(trace, "true")), "strace is not installed, or may not trace here");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String[] options = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"};
    List<String> command = strace(trace, java, options);
    command.addAll(List.of(System.getProperty("java.class.path"), Connections.class.getName()));
    command.addAll(List.of(KIND.name(), String.valueOf(CONNECTIONS)));
    assertEquals(true, ends(command), "the JVM failed, see above");
    Map<String, Integer> calls = new TreeMap<>();
    for (String line : Files.readAllLines(trace)) {
      Matcher call = CALL.matcher(line);
      if (call.find()) {
        calls.merge(call.group(1), 1, Integer::sum);
      }
    }
    int reads = calls.getOrDefault("read", 0) + calls.getOrDefault("readv", 0);
    int writes = calls.getOrDefault("write", 0) + calls.getOrDefault("writev", 0);
    int all = calls.values().stream().mapToInt(Integer::intValue).sum();
    Costs.check(
        "system",
        KIND,
        "both",
        "reads %d writes %d others %d"
            .formatted(each(reads), each(writes), each(all - reads - writes)));
  }

  /** Rounded: what the listener and the first connection do once is a small part. */
  private static long each(int calls) {
    return Math.round((double) calls / CONNECTIONS);
  }

  private static List<String> strace(Path trace, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-yy"));
    command.addAll(List.of("-s", "0", "-o", trace.toString(), "-e", TRACED, program));
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean ends(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
