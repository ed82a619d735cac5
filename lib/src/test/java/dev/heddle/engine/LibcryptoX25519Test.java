package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.libcrypto.Libcrypto;
import dev.heddle.libcrypto.LibcryptoX25519;
import dev.heddle.libcrypto.Patient;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X25519 by the system's libcrypto, against the light API. */
class LibcryptoX25519Test {

  private final SecureRandom random = new SecureRandom();

  private static LibcryptoX25519 library() {
    assumeTrue(
        Libcrypto.shared().isPresent(),
        "libcrypto.so.3 cannot be called: it takes Java 22, Linux and --enable-native-access");
    return LibcryptoX25519.shared().orElseThrow();
  }

  @Test
  void agreesWithTheLightApiOnRandomKeys() {
    LibcryptoX25519 library = library();
    for (int i = 0; i < 2000; i++) {
      assertAgreesOnRandomKeys(library);
    }
  }

  private void assertAgreesOnRandomKeys(LibcryptoX25519 library) {
    byte[] own = new byte[32];
    X25519.generatePrivateKey(random, own);
    byte[] point = new byte[32];
    random.nextBytes(point); // on the curve or on its twist, and half of them with the top bit set
    byte[] expected = new byte[32];
    assertTrue(X25519.calculateAgreement(own, 0, point, 0, expected, 0));
    assertArrayEquals(
        expected,
        library.agree(own, publicKey(own), point),
        () -> HexFormat.of().formatHex(own) + " " + HexFormat.of().formatHex(point));
  }

  private static byte[] publicKey(byte[] own) {
    byte[] key = new byte[32];
    X25519.generatePublicKey(own, 0, key, 0);
    return key;
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    LibcryptoX25519 library = library();
    List<Future<Void>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) { // more than workspaces are kept
        Callable<Void> some =
            () -> {
              for (int j = 0; j < 10; j++) {
                assertAgreesOnRandomKeys(library);
                Thread.yield();
              }
              return null;
            };
        results.add(threads.submit(some));
      }
    }
    for (Future<Void> result : results) {
      result.get();
    }
  }

  /** The points that come to zero, whatever the key, as 2^255 - 19 and what lies about it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "325606250916557431795983626356110631294008115727848805560023387167927233504",
        "39382357235489614581723060781553021112529911719440698176882885853963445705823",
        "57896044618658097711785492504343953926634992332820282019728792003956564819948",
        "57896044618658097711785492504343953926634992332820282019728792003956564819949",
        "57896044618658097711785492504343953926634992332820282019728792003956564819950"
      })
  void pointOfLowOrderIsRefusedAsIllegalParameter(String u) throws IOException {
    byte[] point = littleEndian(new BigInteger(u));
    for (Optional<LibcryptoX25519> either :
        List.of(Optional.<LibcryptoX25519>empty(), LibcryptoX25519.shared())) {
      TlsAgreement ours = agreement(either);
      ours.generateEphemeral();
      ours.receivePeerValue(point);
      TlsFatalAlert refused = assertThrows(TlsFatalAlert.class, ours::calculateSecret);
      assertEquals(AlertDescription.illegal_parameter, refused.getAlertDescription());
    }
    byte[] own = new byte[32];
    X25519.generatePrivateKey(random, own);
    assertNull(library().agree(own, publicKey(own), point));
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  private TlsAgreement agreement(Optional<LibcryptoX25519> system) {
    return Crypto.create(random, new Patient<>(() -> system, 0))
        .createECDomain(new TlsECConfig(NamedGroup.x25519))
        .createECDH();
  }

  @Test
  void withItAndWithoutComeToTheSameSecretAndWipeTheKey() throws Exception {
    TlsAgreement with = agreement(Optional.of(library()));
    TlsAgreement without = agreement(Optional.empty());
    byte[] one = with.generateEphemeral();
    byte[] other = without.generateEphemeral();
    with.receivePeerValue(other);
    without.receivePeerValue(one);
    assertArrayEquals(without.calculateSecret().extract(), with.calculateSecret().extract());
    // The private key is gone: of zeros the same share makes another secret.
    with.receivePeerValue(other);
    byte[] zeros = new byte[32];
    byte[] ofZeros = new byte[32];
    assertTrue(X25519.calculateAgreement(zeros, 0, other, 0, ofZeros, 0));
    assertArrayEquals(ofZeros, with.calculateSecret().extract());
  }

  /** A user who has not allowed it gets neither libcrypto nor a warning. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isUsedWhereNativeAccessIsEnabledAndNeverWarns(boolean enabled) throws Exception {
    boolean expected = enabled && LibcryptoX25519.shared().isPresent();
    assertEquals("present: " + expected, child(enabled, "present"));
  }

  @Test
  void keepsNoMemoryOfAnOperation() throws Exception {
    library();
    String[] said = child(true, "resident").split(" ");
    // A key or a context that is not freed takes 100 bytes and more: 10 MB and more in all.
    assertTrue(Integer.parseInt(said[1]) < 6_000, String.join(" ", said));
  }

  private static String child(boolean enabled, String question) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (enabled) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), question));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertEquals(0, process.waitFor(), said);
      return said;
    }
  }

  /** A JVM of its own, in which nothing else takes memory. */
  static final class Child {

    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("present")) {
        System.out.println("present: " + LibcryptoX25519.shared().isPresent());
      } else {
        System.out.println("resident: " + growth() + " KB more after 100 000 agreements");
      }
    }

    private static long growth() throws IOException {
      LibcryptoX25519 library = LibcryptoX25519.shared().orElseThrow();
      byte[] own = new byte[32];
      X25519.generatePrivateKey(new SecureRandom(), own);
      byte[] key = publicKey(own);
      byte[] lowOrder = new byte[32];
      long before = 0;
      for (int i = 0; i < 130_000; i++) {
        if (i == 30_000) {
          before = residentKilobytes();
        }
        boolean refused = i % 4 == 0;
        if ((library.agree(own, key, refused ? lowOrder : key) == null) != refused) {
          throw new AssertionError("agreement " + i);
        }
      }
      return residentKilobytes() - before;
    }

    private static long residentKilobytes() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
