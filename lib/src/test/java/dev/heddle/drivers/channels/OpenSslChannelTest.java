package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.Scenario;
import dev.heddle.support.OpenSsl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka's and tls-channel's channels against the {@code openssl} program, which types frames. */
class OpenSslChannelTest {

  private static final InetAddress LOCALHOST;

  static {
    try {
      LOCALHOST = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of("Kafka", "tls-channel")
        .flatMap(name -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> Arguments.of(name, v)));
  }

  private static Library library(String name) {
    return name.equals("Kafka") ? KafkaEnd.LIBRARY : TlsChannels.BLOCKING;
  }

  private static String option(String version) {
    return version.equals("TLSv1.2") ? "-tls1_2" : "-tls1_3";
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void client(String name, String version) throws Exception {
    Setup setup = Setup.client(Face.tested(), Scenario.CLIENT_CERTIFICATE, version);
    try (OpenSsl program =
        OpenSsl.server(
            Pki.server(Scenario.GOOD),
            option(version),
            "-msg",
            "-Verify",
            "5",
            "-verify_return_error")) {
      InetSocketAddress address = new InetSocketAddress(LOCALHOST, program.port());
      for (String how : List.of("CIPHER is ", "Reused session-id", "Reused session-id")) {
        try (End end = library(name).connect(address, setup)) {
          end.send(bytes("to begin"));
          program.await(how);
          program.await("to begin");
          talk(end, program, version);
        }
        program.await("DONE");
        program.forgetOutput();
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void server(String name, String version, @TempDir Path directory) throws Exception {
    Setup setup = Setup.server(Face.tested(), Scenario.CLIENT_CERTIFICATE, version);
    String session = directory.resolve("session.pem").toString();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(LOCALHOST, 0));
      for (boolean resumed : List.of(false, true)) {
        List<String> options = new ArrayList<>(List.of(option(version), "-msg"));
        options.addAll(List.of("-verify_return_error", "-verify_hostname", "localhost"));
        options.addAll(List.of(resumed ? "-sess_in" : "-sess_out", session));
        try (OpenSsl program =
                OpenSsl.client(
                    listener.socket().getLocalPort(),
                    Pki.root(),
                    Pki.client(Scenario.CLIENT_CERTIFICATE),
                    options.toArray(String[]::new));
            End end = library(name).accept(listener.accept(), setup)) {
          program.type(frame("to begin"));
          assertArrayEquals(bytes("to begin"), end.receive());
          program.await(Pattern.compile((resumed ? "Reused" : "New") + ", TLSv[^\n]*, Cipher is "));
          assertEquals("CN=client", end.session().getPeerPrincipal().getName());
          talk(end, program, version);
          program.type("Q\n");
          end.expectGoodbye();
        }
      }
    }
  }

  /** The program changes its keys in the midst of it, in TLS 1.3, and wants the same of the end. */
  private static void talk(End end, OpenSsl program, String version) throws Exception {
    program.type(frame("a question"));
    assertArrayEquals(bytes("a question"), end.receive());
    if (version.equals("TLSv1.3")) {
      program.type("K\n");
      program.await(Pattern.compile(">>> [^\n]*KeyUpdate"));
      program.type(frame("with other keys"));
      assertArrayEquals(bytes("with other keys"), end.receive());
    }
    end.send(bytes("an answer"));
    program.await("an answer");
    if (version.equals("TLSv1.3")) {
      program.await(Pattern.compile("<<< [^\n]*KeyUpdate"));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String frame(String text) {
    return "\0\0\0" + (char) text.length() + text;
  }
}
