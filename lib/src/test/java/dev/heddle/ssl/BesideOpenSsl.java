package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** One connection with our end in hand and the openssl program at the other. */
final class BesideOpenSsl {

  /** What a test does once hands are shaken. */
  @FunctionalInterface
  interface Talk {
    void about(Ssl ours, OpenSsl program) throws Exception;
  }

  /** The option that keeps the program to one version. */
  static String option(TlsVersion version) {
    return version == TlsVersion.TLS_1_3 ? "-tls1_3" : "-tls1_2";
  }

  /** Our client and {@code s_server}, which has ended by itself when this returns. */
  static void client(SslContext context, List<String> options, Talk talk) throws Exception {
    client(context, TestCerts.localhost(KeyType.EC_P256), options, talk);
  }

  /** As the other; the server shows this identity. */
  static void client(SslContext context, Identity identity, List<String> options, Talk talk)
      throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-naccept", "1"));
    try (OpenSsl program = OpenSsl.server(identity, all.toArray(String[]::new))) {
      try (Ssl ssl = Ends.localhost(context)) {
        ssl.setSocket(new Socket(InetAddress.getLoopbackAddress(), program.port()));
        int connected = ssl.connect();
        assertEquals(1, connected, () -> ssl.failure(connected) + "\n" + program.output());
        talk.about(ssl, program);
        ssl.shutdown();
      }
      assertEquals(0, program.exitCode(), program::output);
    }
  }

  /** Our server and {@code s_client}, which has ended by itself when this returns. */
  static void server(SslContext context, List<String> options, Talk talk) throws Exception {
    server(context, null, options, talk);
  }

  /** As the other; the client shows this identity if it is asked to. */
  static void server(SslContext context, Identity own, List<String> options, Talk talk)
      throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        OpenSsl program =
            OpenSsl.client(
                listener.getLocalPort(), TestCerts.root(), own, options.toArray(String[]::new))) {
      listener.setSoTimeout(20_000);
      try (Ssl ssl = context.newSsl()) {
        ssl.setSocket(listener.accept());
        int accepted = ssl.accept();
        assertEquals(1, accepted, () -> ssl.failure(accepted) + "\n" + program.output());
        talk.about(ssl, program);
        ssl.shutdown();
      }
      program.exitCode();
    }
  }

  private BesideOpenSsl() {}
}
