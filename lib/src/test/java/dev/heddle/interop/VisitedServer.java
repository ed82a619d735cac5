package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.Session;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * A server of ours that clients visit one after the other: each is greeted, and stays until it
 * closes. It remembers what openssl has saved between its visits.
 */
final class VisitedServer implements AutoCloseable {

  /**
   * What the server saw of a visit.
   *
   * @param result what {@code SSL_accept} answered
   * @param error the first error; null if there was none
   */
  record Visit(
      int result, String error, boolean reused, String alpn, String peer, Session session) {

    /** The visit, which must have gone well. */
    Visit good() {
      assertEquals(1, result, error);
      return this;
    }
  }

  static final String GREETING = "welcome";

  private final ServerSocket listener;
  private final Path directory;
  private SslContext context;
  private int saved;

  VisitedServer(SslContext context) throws IOException {
    this.context = context;
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    directory = Files.createTempDirectory("heddle-sessions");
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Other settings for the visits that follow. */
  void become(SslContext other) {
    context = other;
  }

  /** Receives the next client. */
  FutureTask<Visit> receive() {
    SslContext now = context;
    return Ends.virtually(
        () -> {
          try (Socket socket = listener.accept();
              Ssl ssl = now.newSsl()) {
            return receive(ssl, socket);
          }
        });
  }

  private static Visit receive(Ssl ssl, Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    ssl.setSocket(socket);
    int result = ssl.accept();
    if (result == 1) {
      byte[] greeting = (GREETING + "\n").getBytes(StandardCharsets.US_ASCII);
      assertEquals(greeting.length, ssl.write(greeting, 0, greeting.length));
      while (ssl.read(greeting, 0, greeting.length) > 0) {
        // What it says is of no interest.
      }
      ssl.shutdown();
    }
    var error = ssl.errors().getError();
    return new Visit(
        result,
        error == null ? null : error.toString(),
        ssl.sessionReused(),
        ssl.getAlpnSelected(),
        ssl.getPeerCertificate() == null
            ? null
            : ssl.getPeerCertificate().getSubjectX500Principal().getName(),
        ssl.getSession());
  }

  /**
   * A visit by openssl.
   *
   * @param own what it shows when asked; null for nothing
   * @param session the session it brings; null for none
   * @return the session it takes away
   */
  OpenSslVisit openssl(Identity own, Path session, String... options) throws Exception {
    Path taken = directory.resolve("session" + saved++ + ".pem");
    List<String> all = new ArrayList<>(List.of("-sess_out", taken.toString()));
    if (session != null) {
      all.addAll(List.of("-sess_in", session.toString()));
    }
    all.addAll(List.of(options));
    FutureTask<Visit> visit = receive();
    try (OpenSsl client =
        OpenSsl.client(port(), TestCerts.root(), own, all.toArray(String[]::new))) {
      client.await(GREETING);
      client.endInput();
      client.exitCode();
      return new OpenSslVisit(Ends.await(visit).good(), client.output(), taken);
    }
  }

  /** Both sides of a visit, and what openssl has saved in it. */
  record OpenSslVisit(Visit visit, String output, Path session) {

    /** Whether both sides agree that a session was resumed, or not. */
    boolean reused() {
      assertEquals(visit.reused(), output.contains("\nReused, TLS"), output);
      assertEquals(!visit.reused(), output.contains("\nNew, TLS"), output);
      return visit.reused();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
