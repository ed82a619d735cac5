package dev.heddle.demo.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fanout} against servers of this machine. */
class SurveyTest {

  @TempDir private Path directory;

  @Test
  void tellsWhatItFound() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program = fanout(server, "localhost:" + server.port() + " # ours\n");
      assertEquals(Exit.OK, program.code(), program.toString());
      List<String> lines = program.out().lines().toList();
      assertEquals(
          List.of(
              "target", "version", "suite", "group", "PQ", "days", "dns", "ms", "tcp", "ms", "tls",
              "ms"),
          List.of(lines.get(0).split(" +")));
      String[] cells = lines.get(1).split(" +");
      assertEquals("localhost:" + server.port(), cells[0]);
      assertEquals("TLSv1.3", cells[1]);
      assertEquals("TLS_AES_128_GCM_SHA256", cells[2]);
      assertEquals("X25519MLKEM768", cells[3]);
      assertEquals("yes", cells[4]);
      assertTrue(cells[5].matches("[0-9]+"), lines.get(1));
      for (int i = 6; i < 9; i++) {
        assertTrue(cells[i].matches("[0-9]+(\\.[0-9])?"), lines.get(1));
      }
      assertTrue(program.out().contains("\n1 of 1 targets answered, 0 failed; 1 post-quantum; "));
      assertEquals("", program.err());
    }
  }

  @Test
  void writesFilesThatCanBeReadBack() throws IOException {
    try (Servers server = Servers.start(directory);
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path json = directory.resolve("out.json");
      Path csv = directory.resolve("out.csv");
      Path page = directory.resolve("out.html");
      Program program =
          fanout(
              server,
              "localhost:%d\n127.0.0.1:%d\n".formatted(server.port(), silent.getLocalPort()),
              "--timeout",
              "2",
              "--json",
              json.toString(),
              "--csv",
              csv.toString(),
              "--report",
              page.toString());
      assertEquals(Exit.FAILED, program.code(), program.toString());
      assertTrue(program.out().lines().allMatch(line -> line.length() <= 120), program.out());
      assertTrue(program.out().contains("\n  TIMEOUT: "), program.out());

      JsonNode all = new ObjectMapper().readTree(json.toFile());
      assertEquals(2, all.get("asked").asInt());
      assertEquals(2, all.get("targets").size());
      JsonNode good = all.get("targets").get(0);
      assertEquals("localhost:" + server.port(), good.get("target").asText());
      assertEquals("TLSv1.3", good.get("protocol").asText());
      assertTrue(good.get("post_quantum").asBoolean());
      assertEquals("CN=Heddle demo server", good.get("certificate").get("subject").asText());
      assertTrue(good.get("time").get("handshake").asDouble() > 0);
      assertTrue(good.get("error").isNull());
      JsonNode bad = all.get("targets").get(1);
      assertTrue(bad.get("protocol").isNull());
      assertEquals("timeout", bad.get("error").get("category").asText());
      assertEquals("hello", bad.get("error").get("phase").asText());

      List<List<String>> rows = parse(Files.readString(csv));
      assertEquals(3, rows.size());
      rows.forEach(row -> assertEquals(17, row.size(), row.toString()));
      assertEquals("localhost:" + server.port(), rows.get(1).get(0));
      assertEquals("X25519MLKEM768", rows.get(1).get(4));
      assertEquals("TIMEOUT", rows.get(2).get(14));
      assertEquals(bad.get("error").get("message").asText(), rows.get(2).get(16));

      String html = Files.readString(page);
      assertTrue(html.contains("<h1>1 of 2 targets answered</h1>"), html);
      assertTrue(html.contains("TLSv1.3 X25519MLKEM768"), html);
    }
  }

  @ParameterizedTest
  @CsvSource({"--tls1_2", "--tls1_3"})
  void findsOutWhetherSessionsAreResumed(String version) throws IOException {
    try (Servers server = Servers.start(directory)) {
      Path json = directory.resolve("out.json");
      Program program =
          fanout(
              server,
              "localhost:" + server.port() + "\n",
              "--resume",
              version,
              "--json",
              json.toString());
      assertEquals(Exit.OK, program.code(), program.toString());
      assertTrue(program.out().lines().findFirst().orElse("").contains(" resumed "));
      JsonNode found = new ObjectMapper().readTree(json.toFile()).get("targets").get(0);
      assertTrue(found.get("session_reused").asBoolean(), found.toString());
    }
  }

  @Test
  void readsTheStandardInput() throws IOException {
    try (Servers server = Servers.start(directory)) {
      String in = "[::ffff:127.0.0.1]:1\n" + server.target() + "\n";
      Program program =
          Program.runWith(
              in, "fanout", "-", "--cafile", server.caFile(), "--insecure-no-host-name");
      assertEquals(Exit.FAILED, program.code(), program.toString());
      assertTrue(program.out().contains("\n1 of 2 targets answered, 1 failed"), program.out());
    }
  }

  @Test
  void verifiesUnlessToldOtherwise() throws IOException {
    try (Servers server = Servers.start(directory, "other.example")) {
      Program refused = fanout(server, server.target() + "\n");
      assertEquals(Exit.FAILED, refused.code(), refused.toString());
      assertTrue(refused.out().contains("\n  CERTIFICATE: "), refused.out());
      assertEquals(Exit.OK, fanout(server, server.target() + "\n", "--insecure").code());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com                     | example.com:443
          example.com:8443                | example.com:8443
          192.0.2.7                       | 192.0.2.7:443
          [2001:db8::7]                   | [2001:db8::7]:443
          [2001:db8::7]:99                | [2001:db8::7]:99
          '  a.example   # the first'     | a.example:443
          a.example#x                     | a.example:443
          """)
  void readsHosts(String line, String target) {
    // A byte order mark, an empty line, a comment, both ends of line.
    InputStream in = in("\u00ef\u00bb\u00bf# all\r\n\r\n" + line + "\n");
    assertEquals("[" + target + "]", Hosts.read(Path.of("-"), in).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2001:db8::7      | stdin:3: "2001:db8::7": an IPv6 address must be in brackets
          https://a/       | stdin:3: "https://a/": this is a URL; say HOST:PORT
          a:0              | stdin:3: "a:0": the port must be a number from 1 to 65535, not 0
          a:65536          | the port must be a number from 1 to 65535
          a b              | stdin:3: "a b":
          [::1             | an IPv6 address is in brackets
          [a]:1            | only an IPv6 address is in brackets
          a..b             | it has an empty label
          """)
  void namesTheLineThatIsWrong(String line, String message) {
    InputStream in = in("good.example\n\n" + line + "\n");
    String said =
        assertThrows(IllegalArgumentException.class, () -> Hosts.read(Path.of("-"), in))
            .getMessage();
    assertTrue(said.startsWith("stdin:3: ") && said.contains(message), said);
  }

  @Test
  void refusesWhatItCannotUse() throws IOException {
    Path hosts = Files.writeString(directory.resolve("hosts"), "# none\n");
    Path one = Files.writeString(directory.resolve("one"), "a.invalid\n");
    refused("hosts: there is no server in it", hosts.toString());
    refused("there is no such file", directory.resolve("no").toString());
    refused("-n must be 1 to", one.toString(), "-n", "0");
    refused("--timeout must be 1 to", one.toString(), "--timeout", "0");
    refused("--retries must be 0 to", one.toString(), "--retries", "-1");
    for (String option : List.of("--json", "--csv", "--report")) {
      String file = directory.resolve("no/such").toString();
      refused(option + ": cannot write " + file, one.toString(), option, file);
    }
  }

  private static void refused(String words, String... options) {
    List<String> all = new ArrayList<>(List.of("fanout"));
    all.addAll(List.of(options));
    Program program = Program.run(all.toArray(String[]::new));
    assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
    assertTrue(program.err().contains(words), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
    assertFalse(program.out().contains("answered"), program.out());
  }

  private Program fanout(Servers server, String hosts, String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("hosts"), hosts);
    List<String> all =
        new ArrayList<>(List.of("fanout", file.toString(), "--cafile", server.caFile()));
    all.addAll(List.of(options));
    return Program.run(all.toArray(String[]::new));
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** By the grammar of RFC 4180, section 2. */
  static List<List<String>> parse(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || csv.startsWith("\r\n", i))) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\r') {
          rows.add(row);
          row = new ArrayList<>();
          i++;
        }
      } else {
        field.append(c);
      }
    }
    assertTrue(!quoted && field.isEmpty() && row.isEmpty(), "the last line has no end");
    return rows;
  }
}
