package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that stay in a PKCS#11 token, SoftHSM's, and sign through the JDK's provider for it. */
class TokenTest {

  private static final String REQUIRE = "HEDDLE_REQUIRE_SOFTHSM";

  @TempDir Path directory;

  @Test
  void keysThatStayInAToken() throws Exception {
    Path library = library();
    Path tokens = Files.createDirectory(directory.resolve("tokens"));
    Path softhsm =
        Files.writeString(
            directory.resolve("softhsm2.conf"),
            "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
    run(
        softhsm,
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "heddle",
            "--so-pin",
            "12345678",
            "--pin",
            "1234"));
    Path provider =
        Files.writeString(
            directory.resolve("pkcs11.cfg"),
            """
            name = HeddleToken
            library = %s
            slotListIndex = 0
            attributes(*, CKO_PRIVATE_KEY, *) = {
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
            }
            attributes(*, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_SIGN = true
            }
            attributes(*, CKO_PRIVATE_KEY, CKK_RSA) = {
              CKA_SIGN = true
              CKA_DECRYPT = true
            }
            """
                .formatted(library));
    String output =
        run(
            softhsm,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenChild.class.getName(),
                provider.toString(),
                "1234"));
    assertEquals(
        """
        EC_P256 TLS_1_2 ecdsa_secp256r1_sha256
        EC_P256 TLS_1_3 ecdsa_secp256r1_sha256
        EC_P384 TLS_1_2 ecdsa_secp384r1_sha384
        EC_P384 TLS_1_3 ecdsa_secp384r1_sha384
        RSA_2048 TLS_1_2 rsa_pkcs1_sha256
        RSA_2048 TLS_1_2 rsa_pkcs1_sha512
        RSA_2048 TLS_1_2 rsa_pss_rsae_sha256
        RSA_2048 TLS_1_3 rsa_pss_rsae_sha256
        RSA_2048 TLS_1_3 rsa_pss_rsae_sha384
        RSA_2048 TLS_1_3 rsa_pss_rsae_sha512
        RSA key exchange
        """,
        output);
  }

  /** SoftHSM's; skips the test, or fails it, where it is missing. */
  private static Path library() {
    assumeTrue(Security.getProvider("SunPKCS11") != null, "this JDK has no PKCS#11 provider");
    Path found =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib64/pkcs11/libsofthsm2.so",
                "/usr/local/lib/softhsm/libsofthsm2.so",
                "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (found == null && System.getenv(REQUIRE) != null) {
      fail(REQUIRE + " is set, but there is no libsofthsm2.so");
    }
    assumeTrue(found != null, "not tested with a PKCS#11 token: SoftHSM is not installed");
    return found;
  }

  private static String run(Path softhsm, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", softhsm.toString());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> command.get(0) + ": " + output);
      assertTrue(!output.contains("ERROR"), output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
