package dev.heddle.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.TlsOptions;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Run;
import dev.heddle.fault.Category;
import dev.heddle.net.Dialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void allConnectAtTheSameTimeAndNothingFails(String version) {
    Program program = Program.run("-n", "50", "--tls1_" + version.substring(2));
    assertEquals(Exit.OK, program.code(), program.toString());
    assertEquals("50 of 50", program.row("connected"), program.out());
    assertEquals("0", program.row("failed"), program.out());
    assertEquals("50", program.row("peak live connections"), program.out());
    assertEquals("0", program.row("pinned carriers"), program.out());
    assertTrue(program.row("agreed on").startsWith("TLSv" + version + " "), program.out());
    assertTrue(program.row("handshake latency").contains("p99 "), program.out());
    assertEquals("", program.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void resumesWhatTheFirstRoundHasKept(String version) {
    Program program = Program.run("-n", "20", "--resume", "--tls1_" + version.substring(2));
    assertEquals(Exit.OK, program.code(), program.toString());
    int second = program.out().indexOf("then the same again");
    Program full = new Program(0, program.out().substring(0, second), "");
    Program resumed = new Program(0, program.out().substring(second), "");
    assertEquals("20 of 20", full.row("connected"), full.out());
    assertEquals("20", full.row("  full"), full.out());
    assertEquals("0", full.row("  resumed"), full.out());
    assertEquals("20 of 20", resumed.row("connected"), resumed.out());
    assertEquals("0", resumed.row("  full"), resumed.out());
    assertEquals("20", resumed.row("  resumed"), resumed.out());
    assertTrue(resumed.row("agreed on").endsWith(", reused"), resumed.out());
  }

  @Test
  void resumesAtServersOfOthersThatAreOnlyShakenHandsWith() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.run(
              "localhost:" + server.port(), "--each", "--resume", "--cafile", server.caFile());
      assertEquals(Exit.OK, program.code(), program.toString());
      int second = program.out().indexOf("then the same again");
      String row =
          new Program(0, program.out().substring(second), "").row("localhost:" + server.port());
      assertTrue(row.startsWith("ok ") && row.endsWith(", reused"), program.out());
    }
  }

  @Test
  void writesAPage() throws IOException {
    Path page = directory.resolve("run.html");
    Program program = Program.run("-n", "30", "--report", page.toString());
    assertEquals(Exit.OK, program.code(), program.toString());
    String html = Files.readString(page);
    assertTrue(html.contains("<h1>All 30 connections succeeded</h1>"), html);
    assertTrue(html.contains("<dt>live at most</dt>\n<dd>30</dd>"), html);
    assertTrue(html.contains("of which at most 30 had shaken hands"), html);
    assertTrue(html.contains("Nothing failed."), html);
  }

  @Test
  void theFileOfThePageIsLookedAtFirst() {
    String file = directory.resolve("no/such").toString();
    Program program = Program.run("-n", "1", "--report", file);
    assertEquals(Exit.WRONG_INPUT, program.code(), program.toString());
    assertTrue(program.err().contains("--report: cannot write " + file), program.err());
  }

  @Test
  void echoesSeveralRoundsOfManyRecords() {
    Program program = Program.run("-n", "3", "--bytes", "100001", "--rounds", "3");
    assertEquals(Exit.OK, program.code(), program.toString());
  }

  @Test
  void runsAgainstServersOfOthers() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.runWith(
              server.target() + "\n",
              "localhost:" + server.port(),
              "-",
              "--each",
              "--cafile",
              server.caFile());
      assertEquals(Exit.OK, program.code(), program.toString());
      assertEquals("2 of 2", program.row("connected"), program.out());
      assertTrue(program.row("localhost:" + server.port()).startsWith("ok "), program.out());
      assertTrue(program.row("127.0.0.1:" + server.port()).startsWith("ok "), program.out());
    }
  }

  @Test
  void countsFailuresByCategoryWithAnExample() throws IOException {
    try (Servers server = Servers.start(directory);
        ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = Thread.ofVirtual().start(() -> answerInHttp(http));
      Program program =
          Program.run(
              "localhost:" + server.port(),
              "127.0.0.1:" + server.port(),
              "127.0.0.1:" + http.getLocalPort(),
              "127.0.0.1:" + silent.getLocalPort(),
              "--timeout",
              "1");
      answering.interrupt();
      assertEquals(Exit.FAILED, program.code(), program.toString());
      assertEquals("0 of 4", program.row("connected"), program.out());
      assertEquals("4", program.row("failed"), program.out());
      failure(program, Category.CERTIFICATE, 2, "certificate refused");
      failure(program, Category.NOT_TLS, 1, "plain HTTP");
      failure(program, Category.TIMEOUT, 1, "timed out after 1000 ms");
    }
  }

  private static void failure(Program program, Category category, int count, String words) {
    String row = program.row("  " + category);
    assertTrue(row != null && row.startsWith(count + ", for example: "), program.out());
    assertTrue(row.contains(words), program.out());
  }

  private static void answerInHttp(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      // Until the client has had enough, or a reset would eat what was written.
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The client says what it saw.
    }
  }

  @Test
  void nameIsNotCheckedOnlyWhenToldSo() throws IOException {
    try (Servers server = Servers.start(directory, "other.example")) {
      String[] arguments = {server.target(), "--cafile", server.caFile()};
      Program checked = Program.run(arguments);
      assertEquals(Exit.FAILED, checked.code(), checked.toString());
      failure(checked, Category.CERTIFICATE, 1, "is not among [DNS:other.example]");
      String[] careless = Arrays.copyOf(arguments, arguments.length + 1);
      careless[arguments.length] = "--insecure-no-host-name";
      Program unchecked = Program.run(careless);
      assertEquals(Exit.OK, unchecked.code(), unchecked.toString());
    }
  }

  @Test
  void connectionsMeetAndCancellingEndsWhatWaits() throws Exception {
    int count = 5;
    try (Embedded embedded = Embedded.start(new TlsOptions(), count)) {
      Dialer dialer = embedded.dialer().config(embedded.client().build()).build();
      // One more is expected than comes, so that all wait for it.
      Client client = new Client(1, 1, null, Meeting.of(count + 1));
      try (Run<Void> run =
          FanOut.builder(dialer)
              .build()
              .start(Collections.nCopies(count, embedded.target()), client)) {
        while (run.summary().connected() < count) {
          assertNull(run.next(Duration.ofMillis(10)));
        }
        run.cancel();
        assertEquals(count, run.stream().toList().size());
        assertEquals(0, run.summary().live());
        assertEquals(count, run.summary().peak());
        assertEquals(count, run.summary().cancelled());
      }
    }
  }
}
