package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties that are read once in the life of a JVM, each in a JVM of its own. */
class SystemPropertiesTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLSv1.3, AES_128_CBC, SHA1     | ''
          ECDHE_RSA, SHA384, TLS_RSA_*   | RSA keySize < 4096, SHA256 jdkCA
          DH, TLS_AES_*                  | ECDSA
          """)
  void suitesGoAsTheJdksGo(String tls, String chains) throws Exception {
    List<String> both = OtherJvm.run(List.of(), "suites", tls, chains);
    assertEquals(2, both.size(), both::toString);
    assertEquals(both.get(0), both.get(1));
    assertTrue(both.get(1).contains("TLS_"), both::toString);
  }

  @Test
  void aProviderThatComesFirstBreaksNobody() throws Exception {
    assertEquals(
        List.of("Heddle", "Heddle", "SunJSSE", "Heddle", "true", "true"),
        OtherJvm.run(List.of(), "first"));
  }

  @Test
  void aTrustManagerByItselfHeedsThemToo() throws Exception {
    assertEquals(List.of("trusted"), OtherJvm.run(List.of(), "judge", "RSA keySize < 2048"));
    String said = String.join("\n", OtherJvm.run(List.of(), "judge", "RSA keySize < 3072"));
    assertTrue(said.contains("2048 bits") && said.contains("RSA is disabled"), said);
  }

  @Test
  void theDefaultContextIsAsTheySay() throws Exception {
    List<String> all =
        OtherJvm.run(
            List.of(
                "-Djavax.net.ssl.keyStore=" + store("keys", true),
                "-Djavax.net.ssl.keyStorePassword=secret",
                "-Djavax.net.ssl.keyStoreType=PKCS12",
                "-Djavax.net.ssl.trustStore=" + store("trust", false),
                "-Djavax.net.ssl.trustStorePassword=secret",
                "-Djdk.tls.client.protocols=TLSv1.2,TLSv1.1",
                "-Djdk.tls.server.protocols=TLSv1.3",
                "-Djdk.tls.client.cipherSuites=\"TLS_MAGIC, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA\"",
                "-Djdk.tls.namedGroups=secp384r1,unheard",
                "-Djdk.tls.client.SignatureSchemes=ed25519,unheard",
                "-Ddev.heddle.handshakeTimeout=1500",
                "-Ddev.heddle.nagle=off"),
            "defaults");
    assertEquals(
        List.of(
            "a key",
            "[" + TestCerts.root().certificate().getSubjectX500Principal().getName() + "]",
            "[TLSv1.2] [TLSv1.3]",
            "[TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA]",
            "[secp384r1] [ed25519]",
            "PT1.5S OFF"),
        all);
  }

  @Test
  void whatCannotBeUsedIsNamed() throws Exception {
    List<List<String>> all =
        List.of(
            List.of("javax.net.ssl.trustStore", directory + "/missing"),
            List.of("javax.net.ssl.keyStore", directory + "/missing"),
            List.of("jdk.tls.client.protocols", "TLSv9"),
            List.of("jdk.tls.namedGroups", "unheard"),
            List.of("dev.heddle.writeTimeout", "soon"));
    List<String> options = new ArrayList<>();
    for (List<String> one : all) {
      options.clear();
      options.add("-D" + one.get(0) + "=" + one.get(1));
      String said = String.join("\n", OtherJvm.run(options, "defaults"));
      assertTrue(said.contains("ConfigException"), said);
      assertTrue(said.contains(one.get(0)) && said.contains(one.get(1)), said);
    }
  }

  private Path store(String name, boolean keys) throws Exception {
    char[] password = "secret".toCharArray();
    KeyStore store =
        keys
            ? TestCerts.localhost(KeyType.EC_P256).keyStore(password)
            : TestCerts.root().trustStore();
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return file;
  }
}
