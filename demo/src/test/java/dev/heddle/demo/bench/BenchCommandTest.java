package dev.heddle.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.demo.Program;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as it is called; the times are not looked at. */
class BenchCommandTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only nonsense|--only: no 'nonsense', there are full-client, ",
        "--peers nobody|--peers: no 'nobody', there are heddle, sunjsse, ",
        "--peers other|--peers: no 'other', there are ",
        "--facing go|--facing: no 'go', there are heddle, sunjsse",
        "--rounds 0|--rounds must be 1 to 1000000, not 0",
        "--warm-up -1|--warm-up must be 0 to 1000000, not -1",
        "--handshakes x|Invalid value for option '--handshakes': 'x' is not an int",
        "--megabytes 0|--megabytes must be 1 to 1000000, not 0",
        "--against /|--against: no directory with classes of this library: /",
        "--json /no/such/place|--json: cannot write /no/such/place: ",
        "--fast|Unknown option: '--fast'",
      })
  void wrongOptionsAreRefused(String options, String message) {
    List<String> args = new ArrayList<>(List.of("bench"));
    args.addAll(List.of(options.split(" ")));
    Program program = Program.run(args.toArray(String[]::new));
    assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
    assertTrue(program.err().startsWith("heddle-demo bench: " + message), program.err());
    assertEquals("", program.out());
  }

  @Test
  void listsWhatThereIs() {
    Program program = Program.run("bench", "--list");
    assertEquals(Exit.OK, program.code(), program.toString());
    for (Measure measure : Measures.all()) {
      assertTrue(program.out().contains("\n  " + measure.name() + " "), program.out());
    }
    assertTrue(program.out().contains("at most 0.3 times sunjsse\n"), program.out());
    assertTrue(program.out().contains("\n  sunjsse             can run\n"), program.out());
  }

  /** Six JVMs, a few connections. */
  @Test
  void measuresAndWrites() throws IOException {
    Path json = directory.resolve("bench.json");
    Path page = directory.resolve("bench.html");
    Program program =
        Program.run(
            "bench",
            "--quick",
            "--only",
            "full-client,send-aes128,record-allocation,first-handshake",
            "--peers",
            "sunjsse",
            "--facing",
            "sunjsse",
            "--json",
            json.toString(),
            "--report",
            page.toString());
    assertEquals(Exit.OK, program.code(), program.toString());
    assertTrue(program.out().contains("its figures mean nothing"), program.out());
    assertTrue(program.err().contains("2 of 4: send-aes128, round 1 of 1, "), program.err());
    assertTrue(Files.readString(page).contains("<h2>record-allocation-sent</h2>"));
    JsonNode all = new ObjectMapper().readTree(json.toFile());
    List<String> named =
        StreamSupport.stream(all.spliterator(), false)
            .map(row -> row.get("measure").asText() + " " + row.get("peer").asText())
            .toList();
    assertEquals(
        List.of(
            "full-client heddle",
            "full-client sunjsse",
            "full-client-allocated heddle",
            "full-client-allocated sunjsse",
            "send-aes128 heddle",
            "send-aes128 sunjsse",
            "send-aes128-allocated heddle",
            "send-aes128-allocated sunjsse",
            "record-allocation-sent heddle",
            "record-allocation-sent cipher",
            "record-allocation-received heddle",
            "record-allocation-received cipher",
            "first-handshake heddle",
            "first-handshake sunjsse",
            "first-handshake-cpu heddle",
            "first-handshake-cpu sunjsse",
            "first-handshake-classes heddle",
            "first-handshake-classes sunjsse"),
        named);
    for (JsonNode row : all) {
      assertTrue(row.get("reason").isNull(), row::toString);
      assertEquals("sunjsse", row.get("facing").asText(), row::toString);
      String measure = row.get("measure").asText();
      if (measure.contains("-allocat") || measure.startsWith("first-")) {
        assertTrue(row.get("value").asDouble() > 0, row::toString);
      }
    }
    assertTrue(all.get(0).get("version").asText().startsWith("Heddle "), all::toString);
    assertTrue(all.get(1).get("version").asText().startsWith("SunJSSE "), all::toString);
  }

  @Test
  void whatIsCutShortSaysSo() {
    Thread.currentThread().interrupt();
    Program program = Program.run("bench", "--quick", "--only", "full-client");
    assertFalse(Thread.interrupted());
    assertEquals(Exit.FAILED, program.code(), program.toString());
    assertTrue(program.out().contains("cut short: this is what there was so far"), program.out());
  }

  @Test
  void theFilesOfARunAreForNobodyElse() throws IOException {
    Path files;
    try (Rig rig = new Rig(Size.QUICK, Peers.OURS)) {
      files = rig.directory();
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files)));
    }
    assertFalse(Files.exists(files));
  }
}
