package dev.heddle.demo.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.demo.EchoServer;
import dev.heddle.demo.Program;
import dev.heddle.demo.Servers;
import dev.heddle.demo.common.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} prints, read by a parser. */
class JsonTest {

  @TempDir private Path directory;

  @Test
  void saysWhatWasAgreedOn() throws IOException {
    try (Servers server = Servers.start(directory)) {
      Program program =
          Program.run(
              "connect",
              "localhost:" + server.port(),
              "--cafile",
              server.caFile(),
              "--json",
              "--showcerts",
              "--tls1_2");
      assertEquals(Exit.OK, program.code(), program.toString());
      JsonNode json = parse(program);
      assertEquals("localhost:" + server.port(), json.get("target").textValue());
      assertEquals("localhost/127.0.0.1:" + server.port(), json.get("address").textValue());
      assertTrue(json.at("/time/handshake").doubleValue() > 0);
      assertEquals("TLSv1.2", json.get("protocol").textValue());
      assertEquals("ECDHE-ECDSA-AES128-GCM-SHA256", json.get("cipher_suite").textValue());
      assertTrue(json.get("alpn").isNull());
      assertTrue(json.get("certificate_request").isNull());
      JsonNode leaf = json.at("/chain/0");
      assertEquals("CN=Heddle demo server", leaf.get("subject").textValue());
      assertEquals("DNS:localhost", leaf.at("/names/0").textValue());
      assertEquals(0, leaf.get("days_left").intValue());
      assertTrue(leaf.get("pem").textValue().startsWith("-----BEGIN CERTIFICATE-----\n"));
      assertEquals("CN=Heddle demo root", json.get("trusted").textValue());
      assertEquals(0, json.at("/verify/code").intValue());
      assertTrue(json.at("/verify/enforced").booleanValue());
      assertTrue(json.get("error").isNull());
    }
  }

  @Test
  void saysWhyACertificateIsRefused() throws IOException {
    try (Servers server = Servers.start(directory, "other.example")) {
      Program program =
          Program.run("connect", server.target(), "--cafile", server.caFile(), "--json");
      assertEquals(Exit.FAILED, program.code(), program.toString());
      JsonNode error = parse(program).get("error");
      assertEquals("certificate", error.get("category").textValue());
      assertEquals("server_auth", error.get("phase").textValue());
      assertEquals("bad_certificate(42)", error.get("alert_sent").textValue());
      assertTrue(error.get("alert_received").isNull());
      assertEquals(64, error.get("verify_code").intValue());
      assertTrue(error.get("bytes_sent").intValue() > 0);
      assertEquals(program.err(), error.get("message").textValue() + "\n");
      assertEquals(64, parse(program).at("/verify/code").intValue());
      assertEquals("DNS:other.example", parse(program).at("/chain/0/names/0").textValue());
    }
  }

  /** In TLS 1.3 that comes after the handshake. */
  @Test
  void waitsForWhatTheServerSaysOfTheClient() throws IOException {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Servers.certificates(directory))
            .trust(Trust.pem(directory.resolve("ca.pem")))
            .verifyMode(VerifyMode.REQUIRE)
            .build();
    try (Servers server = new Servers(EchoServer.start(config, 50), directory)) {
      Program program =
          Program.run("connect", server.target(), "--cafile", server.caFile(), "--json");
      assertEquals(Exit.FAILED, program.code(), program.toString());
      JsonNode json = parse(program);
      assertEquals("TLSv1.3", json.get("protocol").textValue());
      assertTrue(json.at("/certificate_request/answer").isNull());
      assertFalse(json.at("/certificate_request/issuers").isMissingNode());
      assertEquals("certificate_required(116)", json.at("/error/alert_received").textValue());
      assertEquals("peer_alert", json.at("/error/category").textValue());
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Program program = Program.run("connect", "127.0.0.1:" + port, "--json");
    assertEquals(Exit.FAILED, program.code());
    JsonNode json = parse(program);
    assertEquals("connect", json.at("/error/phase").textValue());
    assertEquals("transport", json.at("/error/category").textValue());
    assertTrue(json.path("chain").isMissingNode());
  }

  private static JsonNode parse(Program program) throws IOException {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(program.out());
  }
}
