package dev.heddle.config;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors from all their sources. */
class TrustTest {

  @TempDir Path directory;

  @Test
  void pem() throws Exception {
    Identity one = make("one").ca().build();
    Identity two = make("two").ca().build();
    String bundle = "# one\n" + one.certificatePem() + "\n# two\n" + two.certificatePem();
    Set<X509Certificate> both = Set.of(one.certificate(), two.certificate());
    assertEquals(both, Trust.pem(bundle).anchors());
    Path file = Files.writeString(directory.resolve("ca.pem"), bundle);
    assertEquals(both, Trust.pem(file).anchors());
    Path missing = directory.resolve("x");
    assertRefused("cannot read file " + missing + ": it does not exist", () -> Trust.pem(missing));
    assertRefused("no certificate in PEM text", () -> Trust.pem("nothing"));
    String rejecting = one.certificatePem().replace(" CERTIFICATE", " TRUSTED CERTIFICATE");
    assertRefused("has a block TRUSTED CERTIFICATE", () -> Trust.pem(rejecting));
  }

  @Test
  void keyStore() {
    Identity one = make("one").ca().build();
    assertEquals(Set.of(one.certificate()), Trust.keyStore(one.trustStore()).anchors());
    KeyStore keysOnly = one.keyStore("secret".toCharArray());
    assertRefused("no trusted certificate entry among its 1", () -> Trust.keyStore(keysOnly));
  }

  @Test
  void system() {
    assertFalse(Trust.system().anchors().isEmpty());
    assertSame(Trust.system(), Trust.system().load());
    for (X509Certificate anchor : Trust.system().anchors()) {
      assertTrue(Trust.system().bySubject(anchor.getSubjectX500Principal()).contains(anchor));
    }
  }

  @Test
  void none() {
    assertEquals(Set.of(), Trust.none().anchors());
    assertEquals(List.of(), Trust.none().bySubject(new X500Principal("CN=one")));
  }

  @Test
  void lookup() {
    Identity one = make("one").ca().build();
    Identity again = make("one").ca().build();
    Identity twin = make("one").key(KeyType.EC_P384).ca().build();
    Trust trust = Trust.of(List.of(one.certificate(), one.certificate()));
    assertEquals(1, trust.anchors().size());
    assertEquals(List.of(one.certificate()), trust.bySubject(new X500Principal("cn=One")));
    assertSame(one.certificate(), trust.anchorFor(one.certificate()));
    assertSame(one.certificate(), trust.anchorFor(again.certificate()), "same subject and key");
    assertNull(trust.anchorFor(twin.certificate()), "same subject, another key");
    assertThrows(
        UnsupportedOperationException.class, () -> trust.anchors().add(twin.certificate()));
  }

  private static void assertRefused(String part, Runnable call) {
    ConfigException e = assertThrows(ConfigException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
