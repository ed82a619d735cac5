package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.MessageTrace;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message trace, against what openssl -msg prints of the same connection. */
class MessageTraceTest {

  private static final Pattern LINE =
      Pattern.compile(
          "(>>>|<<<) TLS 1\\.\\d, (\\w+ \\[length .{4}](?:, [\\w ]+)?(?:\\n    [0-9a-f ]+)*)\\n");

  @ParameterizedTest
  @CsvSource({
    "TLS_1_2, false, false",
    "TLS_1_2, false, true",
    "TLS_1_3, false, false",
    "TLS_1_3, true, false",
    "TLS_1_3, false, true",
    "TLS_1_3, true, true",
  })
  void clientSeesWhatItsOpenSslServerSees(TlsVersion version, boolean retry, boolean certificate)
      throws Exception {
    StringBuffer ours = new StringBuffer();
    SslContext.Builder clients =
        Ends.client(version)
            .groupsList("X25519:P-256")
            .msgCallback(MessageTrace.to(ours).withRecords().withHex());
    List<String> options =
        new ArrayList<>(List.of(BesideOpenSsl.option(version), "-msg", "-groups"));
    options.add(retry ? "P-256" : "X25519:P-256");
    if (certificate) {
      clients.credentials(Ends.credentials(TestCerts.client(KeyType.EC_P256)));
      options.addAll(List.of("-Verify", "1"));
    }
    AtomicReference<String> theirs = new AtomicReference<>();
    BesideOpenSsl.client(
        clients.build(),
        options,
        (ssl, program) -> {
          assertEquals(0, ssl.shutdown());
          ssl.shutdown(); // reads what there is to the end
          program.exitCode();
          theirs.set(program.output());
        });
    assertSame(ours.toString(), theirs.get());
    assertEquals(retry, ours.toString().contains(", HelloRetryRequest\n"));
    assertEquals(certificate, ours.toString().contains(", CertificateRequest\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_1_2, false, false",
    "TLS_1_2, false, true",
    "TLS_1_3, false, false",
    "TLS_1_3, true, false",
    "TLS_1_3, false, true",
  })
  void serverSeesWhatItsOpenSslClientSees(TlsVersion version, boolean retry, boolean certificate)
      throws Exception {
    StringBuffer ours = new StringBuffer();
    SslContext.Builder servers =
        Ends.server(KeyType.EC_P256, version)
            .groupsList(retry ? "P-256" : "X25519:P-256")
            .msgCallback(MessageTrace.to(ours).withRecords().withHex());
    if (certificate) {
      servers.trust(Trust.of(List.of(TestCerts.root().certificate()))).verifyPeerFailIfNoPeerCert();
    }
    List<String> options =
        List.of(BesideOpenSsl.option(version), "-msg", "-groups", "X25519:P-256");
    AtomicReference<String> theirs = new AtomicReference<>();
    BesideOpenSsl.server(
        servers.build(),
        certificate ? TestCerts.client(KeyType.EC_P256) : null,
        options,
        (ssl, program) -> {
          assertEquals(0, ssl.shutdown());
          assertEquals(1, ssl.shutdown());
          program.exitCode();
          theirs.set(program.output());
        });
    assertSame(ours.toString(), theirs.get());
    assertEquals(retry, ours.toString().contains(", HelloRetryRequest\n"));
    assertEquals(certificate, ours.toString().contains(", CertificateRequest\n"));
  }

  /** Lines of one direction at a time: how the two interleave is the network's matter. */
  private static void assertSame(String ours, String theirs) {
    // libssl does not show a change_cipher_spec that it receives, only its record.
    assertEquals(
        lines(theirs, "<<<"),
        lines(ours, ">>>").stream().filter(line -> !line.startsWith("ChangeCipherSpec")).toList());
    assertEquals(lines(theirs, ">>>"), lines(ours, "<<<"));
    assertTrue(lines(ours, ">>>").stream().anyMatch(line -> line.startsWith("ChangeCipherSpec")));
  }

  private static List<String> lines(String text, String direction) {
    return LINE.matcher(text)
        .results()
        .filter(found -> found.group(1).equals(direction))
        .map(found -> found.group(2).replace("HelloRetryRequest", "ServerHello"))
        .toList();
  }
}
