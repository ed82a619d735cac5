package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.heddle.bio.BioPair;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.Token;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes with keys that never leave their provider, at both ends. */
class SealedKeyTest {

  static Stream<Arguments> schemes() {
    return Stream.of(
        Arguments.of(TlsVersion.TLS_1_2, KeyType.EC_P256, "ECDSA+SHA256"),
        Arguments.of(TlsVersion.TLS_1_3, KeyType.EC_P256, "ECDSA+SHA256"),
        Arguments.of(TlsVersion.TLS_1_3, KeyType.EC_P384, "ECDSA+SHA384"),
        Arguments.of(TlsVersion.TLS_1_2, KeyType.RSA_2048, "RSA+SHA256"),
        Arguments.of(TlsVersion.TLS_1_2, KeyType.RSA_2048, "RSA-PSS+SHA256"),
        Arguments.of(TlsVersion.TLS_1_3, KeyType.RSA_2048, "RSA-PSS+SHA512"),
        Arguments.of(TlsVersion.TLS_1_3, KeyType.RSA_PSS_2048, "rsa_pss_pss_sha256"),
        Arguments.of(TlsVersion.TLS_1_2, KeyType.ED25519, "ed25519"),
        Arguments.of(TlsVersion.TLS_1_3, KeyType.ED25519, "ed25519"));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void bothEndsSignInTheToken(TlsVersion version, KeyType type, String scheme) {
    try (Token token = Token.install()) {
      Credentials ofServer = sealed(token, TestCerts.localhost(type));
      Credentials ofClient = sealed(token, TestCerts.client(type));
      int probes = token.signed();
      assertEquals(2, probes, "each key was found to fit");
      Ssl client =
          Ends.localhost(Ends.client(version).credentials(ofClient).sigalgsList(scheme).build());
      Ssl server =
          Ends.server(type, version)
              .credentials(ofServer)
              .sigalgsList(scheme)
              .trust(Trust.of(List.of(TestCerts.root().certificate())))
              .verifyPeerFailIfNoPeerCert()
              .build()
              .newSsl();
      Ends.shakeHands(client, server, BioPair.of(0, 0));
      assertEquals(probes + 2, token.signed());
      assertEquals(TestCerts.client(type).certificate(), server.getPeerCertificate());
    }
  }

  private static Credentials sealed(Token token, Identity identity) {
    Credentials credentials = Credentials.of(token.seal(identity.key()), identity.chain());
    assertNull(credentials.privateKey().getEncoded());
    return credentials;
  }
}
