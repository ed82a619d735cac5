package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.AlpnSelectCallback;
import dev.heddle.config.CertificateRequestInfo;
import dev.heddle.config.ClientCertificateCallback;
import dev.heddle.config.ClientHelloCallback;
import dev.heddle.config.ClientHelloInfo;
import dev.heddle.config.NewSessionCallback;
import dev.heddle.config.ServerCredentialsCallback;
import dev.heddle.config.Session;
import dev.heddle.config.Sessions;
import dev.heddle.config.SignatureScheme;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callbacks are told whose connection asks them, and all that the peer has said. */
class AttachmentTest {

  private static TlsConfig.Builder config(boolean client, TlsVersion version) {
    TlsConfig.Builder config =
        TlsConfig.builder().minVersion(version).maxVersion(version).trust(Ends.trust());
    return client
        ? config.hostName("localhost")
        : config.credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)));
  }

  @ParameterizedTest
  @EnumSource
  void clientIsToldWhatTheServerAsksFor(TlsVersion version) {
    List<CertificateRequestInfo> seen = new ArrayList<>();
    ClientCertificateCallback callback =
        new ClientCertificateCallback() {
          @Override
          public Selection select(List<X500Principal> issuers) {
            throw new AssertionError("the other one is");
          }

          @Override
          public Selection select(CertificateRequestInfo request) {
            seen.add(request);
            return Selection.use(Ends.credentials(TestCerts.client(KeyType.EC_P256)));
          }
        };
    X500Principal root = TestCerts.root().certificate().getSubjectX500Principal();
    TlsConfig server =
        config(false, version)
            .verifyMode(VerifyMode.REQUIRE)
            .clientCaNames(List.of(root))
            .signatureSchemes(
                List.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP256R1_SHA256))
            .build();
    TlsConfig client = config(true, version).clientCertificateCallback(callback).build();
    LoopPair pair = new LoopPair(client, server).runWell();
    assertEquals(
        List.of(
            new CertificateRequestInfo(
                version,
                pair.client.facts().cipherSuite(),
                List.of(root),
                List.of(0x0807, 0x0403),
                version == TlsVersion.TLS_1_3 ? List.of() : List.of(64, 1),
                "client")),
        seen);
    assertEquals(TestCerts.client(KeyType.EC_P256).chain(), pair.server.facts().peerChain());
  }

  @ParameterizedTest
  @EnumSource
  void callbackForAClientCertificateFails(TlsVersion version) {
    for (Exception thrown :
        List.of(new IOException("no vault"), new IllegalStateException("no vault"))) {
      TlsConfig client =
          config(true, version)
              .clientCertificateCallback(
                  issuers -> {
                    throw AttachmentTest.<RuntimeException>sneaky(thrown);
                  })
              .build();
      TlsConfig server = config(false, version).verifyMode(VerifyMode.REQUIRE).build();
      LoopPair pair = new LoopPair(client, server).run();
      assertInstanceOf(Fault.Internal.class, pair.client.fault());
      assertSame(thrown, pair.client.report(pair.client.fault()).cause());
      assertEquals(List.of(Alert.INTERNAL_ERROR.code()), pair.clientAlerts);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> E sneaky(Exception thrown) throws E {
    throw (E) thrown;
  }

  @ParameterizedTest
  @EnumSource
  void serverKnowsWhoseHelloItIs(TlsVersion version) {
    List<Object> told = new ArrayList<>();
    ClientHelloCallback hello =
        new ClientHelloCallback() {
          @Override
          public Result onClientHello(ClientHelloInfo info) {
            throw new AssertionError("the other one is");
          }

          @Override
          public Result onClientHello(ClientHelloInfo info, Object attachment) {
            told.add(attachment);
            return Result.SUCCESS;
          }
        };
    ServerCredentialsCallback credentials =
        new ServerCredentialsCallback() {
          @Override
          public ClientCertificateCallback.Selection select(ClientHelloInfo info) {
            throw new AssertionError("the other one is");
          }

          @Override
          public ClientCertificateCallback.Selection select(
              ClientHelloInfo info, Object attachment) {
            told.add(attachment + "'s");
            return ClientCertificateCallback.Selection.none();
          }
        };
    TlsConfig server =
        config(false, version)
            .clientHelloCallback(hello)
            .serverCredentialsCallback(credentials)
            .build();
    new LoopPair(config(true, version).build(), server).runWell();
    assertEquals(List.of("server", "server's"), told);
  }

  @Test
  void callbackForServerCredentialsFails() {
    IllegalStateException thrown = new IllegalStateException("no vault");
    TlsConfig server =
        config(false, TlsVersion.TLS_1_3)
            .serverCredentialsCallback(
                hello -> {
                  throw thrown;
                })
            .build();
    LoopPair pair = new LoopPair(config(true, TlsVersion.TLS_1_3).build(), server).run();
    assertSame(thrown, pair.server.report(pair.server.fault()).cause());
    assertEquals(List.of(Alert.INTERNAL_ERROR.code()), pair.serverAlerts);
  }

  @ParameterizedTest
  @EnumSource
  void newSessionsComeWithTheirConnection(TlsVersion version) {
    List<Object> told = new ArrayList<>();
    NewSessionCallback callback =
        new NewSessionCallback() {
          @Override
          public void newSession(Session session) {
            throw new AssertionError("the other one is");
          }

          @Override
          public void newSession(Session session, Object attachment) {
            told.add(attachment);
          }
        };
    Sessions sessions = Sessions.create().withCallback(callback);
    TlsConfig client = config(true, version).sessions(sessions).build();
    TlsConfig server = config(false, version).sessions(sessions).build();
    new LoopPair(client, server).runWell();
    assertTrue(told.contains("client") && told.contains("server"), told::toString);
  }

  private static LoopPair selecting(TlsVersion version, AlpnSelectCallback callback) {
    TlsConfig client = config(true, version).alpnProtocols("h2", "http/1.1").build();
    TlsConfig server =
        config(false, version).alpnProtocols("h2").alpnSelectCallback(callback).build();
    return new LoopPair(client, server);
  }

  @ParameterizedTest
  @EnumSource
  void selectorWinsOverTheList(TlsVersion version) {
    List<Object> told = new ArrayList<>();
    LoopPair pair =
        selecting(
                version,
                (offered, attachment) -> {
                  told.add(offered);
                  told.add(attachment);
                  return "http/1.1";
                })
            .runWell();
    assertEquals("http/1.1", pair.client.facts().alpn());
    assertEquals("http/1.1", pair.server.facts().alpn());
    assertEquals(List.of(List.of("h2", "http/1.1"), "server"), told);
  }

  @ParameterizedTest
  @EnumSource
  void selectorMayGoOnWithout(TlsVersion version) {
    LoopPair pair = selecting(version, (offered, attachment) -> "").runWell();
    assertNull(pair.client.facts().alpn());
    assertNull(pair.server.facts().alpn());
  }

  @ParameterizedTest
  @EnumSource
  void selectorFindsNothing(TlsVersion version) {
    assertNoProtocol(
        selecting(version, (offered, attachment) -> null), "the callback selects none");
    assertNoProtocol(
        selecting(version, (offered, attachment) -> "a\nb"), "'a\\u000ab', which is not one");
  }

  private static void assertNoProtocol(LoopPair pair, String why) {
    pair.run();
    Fault.PeerIncompatible fault =
        assertInstanceOf(Fault.PeerIncompatible.class, pair.server.fault());
    assertTrue(fault.detail().contains("[h2, http/1.1]"), fault.detail());
    assertTrue(fault.detail().endsWith(why), fault.detail());
    assertEquals(List.of(Alert.NO_APPLICATION_PROTOCOL.code()), pair.serverAlerts);
  }

  @ParameterizedTest
  @EnumSource
  void selectorThrows(TlsVersion version) {
    IllegalStateException thrown = new IllegalStateException("x");
    LoopPair pair =
        selecting(
                version,
                (offered, attachment) -> {
                  throw thrown;
                })
            .run();
    assertSame(thrown, pair.server.report(pair.server.fault()).cause());
    assertEquals(List.of(Alert.INTERNAL_ERROR.code()), pair.serverAlerts);
  }

  @Test
  void selectorIsNotAskedAboutNothing() {
    TlsConfig server =
        config(false, TlsVersion.TLS_1_3)
            .alpnSelectCallback(
                (offered, attachment) -> {
                  throw new AssertionError();
                })
            .build();
    new LoopPair(config(true, TlsVersion.TLS_1_3).build(), server).runWell();
  }

  /** RFC 7301 section 3.1: what the session had is of no meaning. Once, also after a retry. */
  @ParameterizedTest
  @EnumSource
  void selectorIsAskedOnceByEachHandshake(TlsVersion version) {
    List<String> answers = new ArrayList<>(List.of("h2", "http/1.1", ""));
    TlsConfig client =
        config(true, version)
            .alpnProtocols("h2", "http/1.1")
            .groups("X25519:P-256")
            .sessions(Sessions.create())
            .build();
    TlsConfig server =
        config(false, version)
            .groups("P-256")
            .sessions(Sessions.create())
            .alpnSelectCallback((offered, attachment) -> answers.removeFirst())
            .build();
    assertEquals("h2", new LoopPair(client, server).runWell().client.facts().alpn());
    LoopPair again = new LoopPair(client, server).runWell();
    assertTrue(again.client.facts().reused());
    assertEquals("http/1.1", again.client.facts().alpn());
    assertEquals("http/1.1", again.server.facts().alpn());
    LoopPair none = new LoopPair(client, server).runWell();
    assertTrue(none.client.facts().reused());
    assertNull(none.client.facts().alpn());
    assertEquals(List.of(), answers);
  }
}
