package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCrls;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of revoked certificates from files and objects. */
class CrlsTest {

  private static final Identity ONE = TestCerts.make("crls one").ca().build();
  private static final Identity OTHER = TestCerts.make("crls other").ca().build();

  @TempDir Path directory;

  @Test
  void derAndPemFiles() throws IOException {
    byte[] one = TestCrls.by(ONE).encode();
    byte[] other = TestCrls.by(OTHER).encode();
    Path der = Files.write(directory.resolve("one.crl"), one);
    Path pem =
        Files.writeString(
            directory.resolve("both.pem"),
            "a comment\n" + ONE.certificatePem() + TestCrls.pem(other) + TestCrls.pem(one));
    Crls crls = Crls.files(der, pem);
    assertEquals(3, crls.all().size());
    assertEquals(2, crls.byIssuer(subject(ONE)).size());
    assertEquals(1, crls.byIssuer(subject(OTHER)).size());
    assertEquals(List.of(), crls.byIssuer(new X500Principal("CN=nobody")));
    assertEquals("Crls[3]", crls.toString());
    assertEquals(4, crls.and(Crls.files(der)).all().size());
    assertThrows(UnsupportedOperationException.class, () -> crls.byIssuer(subject(ONE)).clear());
  }

  @Test
  void objects() {
    X509CRL crl = TestCrls.by(ONE).build();
    assertEquals(crl, Crls.of(List.of(crl)).all().get(0).list());
    assertEquals(List.of(), Crls.none().all());
    assertThrows(NullPointerException.class, () -> Crls.of(Arrays.asList(crl, null)));
  }

  @Test
  void extensionsOfEntriesAreLookedAtOnce() throws IOException {
    X509CRL plain =
        TestCrls.by(ONE)
            .revoke(ONE.certificate(), 1)
            .revoke(BigInteger.TWO, "1.2.3", false, DERNull.INSTANCE)
            .build();
    X509CRL critical =
        TestCrls.by(ONE)
            .revoke(ONE.certificate(), 1)
            .revoke(BigInteger.TWO, "1.2.3", true, DERNull.INSTANCE)
            .build();
    assertNull(Crls.of(List.of(plain)).all().get(0).unknownEntryExtension());
    assertEquals("1.2.3", Crls.of(List.of(critical)).all().get(0).unknownEntryExtension());
  }

  @Test
  void errorsNameTheFile() throws IOException {
    byte[] crl = TestCrls.by(ONE).encode();
    assertRefused("nothing.crl: it does not exist", directory.resolve("nothing.crl"));
    assertRefused("no CRL in file", Files.write(directory.resolve("empty.crl"), new byte[0]));
    assertRefused(
        "no CRL in file",
        Files.writeString(directory.resolve("certificate.pem"), ONE.certificatePem()));
    assertRefused(
        "cut.crl cannot be read",
        Files.write(directory.resolve("cut.crl"), Arrays.copyOf(crl, crl.length - 1)));
    assertRefused(
        "long.crl cannot be read",
        Files.write(directory.resolve("long.crl"), Arrays.copyOf(crl, crl.length + 1)));
    assertRefused(
        "CRL 2 in file",
        Files.writeString(
            directory.resolve("second.pem"),
            TestCrls.pem(crl) + TestCrls.pem(Arrays.copyOf(crl, 20))));
    Path large = directory.resolve("large.crl");
    try (var out = Files.newByteChannel(large, WRITE_NEW)) {
      out.position(InputFile.MAX_BYTES);
      out.write(ByteBuffer.wrap(new byte[1]));
    }
    assertRefused("large.crl", large);
  }

  private static void assertRefused(String message, Path file) {
    ConfigException e = assertThrows(ConfigException.class, () -> Crls.files(file));
    assertNotNull(e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  private static X500Principal subject(Identity identity) {
    return identity.certificate().getSubjectX500Principal();
  }

  private static final Set<StandardOpenOption> WRITE_NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
}
