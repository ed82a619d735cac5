package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyMode;
import dev.heddle.config.VerifyStep;
import dev.heddle.config.X509V;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection makes of the verdict on its peer. */
class VerificationTest {

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void thePathCanBeReadAfterwards(TlsVersion version) {
    Ssl client = Ends.localhost(Ends.client(version).build());
    assertEquals(List.of(), client.getVerifiedChain());
    shakeHands(client, version);
    assertEquals(
        TestCerts.root().certificate(),
        client.getVerifiedChain().get(client.getVerifiedChain().size() - 1));
    assertEquals(client.getPeerCertificate(), client.getVerifiedChain().get(0));
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void whatIsOverruledStaysReadable(TlsVersion version) {
    Ssl client =
        Ends.localhost(
            Ends.client(version).trust(Trust.none()).insecureOverrule(step -> true).build());
    shakeHands(client, version);
    assertFalse(client.getVerifyResult().ok());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void whatTheCallbackRefusesEndsTheHandshake(TlsVersion version) {
    Ssl client = Ends.localhost(Ends.client(version).verifyCallback(VerifyStep::ok).build());
    shakeHands(client, version);
    Ssl refusing = Ends.localhost(Ends.client(version).verifyCallback(step -> false).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    BioPair pair = BioPair.of(0, 0);
    refusing.setBio(pair.first(), pair.first());
    server.setBio(pair.second(), pair.second());
    int connected = -1;
    for (int round = 0; round < 100 && refusing.getError(connected) != SslError.SSL; round++) {
      server.accept();
      connected = refusing.connect();
    }
    assertEquals(SslError.SSL, refusing.getError(connected));
    String message = refusing.failure(connected).getMessage();
    assertTrue(message.contains("the verify callback refused the certificate of"), message);
    assertEquals(X509V.APPLICATION_VERIFICATION.code(), refusing.getVerifyResult().code());
  }

  @Test
  void oneConnectionMayDifferFromItsContext() {
    SslContext context = Ends.client(TlsVersion.TLS_1_3).trust(Trust.none()).build();
    Ssl other = Ends.localhost(context);
    other.configure(c -> c.insecureVerifyNone());
    shakeHands(other, TlsVersion.TLS_1_3);
    assertFalse(other.getVerifyResult().ok());
    assertThrows(
        IllegalStateException.class, () -> other.configure(c -> c.verifyMode(VerifyMode.PEER)));
    Ssl broken = Ends.localhost(context);
    assertThrows(ConfigException.class, () -> broken.configure(c -> c.verifyDepth(-1)));
    assertThrows(
        ConfigException.class, () -> broken.configure(c -> c.maxVersion(TlsVersion.TLS_1_2)));
  }

  private static void shakeHands(Ssl client, TlsVersion version) {
    Ssl server = Ends.server(KeyType.EC_P256, version).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
  }
}
