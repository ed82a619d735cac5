package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.Ends.Sockets;
import dev.heddle.support.RudeClient;
import dev.heddle.support.TestCerts.KeyType;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told of a failure: reason, phase, peer, bytes. */
class FailureTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 400 Bad Request|http request|the peer answered in plain HTTP;",
        "SSH-2.0-OpenSSH_9.2|wrong version number|the peer answered in SSH;",
        "220 mail.example ESMTP|wrong version number|before STARTTLS;",
        "nonsense|wrong version number|the peer does not speak TLS; it began with \"nonse\""
      })
  void aServerThatDoesNotSpeakTls(String answer, String reason, String words) throws Exception {
    assertClientSees(answer.getBytes(StandardCharsets.US_ASCII), reason, words);
  }

  @Test
  void aServerThatClosesAtOnce() throws Exception {
    assertClientSees(
        new byte[0], "unexpected eof while reading", "closed by the peer before ServerHello");
  }

  @Test
  void aServerThatAnswersWithAnAlert() throws Exception {
    assertClientSees(
        HexFormat.of().parseHex("15030300020228"),
        "sslv3 alert handshake failure",
        "the peer refused with the fatal alert handshake_failure(40)");
  }

  /** Anybody in between can send that: it must not look like the end of an empty stream. */
  @Test
  void aCloseNotifyInTheHandshakeEndsNoStream() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      client.setSocket(sockets.one());
      client.setConnectState();
      sockets.other().getOutputStream().write(HexFormat.of().parseHex("15030300020100"));
      int result = client.read(new byte[10]);
      assertEquals(-1, result);
      assertEquals(SslError.ZERO_RETURN, client.getError(result));
      String message = client.errors().getError().report().message();
      assertTrue(message.contains("closed by the peer before ServerHello"), message);
      assertEquals(Ssl.RECEIVED_SHUTDOWN, client.getShutdown());
    }
  }

  /** The reader meets the alert, the writer a connection that is closing: one reason for both. */
  @Test
  void aWriterIsToldWhatTheReaderHasMet() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (Sockets sockets = Sockets.open();
          Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
        server.setSocket(sockets.one());
        FutureTask<Integer> accepting = Ends.virtually(server::accept);
        RudeClient client = RudeClient.connect(sockets.other(), ProtocolVersion.TLSv13);
        assertEquals(1, Ends.await(accepting));
        CountDownLatch writing = new CountDownLatch(10);
        FutureTask<String> writer =
            Ends.virtually(
                () -> {
                  while (server.write(new byte[1000]) > 0) {
                    writing.countDown();
                  }
                  return server.errors().getError().reason();
                });
        FutureTask<String> reader =
            Ends.virtually(
                () -> {
                  server.read(new byte[100]);
                  return server.errors().getError().reason();
                });
        FutureTask<Long> drain =
            Ends.virtually(
                () -> sockets.other().getInputStream().transferTo(OutputStream.nullOutputStream()));
        writing.await();
        client.record(ContentType.alert, (byte) 2, (byte) 47);
        assertEquals("sslv3 alert illegal parameter", Ends.await(reader));
        assertEquals("sslv3 alert illegal parameter", Ends.await(writer));
        sockets.one().close();
        Ends.await(drain);
      }
    }
  }

  @Test
  void aClientThatSpeaksHttp() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      server.setSocket(sockets.one());
      sockets.other().getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
      assertFailure(server, server.accept(), "http request", "plain HTTP; it began with \"GET /\"");
    }
  }

  @Test
  void aVerifyingClientWithoutAHostNameSendsNothing() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.client(TlsVersion.TLS_1_3).build().newSsl()) {
      client.setSocket(sockets.one());
      int result = client.connect();
      String words = "no host name to verify: set the host name";
      assertFailure(client, result, "no host name to verify", words);
      sockets.one().shutdownOutput();
      assertEquals(-1, sockets.other().getInputStream().read(), "something was sent");
    }
  }

  @Test
  void aServerWithoutACertificate() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl server = SslContext.server().build().newSsl();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      server.setSocket(sockets.one());
      client.setSocket(sockets.other());
      FutureTask<String> connecting =
          Ends.virtually(() -> client.connect() + " " + client.errors().getError().reason());
      int result = server.accept();
      assertFailure(server, result, "no certificate assigned", "a server needs credentials");
      assertEquals("-1 sslv3 alert handshake failure", Ends.await(connecting));
    }
  }

  @Test
  void aRefusedCertificateNamesNameAndCertificate() throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.client(TlsVersion.TLS_1_3).build().newSsl();
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      client.set1Host("other.example");
      client.setSocket(sockets.one());
      server.setSocket(sockets.other());
      FutureTask<String> accepting =
          Ends.virtually(() -> server.accept() + " " + server.errors().getError().reason());
      int result = client.connect();
      assertEquals(62, client.getVerifyResult().code());
      assertNull(client.getPeerCertificate(), "no connection was established");
      assertFailure(client, result, "certificate verify failed", "other.example");
      assertEquals("-1 sslv3 alert bad certificate", Ends.await(accepting));
    }
  }

  private static void assertClientSees(byte[] answer, String reason, String words)
      throws Exception {
    try (Sockets sockets = Sockets.open();
        Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build())) {
      client.setSocket(sockets.one());
      FutureTask<Void> server =
          Ends.virtually(
              () -> {
                byte[] header = sockets.other().getInputStream().readNBytes(5);
                int length = (header[3] & 0xff) << 8 | header[4] & 0xff;
                sockets.other().getInputStream().readNBytes(length);
                sockets.other().getOutputStream().write(answer);
                sockets.other().shutdownOutput();
                return null;
              });
      assertFailure(client, client.connect(), reason, words);
      Ends.await(server);
    }
  }

  private static void assertFailure(Ssl ssl, int result, String reason, String words) {
    assertEquals(-1, result);
    assertEquals(SslError.SSL, ssl.getError(result));
    ErrorEntry error = ssl.errors().getError();
    assertNotNull(error);
    assertEquals(reason, error.reason());
    String message = error.report().message();
    assertTrue(message.contains(words), message);
    assertTrue(message.startsWith("handshake with localhost/127.0.0.1:"), message);
    assertTrue(message.matches(".*\\(sent \\d+ bytes, received \\d+\\)"), message);
    assertTrue(error.report().phase().isHandshake(), message);
  }
}
