package dev.heddle.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fanout.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

  @TempDir private Path directory;

  @Test
  void gathersFromEverywhereInOrder() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("hosts"), "# ours\n\n c.example:3  # the third\r\nd.example:4");
    List<Target> targets = Targets.gather(List.of("a.example:1", "-"), file, in("b.example:2\n"));
    assertEquals("[a.example:1, b.example:2, c.example:3, d.example:4]", targets.toString());
  }

  @Test
  void namesFileAndLineOfWhatIsWrong() throws IOException {
    Path file = Files.writeString(directory.resolve("hosts"), "a.example:1\n\nb.example\nc:0\n");
    assertEquals(
        file + ":3: \"b.example\": no port; say HOST:PORT (and 1 more of that kind)",
        refusal(List.of(), file, ""));
    assertEquals(
        "stdin:2: \"x:y\": the port must be a number from 1 to 65535",
        refusal(List.of("-"), null, "a.example:1\nx:y\n"));
  }

  @Test
  void leavesTheTerminalAlone() {
    String message = refusal(List.of("-"), null, "a\u001b[31m\u009b:1\n");
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void wantsAtLeastOne() {
    assertEquals("no target given", refusal(List.of("-"), null, "# none\n"));
  }

  private static String refusal(List<String> arguments, Path file, String stdin) {
    return assertThrows(
            IllegalArgumentException.class, () -> Targets.gather(arguments, file, in(stdin)))
        .getMessage();
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
