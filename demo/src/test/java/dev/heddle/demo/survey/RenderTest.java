package dev.heddle.demo.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.demo.report.Sample;
import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed and written of findings that are known. */
class RenderTest {

  private static final Finding GOOD =
      new Finding(
          "a.example:443",
          new Finding.Agreement(
              "a.example/192.0.2.7:443",
              "TLSv1.3",
              "TLS_AES_128_GCM_SHA256",
              "X25519MLKEM768",
              true),
          new Finding.Certificate(
              "=cmd|' /C calc'!A0,\"x\"", Instant.parse("2026-06-01T00:00:00Z"), 84),
          true,
          Duration.ofMillis(2),
          Duration.ofNanos(12_345_678),
          Duration.ofMillis(1034),
          1,
          null);

  private static final Finding OLD =
      new Finding(
          "[2001:db8::7]:8443",
          new Finding.Agreement(
              "[2001:db8::7]:8443", "TLSv1.2", "ECDHE-RSA-CHACHA20-POLY1305", "X25519", false),
          new Finding.Certificate("CN=old", Instant.parse("2026-03-01T00:00:00Z"), -8),
          false,
          null,
          Duration.ofMillis(40),
          Duration.ofMillis(80),
          3,
          null);

  private static final String WORDS =
      "certificate refused: <script>alert(1)</script> " + "word ".repeat(30) + "w".repeat(130);

  private static final Finding BAD =
      new Finding(
          "b.example:443",
          null,
          null,
          null,
          Duration.ofMillis(2),
          null,
          null,
          1,
          new Finding.Failed(Category.CERTIFICATE, Phase.SERVER_AUTH, WORDS));

  @Test
  void alignsItsColumns() {
    assertEquals(
        """
        target              version  suite                        group           PQ   resumed  days  dns ms  tcp ms  tls ms
        a.example:443       TLSv1.3  TLS_AES_128_GCM_SHA256       X25519MLKEM768  yes  yes        84     2.0    12.3    1034
        [2001:db8::7]:8443  TLSv1.2  ECDHE-RSA-CHACHA20-POLY1305  X25519          no   no         -8            40.0    80.0

        2 of 2 targets answered, 0 failed; 1 post-quantum; 1 with a certificate that ends within 30 days
        """,
        table(true, GOOD, OLD));
  }

  @Test
  void noLineIsTooLong() {
    Finding far =
        new Finding(
            "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(60) + ":443",
            GOOD.agreed(),
            GOOD.certificate(),
            null,
            GOOD.resolve(),
            GOOD.tcp(),
            GOOD.handshake(),
            1,
            null);
    String text = table(true, far, OLD, BAD);
    assertTrue(text.lines().allMatch(line -> line.length() <= 120), text);
    assertTrue(text.replace("\n", "").contains("y".repeat(60) + "." + "z".repeat(60)), text);
    assertTrue(text.contains("failed:\nb.example:443\n  CERTIFICATE: certificate refused: "), text);
    assertTrue(text.contains("\n2 of 3 targets answered, 1 failed; "), text);
  }

  @Test
  void tellsThatItWasCutShort() {
    Finding off =
        new Finding(
            "c.example:443",
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            new Finding.Failed(Category.CANCELLED, Phase.CONNECT, "cancelled"));
    List<Finding> findings = List.of(GOOD, off);
    Survey cut = new Survey(Instant.EPOCH, Duration.ofSeconds(1), 9, true, findings, List.of());
    String text = table(false, cut);
    assertTrue(text.contains("1 of 9 targets answered, 0 failed, 8 not done; "), text);
    assertTrue(text.endsWith("cut short: this is what there was so far\n"), text);
    assertFalse(text.contains("resumed"), text);
    assertFalse(text.contains("c.example"), text);
  }

  private static String table(boolean resumption, Finding... findings) {
    return table(resumption, survey(findings));
  }

  private static String table(boolean resumption, Survey survey) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Table(new PrintStream(out, true, StandardCharsets.UTF_8), resumption).print(survey);
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static Survey survey(Finding... findings) {
    List<Sample> samples =
        List.of(
            new Sample(
                Duration.ZERO,
                null,
                Duration.ofMillis(5),
                null,
                null,
                new Sample.Failed(Category.CERTIFICATE, WORDS)));
    return new Survey(
        Instant.parse("2026-03-09T17:05:30Z"),
        Duration.ofSeconds(2),
        findings.length,
        false,
        List.of(findings),
        samples);
  }

  @Test
  void writesCsv() {
    String csv = Csv.of(survey(GOOD, BAD));
    assertEquals(
        "a.example:443,a.example/192.0.2.7:443,TLSv1.3,TLS_AES_128_GCM_SHA256,X25519MLKEM768,true,"
            + "true,\"'=cmd|' /C calc'!A0,\"\"x\"\"\",2026-06-01T00:00:00Z,84,2.000,12.346,"
            + "1034.000,1,,,",
        csv.split("\r\n")[1]);
    List<List<String>> rows = SurveyTest.parse(csv);
    assertEquals("'" + GOOD.certificate().subject(), rows.get(1).get(7));
    assertEquals(WORDS, rows.get(2).get(16));
    assertEquals(rows.get(0).size(), rows.get(2).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain    | plain
          =1+1     | "'=1+1"
          +1       | "'+1"
          -1       | "'-1"
          @SUM(A1) | "'@SUM(A1)"
          a,b      | "a,b"
          a"b      | "a""b"
          =",      | "'="","
          1=1      | 1=1
          ``       | ``
          """)
  void noFieldIsAFormula(String text, String field) {
    assertEquals(field, Csv.field(text));
  }

  @Test
  void writesJson() throws IOException {
    JsonNode all = new ObjectMapper().readTree(Json.of(survey(GOOD, BAD)));
    assertEquals("2026-03-09T17:05:30Z", all.get("began").asText());
    JsonNode good = all.get("targets").get(0);
    assertEquals(GOOD.certificate().subject(), good.get("certificate").get("subject").asText());
    assertEquals(84, good.get("certificate").get("days_left").asInt());
    assertEquals(12.346, good.get("time").get("tcp").asDouble());
    assertTrue(good.get("session_reused").asBoolean());
    JsonNode bad = all.get("targets").get(1);
    assertEquals(WORDS, bad.get("error").get("message").asText());
    assertEquals("server_auth", bad.get("error").get("phase").asText());
    assertTrue(bad.get("post_quantum").isNull());
    assertTrue(bad.get("time").get("tcp").isNull());
  }

  @Test
  void thePageQuotesPeersAsText() {
    String page = SurveyPage.of(survey(GOOD, BAD));
    assertFalse(page.contains("<script"), page);
    assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
  }
}
