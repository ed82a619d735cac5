package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.BioPair;
import dev.heddle.config.ClientCertificateCallback.Selection;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.ServerCredentialsCallback;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose callback chooses the credentials, and one that has none. */
class ServerCredentialsTest {

  private static final Identity CHOSEN =
      TestCerts.make("chosen").dns("localhost").by(TestCerts.root()).build();

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theCallbackChoosesByName(TlsVersion version) {
    List<String> names = new ArrayList<>();
    ServerCredentialsCallback callback =
        hello -> {
          names.add(hello.serverName());
          return Selection.use(Ends.credentials(CHOSEN));
        };
    Ssl client = Ends.localhost(Ends.client(version).build());
    Ssl server = Ends.server(KeyType.EC_P256, version).certCallback(callback).build().newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    assertEquals(List.of("localhost"), names);
    assertEquals(CHOSEN.certificate(), client.getPeerCertificate());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void noneMeansTheConfiguredOnes(TlsVersion version) {
    Ssl client = Ends.localhost(Ends.client(version).build());
    Ssl server =
        Ends.server(KeyType.EC_P256, version)
            .certCallback(hello -> Selection.none())
            .build()
            .newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    assertEquals(TestCerts.localhost(KeyType.EC_P256).certificate(), client.getPeerCertificate());
  }

  /** Each callback is asked as often as it has said "again", and once more. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void theHandshakeWaitsForTheCallback(TlsVersion version) {
    List<String> asked = new ArrayList<>();
    SslContext.Builder servers =
        SslContext.server()
            .minProtoVersion(version)
            .maxProtoVersion(version)
            .clientHelloCallback(
                hello -> {
                  asked.add("hello");
                  return asked.size() < 2
                      ? ClientHelloCallback.Result.RETRY
                      : ClientHelloCallback.Result.SUCCESS;
                })
            .certCallback(
                hello -> {
                  asked.add("credentials");
                  return asked.size() < 5
                      ? Selection.callAgain()
                      : Selection.use(Ends.credentials(CHOSEN));
                });
    BioPair pair = BioPair.of(0, 0);
    Ssl client = Ends.localhost(Ends.client(version).build());
    client.setBio(pair.first(), pair.first());
    Ssl server = servers.build().newSsl();
    server.setBio(pair.second(), pair.second());
    assertEquals(-1, client.connect());
    List<SslError> errors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int result = server.accept();
      assertEquals(-1, result);
      errors.add(server.getError(result));
    }
    assertEquals(
        List.of(
            SslError.WANT_CLIENT_HELLO_CB, SslError.WANT_X509_LOOKUP, SslError.WANT_X509_LOOKUP),
        errors);
    for (int round = 0; round < 10 && client.connect() + server.accept() != 2; round++) {}
    assertEquals(1, server.accept());
    assertEquals(1, client.connect());
    assertEquals(List.of("hello", "hello", "credentials", "credentials", "credentials"), asked);
    assertEquals(CHOSEN.certificate(), client.getPeerCertificate());
  }

  @Test
  void aSecondHelloIsNotAskedAboutAgain() {
    List<String> asked = new ArrayList<>();
    Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).groupsList("P-256:P-384").build());
    Ssl server =
        Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3)
            .groupsList("P-384")
            .certCallback(
                hello -> {
                  asked.add(hello.serverName());
                  return Selection.use(Ends.credentials(CHOSEN));
                })
            .build()
            .newSsl();
    Ends.shakeHands(client, server, BioPair.of(0, 0));
    assertEquals(List.of("localhost"), asked);
    assertEquals(CHOSEN.certificate(), client.getPeerCertificate());
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aCallbackThatFailsEndsTheHandshake(TlsVersion version) {
    assertServerFails(
        Ends.server(KeyType.EC_P256, version)
            .certCallback(
                hello -> {
                  throw new IOException("the vault is closed");
                }),
        version,
        "the vault is closed");
  }

  /** As libssl: a context without a certificate can be made, and every handshake fails. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void aServerWithoutCredentials(TlsVersion version) {
    assertServerFails(SslContext.server(), version, "no certificate assigned");
    assertServerFails(
        SslContext.server().certCallback(hello -> Selection.none()),
        version,
        "no certificate assigned");
  }

  private static void assertServerFails(
      SslContext.Builder servers, TlsVersion version, String words) {
    BioPair pair = BioPair.of(0, 0);
    Ssl client = Ends.localhost(Ends.client(version).build());
    client.setBio(pair.first(), pair.first());
    Ssl server = servers.build().newSsl();
    server.setBio(pair.second(), pair.second());
    client.connect();
    assertEquals(SslError.SSL, server.getError(server.accept()));
    String message = server.errors().getError().report().message();
    assertTrue(message.contains(words), message);
    assertEquals(SslError.SSL, client.getError(client.connect()), message);
    client.errors().clearError();
  }
}
