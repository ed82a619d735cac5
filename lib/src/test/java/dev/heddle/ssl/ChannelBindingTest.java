package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.ChannelBinding;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Channel bindings, against openssl's own values where it has them. */
class ChannelBindingTest {

  private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");
  private static final Pattern FINISHED =
      Pattern.compile("(<<<|>>>) [^\\n]*, Finished\\n((?:    [0-9a-f ]+\\n)+)");

  @TempDir Path directory;

  @Test
  void exporterIsWhatOpenSslExports() throws Exception {
    BesideOpenSsl.client(
        Ends.client(TlsVersion.TLS_1_3).build(),
        List.of("-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32"),
        (ssl, program) ->
            assertEquals(
                program.await(MATERIAL).group(1).toLowerCase(java.util.Locale.ROOT),
                hex(ssl.getChannelBinding(ChannelBinding.TLS_EXPORTER))));
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void exporterIsTheSameOnBothEndsWithAnEmptyContext(TlsVersion version) {
    Ssl[] ends = ends(version, TestCerts.localhost(KeyType.EC_P256));
    byte[] binding = ends[0].getChannelBinding(ChannelBinding.TLS_EXPORTER);
    assertArrayEquals(binding, ends[1].getChannelBinding(ChannelBinding.TLS_EXPORTER));
    assertArrayEquals(
        ends[1].exportKeyingMaterial(32, "EXPORTER-Channel-Binding", new byte[0]), binding);
    assertEquals(1, ends[0].getExtmsSupport());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, sha256",
    "EC_P256, sha256",
    "EC_P384, sha384",
    "EC_P521, sha512",
  })
  void serverEndPointIsWhatOpenSslHashes(KeyType issuer, String hash) throws Exception {
    // The hash is that of the issuer's signature, not of the server's key.
    Identity identity =
        TestCerts.make("localhost")
            .dns("localhost")
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .by(TestCerts.make("issuer").key(issuer).ca().by(TestCerts.root()).build())
            .build();
    Path pem = Files.writeString(directory.resolve("cert.pem"), identity.certificatePem());
    String expected = openSslHash(pem, hash);
    for (TlsVersion version : TlsVersion.values()) {
      Ssl[] ends = ends(version, identity);
      for (Ssl end : ends) {
        assertEquals(expected, hex(end.getChannelBinding(ChannelBinding.TLS_SERVER_END_POINT)));
      }
    }
  }

  private String openSslHash(Path pem, String hash) throws Exception {
    Path der = directory.resolve("cert.der");
    run("x509", "-in", pem.toString(), "-outform", "der", "-out", der.toString());
    String printed = run("dgst", "-" + hash, "-r", der.toString());
    return printed.substring(0, printed.indexOf(' '));
  }

  private static String run(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(OpenSsl.program().toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  @Test
  void serverEndPointOfEdDsaIsUndefined() {
    Identity identity =
        TestCerts.make("localhost")
            .dns("localhost")
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .by(TestCerts.make("issuer").key(KeyType.ED25519).ca().by(TestCerts.root()).build())
            .build();
    for (Ssl end : ends(TlsVersion.TLS_1_3, identity)) {
      assertUndefined(end, ChannelBinding.TLS_SERVER_END_POINT, "Ed", "RFC 5929");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void finishedIsWhatAnOpenSslServerSaw(TlsVersion version) throws Exception {
    BesideOpenSsl.client(
        Ends.client(version).build(),
        List.of(BesideOpenSsl.option(version), "-msg"),
        (ssl, program) -> {
          program.await("BEGIN SSL SESSION");
          assertFinished(ssl, program.output());
        });
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void finishedIsWhatAnOpenSslClientSaw(TlsVersion version) throws Exception {
    BesideOpenSsl.server(
        Ends.server(KeyType.EC_P256, version).build(),
        List.of(BesideOpenSsl.option(version), "-msg"),
        (ssl, program) -> {
          program.await("Verify return code");
          assertFinished(ssl, program.output());
        });
  }

  private static void assertFinished(Ssl ssl, String output) {
    Matcher matcher = FINISHED.matcher(output);
    String first = null;
    String theirs = null;
    String ours = null;
    while (matcher.find()) {
      // Behind the message's type and length.
      String data = matcher.group(2).replaceAll("\\s", "").substring(8);
      first = first == null ? data : first;
      if (matcher.group(1).equals(">>>")) {
        theirs = data;
      } else {
        ours = data;
      }
    }
    assertEquals(ours, hex(ssl.getFinished()));
    assertEquals(theirs, hex(ssl.getPeerFinished()));
    if (ssl.getVersion().equals("TLSv1.2")) {
      assertEquals(first, hex(ssl.getChannelBinding(ChannelBinding.TLS_UNIQUE)));
    }
  }

  /** Python's ssl module hands out libssl's own value. */
  @Test
  void uniqueIsWhatLibsslSays() throws Exception {
    Path python = python();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setSoTimeout(20_000);
      Process process =
          new ProcessBuilder(
                  python.toString(), "-c", UNIQUE, Integer.toString(listener.getLocalPort()))
              .redirectErrorStream(true)
              .start();
      try (Ssl ssl = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2).build().newSsl()) {
        ssl.setSocket(listener.accept());
        assertEquals(1, ssl.accept());
        String printed =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(printed, hex(ssl.getChannelBinding(ChannelBinding.TLS_UNIQUE)));
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private static Path python() throws Exception {
    for (String directory : System.getenv("PATH").split(java.io.File.pathSeparator)) {
      Path python = Path.of(directory, "python3");
      if (Files.isExecutable(python)
          && new ProcessBuilder(python.toString(), "-c", "import ssl").start().waitFor() == 0) {
        return python;
      }
    }
    assumeTrue(false, "not tested against libssl's tls-unique: no python3 with ssl on the PATH");
    throw new AssertionError();
  }

  private static final String UNIQUE =
      """
      import socket, ssl, sys
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      context.check_hostname = False
      context.verify_mode = ssl.CERT_NONE
      context.maximum_version = ssl.TLSVersion.TLSv1_2
      with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as plain:
          with context.wrap_socket(plain) as tls:
              print(tls.get_channel_binding("tls-unique").hex())
      """;

  @Test
  void uniqueIsUndefinedInTls13() {
    for (Ssl end : ends(TlsVersion.TLS_1_3, TestCerts.localhost(KeyType.EC_P256))) {
      assertUndefined(end, ChannelBinding.TLS_UNIQUE, "TLS 1.3", "RFC 8446");
    }
  }

  @Test
  void nothingBeforeTheHandshake() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    for (ChannelBinding type : ChannelBinding.values()) {
      assertThrows(IllegalStateException.class, () -> client.getChannelBinding(type));
    }
    assertEquals(-1, client.getExtmsSupport());
    assertEquals(null, client.getFinished());
    assertEquals(null, client.getPeerFinished());
    assertEquals(null, client.getClientRandom());
    assertEquals(null, client.getServerRandom());
    assertEquals(null, client.getSignatureScheme());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void bothEndsAgreeOnWhatPassedBetweenThem(TlsVersion version) {
    Ssl[] ends = ends(version, TestCerts.localhost(KeyType.EC_P256));
    assertArrayEquals(ends[0].getClientRandom(), ends[1].getClientRandom());
    assertArrayEquals(ends[0].getServerRandom(), ends[1].getServerRandom());
    assertEquals(32, ends[0].getClientRandom().length);
    assertArrayEquals(ends[0].getFinished(), ends[1].getPeerFinished());
    assertArrayEquals(ends[1].getFinished(), ends[0].getPeerFinished());
    assertEquals(ends[0].getPeerSignatureScheme(), ends[1].getSignatureScheme());
    assertEquals("ECDSA_SECP256R1_SHA256", ends[1].getSignatureScheme().name());
    assertEquals(null, ends[0].getSignatureScheme());
  }

  private static void assertUndefined(Ssl ssl, ChannelBinding type, String... named) {
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, () -> ssl.getChannelBinding(type));
    for (String each : named) {
      assertTrue(e.getMessage().contains(each), e.getMessage());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A client and a server, which shows this identity, that have shaken hands. */
  private static Ssl[] ends(TlsVersion version, Identity identity) {
    Ssl client = Ends.localhost(Ends.client(version).build());
    Ssl server =
        Ends.server(KeyType.EC_P256, version)
            .credentials(Ends.credentials(identity))
            .build()
            .newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    return new Ssl[] {client, server};
  }
}
