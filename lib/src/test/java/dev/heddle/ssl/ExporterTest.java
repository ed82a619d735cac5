package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported keying material, against what other libraries derive from the same connection. */
class ExporterTest {

  private static final String LABEL = "EXPERIMENTAL heddle test";
  private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");

  @ParameterizedTest
  @MethodSource("versionsAndSuites")
  void sameAsAnOpenSslServer(TlsVersion version, String suite) throws Exception {
    BesideOpenSsl.client(
        context(Ends.client(version), version, suite),
        options(version),
        (ssl, program) -> {
          String theirs = program.await(MATERIAL).group(1);
          assertEquals(theirs, hex(ssl.exportKeyingMaterial(77, LABEL, null)));
        });
  }

  @ParameterizedTest
  @MethodSource("versionsAndSuites")
  void sameAsAnOpenSslClient(TlsVersion version, String suite) throws Exception {
    BesideOpenSsl.server(
        context(Ends.server(KeyType.EC_P256, version), version, suite),
        options(version),
        (ssl, program) -> {
          String theirs = program.await(MATERIAL).group(1);
          assertEquals(theirs, hex(ssl.exportKeyingMaterial(77, LABEL, null)));
        });
  }

  static Stream<String[]> versionsAndSuites() {
    return Stream.of(
        new String[] {"TLS_1_2", "ECDHE-ECDSA-AES128-GCM-SHA256"},
        new String[] {"TLS_1_2", "ECDHE-ECDSA-AES256-GCM-SHA384"},
        new String[] {"TLS_1_3", "TLS_AES_128_GCM_SHA256"},
        new String[] {"TLS_1_3", "TLS_AES_256_GCM_SHA384"});
  }

  private static SslContext context(SslContext.Builder builder, TlsVersion version, String suite) {
    return (version == TlsVersion.TLS_1_3 ? builder.ciphersuites(suite) : builder.cipherList(suite))
        .build();
  }

  private static List<String> options(TlsVersion version) {
    return List.of(BesideOpenSsl.option(version), "-keymatexport", LABEL, "-keymatexportlen", "77");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** What the key log gives away is all that RFC 5705 needs. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "", "some context"})
  void tls12WithAndWithoutContext(String text) throws Exception {
    List<String> log = new ArrayList<>();
    SslContext.Builder clients =
        Ends.client(TlsVersion.TLS_1_2)
            .cipherList("ECDHE-ECDSA-AES128-GCM-SHA256")
            .keylogCallback(log::add);
    Ssl client = Ends.localhost(clients.build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_2).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    byte[] context = text.equals("none") ? null : text.getBytes(StandardCharsets.US_ASCII);
    byte[] seed =
        concat(
            LABEL.getBytes(StandardCharsets.US_ASCII),
            client.getClientRandom(),
            client.getServerRandom());
    if (context != null) {
      seed = concat(seed, new byte[] {0, (byte) context.length}, context);
    }
    byte[] expected = prf(HexFormat.of().parseHex(log.get(0).split(" ")[2]), seed, 100);
    assertArrayEquals(expected, client.exportKeyingMaterial(100, LABEL, context));
    assertArrayEquals(expected, server.exportKeyingMaterial(100, LABEL, context));
  }

  /** RFC 5246 section 5, P_SHA256. */
  private static byte[] prf(byte[] secret, byte[] seed, int length) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    ByteBuffer out = ByteBuffer.allocate(length + 32);
    byte[] a = seed;
    while (out.position() < length) {
      a = mac.doFinal(a);
      mac.update(a);
      out.put(mac.doFinal(seed));
    }
    return Arrays.copyOf(out.array(), length);
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return all.array();
  }

  @Test
  void tls13TakesNoContextForAnEmptyOne() {
    Ssl client = ends(TlsVersion.TLS_1_3)[0];
    byte[] without = client.exportKeyingMaterial(32, LABEL, null);
    assertArrayEquals(without, client.exportKeyingMaterial(32, LABEL, new byte[0]));
    assertFalse(Arrays.equals(without, client.exportKeyingMaterial(32, LABEL, new byte[1])));
    assertFalse(Arrays.equals(without, client.exportKeyingMaterial(32, LABEL + "2", null)));
  }

  /** SunJSSE exports from JDK 25 on. */
  @ParameterizedTest
  @CsvSource({"TLS_1_2, ''", "TLS_1_2, abc", "TLS_1_3, ''", "TLS_1_3, abc"})
  void sameAsSunJsse(TlsVersion version, String text) throws Exception {
    Method export = exportOfSunJsse();
    byte[] context = text.getBytes(StandardCharsets.US_ASCII);
    SSLContext theirs = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    char[] password = "password".toCharArray();
    keys.init(TestCerts.localhost(KeyType.EC_P256).keyStore(password), password);
    theirs.init(keys.getKeyManagers(), null, null);
    try (SSLServerSocket listener =
        (SSLServerSocket)
            theirs
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<byte[]> exported =
          Ends.virtually(
              () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                  socket.startHandshake();
                  byte[] material = (byte[]) export.invoke(socket.getSession(), LABEL, context, 50);
                  socket.getInputStream().read();
                  return material;
                }
              });
      try (Ssl ssl = Ends.localhost(Ends.client(version).build())) {
        ssl.setSocket(new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
        assertEquals(1, ssl.connect());
        byte[] ours = ssl.exportKeyingMaterial(50, LABEL, context);
        ssl.shutdown();
        assertArrayEquals(Ends.await(exported), ours);
      }
    }
  }

  private static Method exportOfSunJsse() {
    try {
      return ExtendedSSLSession.class.getMethod(
          "exportKeyingMaterialData", String.class, byte[].class, int.class);
    } catch (NoSuchMethodException e) {
      assumeTrue(false, "not tested against SunJSSE: it exports no keys before JDK 25");
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void anyThreadAndAnyTimeUntilTheEnd(TlsVersion version) throws Exception {
    Ssl[] ends = ends(version);
    byte[] first = ends[0].exportKeyingMaterial(32, LABEL, null);
    assertArrayEquals(first, ends[1].exportKeyingMaterial(32, LABEL, null));
    assertEquals(0, ends[0].shutdown());
    assertEquals(0, ends[1].read(new byte[1]));
    assertEquals(1, ends[1].shutdown());
    FutureTask<byte[]> elsewhere =
        Ends.virtually(() -> ends[0].exportKeyingMaterial(32, LABEL, null));
    assertArrayEquals(first, Ends.await(elsewhere));

    ends[0].close();
    assertWiped(ends[0]);
    ends[1].clear();
    assertThrows(IllegalStateException.class, () -> ends[1].exportKeyingMaterial(32, LABEL, null));
  }

  /** The key log is the last to be called before the secret is kept. */
  @Test
  void closedWhileTheHandshakeCompletes() {
    AtomicReference<Ssl> ours = new AtomicReference<>();
    SslContext.Builder closing =
        Ends.client(TlsVersion.TLS_1_3)
            .keylogCallback(
                line -> {
                  if (line.startsWith("EXPORTER_SECRET")) {
                    ours.get().close();
                  }
                });
    Ssl client = Ends.localhost(closing.build());
    Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl();
    ours.set(client);
    BioPair pair = BioPair.of(0, 0);
    client.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    int result = -1;
    for (int round = 0; round < 5; round++) {
      result = client.connect();
      server.accept();
    }
    assertEquals(-1, result);
    assertWiped(client);
  }

  private static void assertWiped(Ssl ssl) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> ssl.exportKeyingMaterial(32, LABEL, null));
    assertTrue(e.getMessage().contains("closed"), e.getMessage());
  }

  @Test
  void nothingBeforeTheHandshakeIsDone() {
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
    assertThrows(IllegalStateException.class, () -> client.exportKeyingMaterial(32, LABEL, null));
    BioPair pair = BioPair.of(0, 0);
    client.setBio(pair.first(), pair.first());
    assertEquals(-1, client.connect());
    assertThrows(IllegalStateException.class, () -> client.exportKeyingMaterial(32, LABEL, null));
  }

  @ParameterizedTest
  @CsvSource({
    "0, label, 0, length",
    "-1, label, 0, length",
    "65536, label, 0, length",
    "32, '', 0, label",
    "32, 'umlaut ä', 0, label",
    "32, 'line\n', 0, label",
    "32, label, 65536, context",
    "32, master secret, 0, master secret",
    "32, key expansion, 0, key expansion",
    "32, client finished, 0, client finished",
    "32, server finished, 0, server finished",
    "32, extended master secret, 0, extended master secret",
  })
  void whatCannotBeIsRefusedByName(int length, String label, int context, String named) {
    for (TlsVersion version : TlsVersion.values()) {
      Ssl client = ends(version)[0];
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> client.exportKeyingMaterial(length, label, new byte[context]));
      assertTrue(e.getMessage().contains(named), e.getMessage());
    }
  }

  @Test
  void longestAreExported() {
    Ssl tls12 = ends(TlsVersion.TLS_1_2)[0];
    String label = "L".repeat(249);
    assertEquals(65535, tls12.exportKeyingMaterial(65535, label, new byte[65535]).length);
    Ssl tls13 = ends(TlsVersion.TLS_1_3)[0];
    int most = tls13.getCurrentCipher().ianaName().endsWith("SHA384") ? 255 * 48 : 255 * 32;
    assertEquals(most, tls13.exportKeyingMaterial(most, label, new byte[65535]).length);
    assertThrows(
        IllegalArgumentException.class, () -> tls13.exportKeyingMaterial(most + 1, label, null));
    assertThrows(
        IllegalArgumentException.class, () -> tls13.exportKeyingMaterial(1, label + "L", null));
  }

  /** Each connection has keys of its own. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void noTwoConnectionsAreAlike(TlsVersion version) {
    assertNotEquals(
        hex(ends(version)[0].exportKeyingMaterial(32, LABEL, null)),
        hex(ends(version)[0].exportKeyingMaterial(32, LABEL, null)));
  }

  /** A client and a server that have shaken hands. */
  private static Ssl[] ends(TlsVersion version) {
    Ssl client = Ends.localhost(Ends.client(version).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    return new Ssl[] {client, server};
  }
}
