package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names and files come to, before anything is connected. */
class FactorySettingsTest {

  private static final Identity CLIENT = TestCerts.client(KeyType.EC_P256);
  private static final String PASSWORD = "open sesame";

  @TempDir private Path directory;

  private Path root;
  private Path cert;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    root = file("root.pem", TestCerts.root().certificatePem());
    cert = file("cert.pem", CLIENT.chainPem());
    key = file("key.pem", CLIENT.keyPem());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void nothingSaidIsTheSystemsTrustAndNoCertificate() {
    for (FactorySettings settings :
        List.of(FactorySettings.of((String) null), FactorySettings.of(""), postgres())) {
      TlsConfig config = settings.config();
      assertEquals(Trust.system(), config.trust());
      assertEquals(List.of(), config.credentials());
      assertFalse(config.insecureNoHostName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",", " , ", "\n", "\r\n\r\n"})
  void textNamesFiles(String between) {
    TlsConfig config =
        FactorySettings.of(String.join(between, "trust=" + root, "cert = " + cert, "key=" + key))
            .config();
    assertEquals(Set.of(TestCerts.root().certificate()), config.trust().anchors());
    assertEquals(CLIENT.chain(), config.credentials().getFirst().chain());
    assertFalse(config.insecureNoHostName());
  }

  @Test
  void nameIsNotCheckedOnlyWhereTheTextSaysSo() {
    assertTrue(FactorySettings.of("insecureNoHostName=true").config().insecureNoHostName());
    assertFalse(FactorySettings.of("insecureNoHostName=false").config().insecureNoHostName());
  }

  @Test
  void trustMayBeADirectory() {
    TlsConfig config = FactorySettings.of("trust=" + directory).config();
    assertTrue(config.trust().anchors().contains(TestCerts.root().certificate()));
  }

  @Test
  void passwordComesFromAFile() throws IOException {
    Path store = directory.resolve("client.P12");
    Files.write(store, CLIENT.pkcs12(PASSWORD.toCharArray()));
    Path secret = file("secret", PASSWORD + "\nanother line\n");
    for (String text : List.of("passwordFile=" + secret, "password=" + PASSWORD)) {
      TlsConfig config = FactorySettings.of("key=" + store + "," + text).config();
      assertEquals(CLIENT.certificate(), leaf(config));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trust                         | settings are name=value
          insecureNoHostName=yes        | insecureNoHostName is true or false, not 'yes'
          truts=x                       | no setting 'truts'; there are trust, cert,
          trust=                        | trust names no file
          trust=a,trust=b               | the setting 'trust' is there twice
          cert=a                        | cert without a key
          key=a.pem                     | key a.pem without a certificate
          password=a,passwordFile=b     | either password or passwordFile
          """)
  void textThatIsNotUnderstoodIsRefusedByName(String text, String why) {
    ConfigException wrong = assertThrows(ConfigException.class, () -> FactorySettings.of(text));
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
  }

  /** The rest of a password that has a comma in it must not be told to a log. */
  @Test
  void whatMayBeOfAPasswordIsNotQuoted() {
    ConfigException wrong =
        assertThrows(ConfigException.class, () -> FactorySettings.of("password=open,sesame"));
    assertFalse(wrong.getMessage().contains("sesame"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust", "cert", "key", "passwordFile"})
  void missingFileIsNamed(String setting) {
    Path missing = directory.resolve("missing.pem");
    String text = "trust=" + root + ",cert=" + cert + ",key=" + key + ",passwordFile=" + key;
    String changed = text.replaceFirst(setting + "=[^,]*", setting + "=" + missing);
    ConfigException wrong =
        assertThrows(ConfigException.class, () -> FactorySettings.of(changed).config());
    assertTrue(wrong.getMessage().contains(missing + ": it does not exist"), wrong.getMessage());
  }

  @Test
  void brokenFileIsNamed() throws IOException {
    Path broken =
        file("broken.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    ConfigException wrong =
        assertThrows(
            ConfigException.class, () -> postgres("sslrootcert", broken.toString()).config());
    assertTrue(wrong.getMessage().startsWith("sslrootcert: "), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(broken.toString()), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"verify-full,true", "verify-ca,false", "require,true", "prefer,true", ",true"})
  void onlyVerifyCaLeavesTheNameUnchecked(String mode, boolean checks) {
    FactorySettings settings =
        mode == null
            ? postgres("sslrootcert", root.toString())
            : postgres("sslrootcert", root.toString(), "sslmode", mode);
    assertEquals(!checks, settings.config().insecureNoHostName());
    assertEquals(Set.of(TestCerts.root().certificate()), settings.config().trust().anchors());
  }

  @Test
  void verifyCaWithAllTheSystemsAuthoritiesIsRefused() {
    ConfigException wrong =
        assertThrows(ConfigException.class, () -> postgres("sslmode", "verify-ca"));
    assertTrue(wrong.getMessage().contains("needs an sslrootcert"), wrong.getMessage());
  }

  @Test
  void usualFilesAreFound() throws IOException {
    Path usual = Files.createDirectory(directory.resolve(".postgresql"));
    Files.copy(root, usual.resolve("root.crt"));
    Files.copy(cert, usual.resolve("postgresql.crt"));
    TlsConfig trusting = postgres().config();
    assertEquals(Set.of(TestCerts.root().certificate()), trusting.trust().anchors());
    assertEquals(List.of(), trusting.credentials());
    Files.write(usual.resolve("postgresql.pk8"), CLIENT.key().getEncoded());
    assertEquals(CLIENT.certificate(), leaf(postgres().config()));
    assertEquals(List.of(), postgres("sslcert", "").config().credentials());
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P256", "RSA_2048", "ED25519"})
  void keyMayBeDer(KeyType type) throws IOException {
    Identity client = TestCerts.client(type);
    Path chain = file("client.crt", client.chainPem());
    Path der = directory.resolve("client.pk8");
    Files.write(der, client.key().getEncoded());
    TlsConfig config = postgres("sslcert", chain.toString(), "sslkey", der.toString()).config();
    assertEquals(client.certificate(), leaf(config));
  }

  @Test
  void keyOfAnotherCertificateIsRefusedByFile() throws IOException {
    Path der = directory.resolve("other.pk8");
    Files.write(der, TestCerts.client(KeyType.EC_P384).key().getEncoded());
    ConfigException wrong =
        assertThrows(
            ConfigException.class,
            () -> postgres("sslcert", cert.toString(), "sslkey", der.toString()).config());
    assertTrue(wrong.getMessage().startsWith("sslkey: file " + der), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(cert.toString()), wrong.getMessage());
  }

  @Test
  void wrongPasswordIsToldWithoutIt() throws IOException {
    Path store = directory.resolve("client.pfx");
    Files.write(store, CLIENT.pkcs12(PASSWORD.toCharArray()));
    ConfigException wrong =
        assertThrows(
            ConfigException.class,
            () -> postgres("sslkey", store.toString(), "sslpassword", "guessed").config());
    assertTrue(wrong.getMessage().contains("the password is wrong"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("guessed"), wrong.getMessage());
    TlsConfig config = postgres("sslkey", store.toString(), "sslpassword", PASSWORD).config();
    assertEquals(CLIENT.certificate(), leaf(config));
  }

  @Test
  void argumentComesBeforeTheProperties() {
    TlsConfig config =
        postgres(
                "sslrootcert",
                directory.resolve("missing").toString(),
                "sslfactoryarg",
                "trust=" + root,
                "user",
                "somebody")
            .config();
    assertEquals(Set.of(TestCerts.root().certificate()), config.trust().anchors());
  }

  @Test
  void equalSettingsHaveEqualKeysUntilAFileChanges() throws IOException {
    String text = "trust=" + root + ",cert=" + cert + ",key=" + key;
    String before = FactorySettings.of(text).key();
    assertEquals(before, FactorySettings.of(text).key());
    assertNotEquals(before, FactorySettings.of(text + ",password=x").key());
    assertNotEquals(before, FactorySettings.of(text + ",insecureNoHostName=true").key());
    file("root.pem", TestCerts.localhost(KeyType.EC_P256).certificatePem());
    assertNotEquals(before, FactorySettings.of(text).key());
  }

  /** As if this user's home were the directory of this test. */
  private FactorySettings postgres(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return FactorySettings.of(properties, directory.resolve(".postgresql"));
  }

  private static X509Certificate leaf(TlsConfig config) {
    return config.credentials().getFirst().chain().getFirst();
  }
}
