package dev.heddle.jsse.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.mysql.FakeMySql.Handshake;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both drivers of MySQL's protocol do with their options, over this library. */
public abstract class PluggedDriver {

  /** Of the stores that are written for the tests. */
  protected static final String PASSWORD = "heddle";

  private static final Identity LOCALHOST = TestCerts.localhost(KeyType.EC_P256);
  private static final Identity ELSEWHERE =
      TestCerts.make("elsewhere.test")
          .dns("elsewhere.test")
          .purpose(KeyPurposeId.id_kp_serverAuth)
          .by(TestCerts.root())
          .build();

  /** How much of the server is verified. */
  protected enum Verifies {
    NOTHING,
    AUTHORITY,
    ALL
  }

  @TempDir protected Path directory;

  /** {@code jdbc:mysql} and so on. */
  protected abstract String scheme();

  /** What the server says it is. */
  protected abstract String serverVersion();

  /** The options that plug the library in, and those that are asked for. */
  protected abstract Properties options(Verifies verifies, Path trustStore, Path keyStore);

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void reconnectsResume(String protocol) throws Exception {
    try (FakeMySql server = server(LOCALHOST, false, protocol)) {
      Path trust = trust(TestCerts.root());
      for (int i = 0; i < 3; i++) {
        reaches(server, options(Verifies.ALL, trust, null));
      }
      assertEquals(
          List.of(
              new Handshake(protocol, false, "localhost", null),
              new Handshake(protocol, true, "localhost", null),
              new Handshake(protocol, true, "localhost", null)),
          server.handshakes());
    }
  }

  @Test
  void otherSettingsShareNoSession() throws Exception {
    try (FakeMySql server = server(LOCALHOST, false)) {
      reaches(server, options(Verifies.NOTHING, null, null));
      reaches(server, options(Verifies.ALL, trust(TestCerts.root()), null));
      assertFalse(server.handshakes().getLast().resumed());
    }
  }

  @Test
  void replacedTrustStoreIsSeen() throws Exception {
    try (FakeMySql server = server(LOCALHOST, false)) {
      Path trust = trust(TestCerts.root());
      reaches(server, options(Verifies.ALL, trust, null));
      trust(TestCerts.make("somebody else").ca().build());
      refuses(server, options(Verifies.ALL, trust, null), "certificate");
    }
  }

  @Test
  void strangersCertificateIsRefused() throws Exception {
    try (FakeMySql server = server(LOCALHOST, false)) {
      Path trust = trust(TestCerts.make("somebody else").ca().build());
      refuses(server, options(Verifies.ALL, trust, null), "certificate");
      refuses(server, options(Verifies.AUTHORITY, trust, null), "certificate");
      assertEquals(List.of(), server.handshakes());
      reaches(server, options(Verifies.NOTHING, trust, null));
    }
  }

  /** In the handshake, so the server never sees it succeed. */
  @Test
  void wrongNameIsRefusedInTheHandshake() throws Exception {
    try (FakeMySql server = server(ELSEWHERE, false)) {
      Path trust = trust(TestCerts.root());
      refuses(server, options(Verifies.ALL, trust, null), "localhost");
      assertEquals(List.of(), server.handshakes());
      reaches(server, options(Verifies.AUTHORITY, trust, null));
    }
  }

  @Test
  void nameIsCheckedAlsoAfterASessionWithoutThatCheck() throws Exception {
    try (FakeMySql server = server(ELSEWHERE, false)) {
      Path trust = trust(TestCerts.root());
      reaches(server, options(Verifies.AUTHORITY, trust, null));
      reaches(server, options(Verifies.AUTHORITY, trust, null));
      refuses(server, options(Verifies.ALL, trust, null), "localhost");
    }
  }

  @Test
  void clientShowsItsCertificate() throws Exception {
    Path trust = trust(TestCerts.root());
    Path keys = directory.resolve("keys.p12");
    Files.write(keys, TestCerts.client(KeyType.EC_P256).pkcs12(PASSWORD.toCharArray()));
    try (FakeMySql server = server(LOCALHOST, true)) {
      reaches(server, options(Verifies.ALL, trust, keys));
      assertEquals("CN=client", server.handshakes().getFirst().client());
      SQLException refused = fails(server, options(Verifies.ALL, trust, null));
      assertTrue(causes(refused).contains("certificate_required"), causes(refused));
    }
  }

  @Test
  void missingTrustStoreIsNamed() throws Exception {
    try (FakeMySql server = server(LOCALHOST, false)) {
      Path missing = directory.resolve("missing.p12");
      refuses(server, options(Verifies.ALL, missing, null), missing.toString());
    }
  }

  @Test
  void expiredCertificateIsRefused() throws Exception {
    Identity expired =
        TestCerts.make("localhost").dns("localhost").by(TestCerts.root()).expired().build();
    try (FakeMySql server = server(expired, false)) {
      refuses(server, options(Verifies.ALL, trust(TestCerts.root()), null), "certificate");
    }
  }

  /** A server on loopback. */
  protected final FakeMySql server(Identity identity, boolean needsClient, String... protocols)
      throws Exception {
    return new FakeMySql(serverVersion(), identity, needsClient, protocols);
  }

  /** A store that trusts one, always the same file. */
  protected final Path trust(Identity root) throws IOException {
    Path file = directory.resolve("trust.p12");
    KeyStore store = root.trustStore();
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
    return file;
  }

  /** Gets as far as logging in. */
  protected final void reaches(FakeMySql server, Properties options) {
    SQLException refused = fails(server, options);
    assertTrue(refused.getMessage().contains(FakeMySql.REFUSED), causes(refused));
    assertNull(tlsFailure(refused), causes(refused));
  }

  /** Does not get as far, for a reason that says why. */
  protected final void refuses(FakeMySql server, Properties options, String why) {
    SQLException refused = fails(server, options);
    assertFalse(causes(refused).contains(FakeMySql.REFUSED), causes(refused));
    assertTrue(causes(refused).contains(why), causes(refused));
  }

  private SQLException fails(FakeMySql server, Properties options) {
    options.setProperty("user", "nobody");
    String url = scheme() + "://localhost:" + server.port() + "/test";
    return assertThrows(
        SQLException.class, () -> DriverManager.getConnection(url, options).close());
  }

  private static Throwable tlsFailure(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof javax.net.ssl.SSLException) {
        return each;
      }
    }
    return null;
  }

  private static String causes(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      text.append(each).append("\n");
    }
    return text.toString();
  }
}
