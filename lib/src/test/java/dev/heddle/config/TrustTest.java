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

  @Test
  void directory() throws Exception {
    Identity one = make("one").ca().build();
    Identity two = make("two").ca().build();
    Identity three = make("three").ca().build();
    Files.writeString(directory.resolve("b.pem"), two.certificatePem() + three.certificatePem());
    Files.writeString(directory.resolve("9d66eef0.0"), one.certificatePem());
    Files.createSymbolicLink(directory.resolve("a.0"), Path.of("b.pem"));
    Files.writeString(directory.resolve("README"), "some words");
    Files.writeString(directory.resolve("key.pem"), one.keyPem());
    Files.write(directory.resolve("binary"), new byte[] {0x30, 0, -1, 10});
    Files.createDirectory(directory.resolve("more"));
    Files.writeString(directory.resolve("more/below.pem"), make("below").build().certificatePem());
    Trust trust = Trust.directory(directory);
    assertEquals(
        List.of(one.certificate(), two.certificate(), three.certificate()),
        List.copyOf(trust.anchors()),
        "in the order of the names, each once");
    assertEquals("Trust[directory " + directory + ", 3 anchors]", trust.toString());
  }

  @Test
  void whatIsWrongWithADirectory() throws Exception {
    Path missing = directory.resolve("missing");
    assertRefused(
        "cannot read directory " + missing + ": it does not exist", () -> Trust.directory(missing));
    Path file = Files.writeString(directory.resolve("a.txt"), "words");
    assertRefused("cannot read directory " + file + ": it is none", () -> Trust.directory(file));
    assertRefused(
        "no certificate in any file of directory " + directory, () -> Trust.directory(directory));
    String good = make("one").ca().build().certificatePem();
    Files.writeString(directory.resolve("good.pem"), good);
    Path bad = Files.writeString(directory.resolve("bad.pem"), good.substring(0, 200));
    assertRefused("file " + bad + " is damaged", () -> Trust.directory(directory));
    Files.delete(bad);
    Path dangling = Files.createSymbolicLink(directory.resolve("d.pem"), Path.of("nowhere"));
    assertRefused(
        "cannot read file " + dangling + ": it links to nothing", () -> Trust.directory(directory));
  }

  @Test
  void pins() {
    Identity one = make("one").ca().build();
    Identity again = make("one").ca().dns("renewed.test").build();
    Identity other = make("one").key(KeyType.RSA_2048).ca().build();
    Trust trust = Trust.pins(KeyPin.of(one.certificate()).toString());
    assertSame(one.certificate(), trust.anchorFor(one.certificate()));
    assertSame(again.certificate(), trust.anchorFor(again.certificate()));
    assertNull(trust.anchorFor(other.certificate()));
    assertEquals(Set.of(), trust.anchors());
    assertEquals("Trust[pins, 0 anchors, 1 pins]", trust.toString());
    assertRefused("an empty list of pins", () -> Trust.pins());
    assertRefused("'sha256/abc' is no pin", () -> Trust.pins("sha256/abc"));
  }

  @Test
  void union() {
    Identity one = make("one").ca().build();
    Identity two = make("two").ca().build();
    Identity three = make("three").ca().build();
    Identity stranger = make("stranger").ca().build();
    Trust trust =
        Trust.of(List.of(one.certificate()))
            .and(Trust.pem(two.certificatePem()))
            .and(Trust.pins(KeyPin.of(three.certificate()).toString()));
    assertEquals(List.of(one.certificate(), two.certificate()), List.copyOf(trust.anchors()));
    for (Identity each : List.of(one, two, three)) {
      assertSame(each.certificate(), trust.anchorFor(each.certificate()));
    }
    assertNull(trust.anchorFor(stranger.certificate()));
    assertTrue(
        Trust.system().and(trust).anchors().containsAll(Trust.system().anchors()), "read later");
  }

  private static void assertRefused(String part, Runnable call) {
    ConfigException e = assertThrows(ConfigException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
