package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is checked beside a trust manager that sees nothing but the chain. */
class AddedChecksTest {

  private static final X509Certificate[] CHAIN =
      TestCerts.localhost(KeyType.EC_P256).chain().toArray(X509Certificate[]::new);

  private static void check(String disabled, boolean fromServer) throws CertificateException {
    AddedChecks.constraints(
        List.of(DisabledAlgorithms.of("", disabled, "")),
        new HeddleTrustManager(Trust.of(List.of(TestCerts.root().certificate()))),
        CHAIN,
        fromServer);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256, true, true",
    "SHA256 usage TLSServer, true, false",
    "SHA256 usage TLSClient, false, true",
    "EC keySize <= 256 & usage TLSServer, true, false",
    "SHA256 usage CertificateSignature, true, true",
    "SHA256 denyAfter 2020-01-01, true, true",
    "SHA256 denyAfter 2999-01-01, false, false",
    "SHA256 jdkCA & usage TLSServer, false, false",
    "SHA256 usage SignedJAR, false, false"
  })
  void whatIsDisabledForTheUseIsRefused(String entry, boolean server, boolean client) {
    for (boolean fromServer : new boolean[] {true, false}) {
      if (fromServer ? server : client) {
        CertificateException refused =
            assertThrows(CertificateException.class, () -> check(entry, fromServer));
        assertInstanceOf(CertPathValidatorException.class, refused.getCause());
      } else {
        assertDoesNotThrow(() -> check(entry, fromServer));
      }
    }
  }
}
