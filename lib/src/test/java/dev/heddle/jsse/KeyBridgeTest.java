package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.jsse.Talk.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.Token;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key managers, the JDK's own among them, are asked as SunJSSE asks them, and serve. */
class KeyBridgeTest {

  private static final X509Certificate ROOT = TestCerts.root().certificate();

  private static Consumer<SSLSocket> speaking(String protocol) {
    return socket -> socket.setEnabledProtocols(new String[] {protocol});
  }

  private static Consumer<SSLSocket> needing(String protocol) {
    return speaking(protocol).andThen(socket -> socket.setNeedClientAuth(true));
  }

  static Stream<Arguments> managersKeysAndProtocols() {
    return Stream.of("SunX509", "NewSunX509")
        .flatMap(
            manager ->
                Stream.of(KeyType.RSA_2048, KeyType.RSA_PSS_2048, KeyType.EC_P256, KeyType.ED25519)
                    .flatMap(
                        key ->
                            Stream.of("TLSv1.2", "TLSv1.3")
                                .map(protocol -> Arguments.of(manager, key, protocol))));
  }

  @ParameterizedTest
  @MethodSource("managersKeysAndProtocols")
  void serversHaveTheJdksManagers(String manager, KeyType key, String protocol) throws Exception {
    Identity own = TestCerts.localhost(key);
    SSLContext server = Face.HEDDLE.context(Talk.keys(manager, own), new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk talk = Talk.between(client, speaking(protocol), server, speaking(protocol)).well();
    assertEquals(own.certificate(), Talk.peer(talk.client));
    assertEquals(own.certificate(), talk.server.getLocalCertificates()[0]);
  }

  @ParameterizedTest
  @MethodSource("managersKeysAndProtocols")
  void clientsHaveTheJdksManagers(String manager, KeyType key, String protocol) throws Exception {
    Identity own = TestCerts.client(key);
    SSLContext client = Face.HEDDLE.context(Talk.keys(manager, own), new Recorder().trust());
    SSLContext server =
        Face.SUN.context(
            Talk.keys("SunX509", TestCerts.localhost(KeyType.RSA_2048)),
            new Recorder().trust(ROOT));
    Talk talk = Talk.between(client, speaking(protocol), server, needing(protocol)).well();
    assertEquals(own.certificate(), Talk.peer(talk.server));
    assertEquals(own.certificate(), talk.client.getLocalCertificates()[0]);
  }

  /** The JDK still knows DSA in TLS 1.2. */
  private static List<String> withoutDsa(List<String> asked) {
    return asked.stream()
        .filter(each -> !each.contains("server DSA"))
        .map(each -> each.replace(", DSA]", "]"))
        .toList();
  }

  private static List<String> askedOfClient(Face face, String protocol, X509Certificate... issuers)
      throws Exception {
    Recorder asked = new Recorder();
    SSLContext client = face.context(asked.keys(null), new Recorder().trust());
    SSLContext server =
        Face.SUN.context(
            Talk.keys("SunX509", TestCerts.localhost(KeyType.EC_P256)),
            new Recorder().trust(issuers));
    Talk.between(
            client,
            speaking(protocol),
            server,
            speaking(protocol).andThen(socket -> socket.setWantClientAuth(true)))
        .well();
    assertNotNull(asked.session);
    assertEquals(protocol, asked.session.getProtocol());
    assertEquals(TestCerts.localhost(KeyType.EC_P256).certificate(), Talk.peer(asked.session));
    return asked.asked;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientsAreAskedAsTheJdkAsksThem(String protocol) throws Exception {
    List<String> suns = askedOfClient(Face.SUN, protocol, ROOT);
    assertEquals(1, suns.size());
    assertTrue(suns.getFirst().contains("CN=Heddle test root"), suns::toString);
    assertEquals(withoutDsa(suns), askedOfClient(Face.HEDDLE, protocol, ROOT));
    assertEquals(
        withoutDsa(askedOfClient(Face.SUN, protocol)), askedOfClient(Face.HEDDLE, protocol));
  }

  /** SunJSSE asks again for each suite that needs the same type of key. */
  private static List<String> askedOfServer(Face face, String protocol) throws Exception {
    Recorder asked = new Recorder();
    SSLContext server = face.context(asked.keys(null), new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk talk = Talk.between(client, speaking(protocol), server, speaking(protocol));
    assertInstanceOf(SSLHandshakeException.class, talk.serverFailed);
    assertTrue(
        talk.clientFailed.getMessage().contains("handshake_failure"), talk.clientFailed::toString);
    return asked.asked.stream().distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serversAreAskedAsTheJdkAsksThem(String protocol) throws Exception {
    List<String> suns = withoutDsa(askedOfServer(Face.SUN, protocol));
    assertEquals(4, suns.size(), suns::toString);
    assertEquals(suns, askedOfServer(Face.HEDDLE, protocol));
  }

  /** What is no fit is passed over: without chain, without key, with a key of another kind. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whatIsNoFitIsSkipped(String protocol) throws Exception {
    Identity rsa = TestCerts.localhost(KeyType.RSA_2048);
    Identity pss = TestCerts.localhost(KeyType.RSA_PSS_2048);
    X509KeyManager odd =
        new Odd() {
          @Override
          public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return type;
          }

          @Override
          public PrivateKey getPrivateKey(String alias) {
            return switch (alias) {
              case "EC" -> null;
              case "RSASSA-PSS" -> pss.key();
              default -> rsa.key();
            };
          }

          @Override
          public X509Certificate[] getCertificateChain(String alias) {
            return switch (alias) {
              case "RSA" -> new X509Certificate[0];
              case "RSASSA-PSS" -> new X509Certificate[] {pss.certificate()};
              default -> new X509Certificate[] {rsa.certificate()};
            };
          }
        };
    SSLContext server = Face.HEDDLE.context(odd, new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk talk = Talk.between(client, speaking(protocol), server, speaking(protocol)).well();
    assertEquals(pss.certificate(), Talk.peer(talk.client));
  }

  /** A curve that the client does not take does not end it while there is another key. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void keyThatTheClientCannotCheckIsSkipped(String protocol) throws Exception {
    Identity rsa = TestCerts.localhost(KeyType.RSA_2048);
    SSLContext server =
        Face.HEDDLE.context(
            Talk.keys("SunX509", TestCerts.localhost(KeyType.EC_P384), rsa),
            new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk talk =
        Talk.between(
                client,
                speaking(protocol)
                    .andThen(
                        socket -> {
                          var parameters = socket.getSSLParameters();
                          parameters.setNamedGroups(new String[] {"secp256r1"});
                          parameters.setSignatureSchemes(
                              new String[] {"ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"});
                          socket.setSSLParameters(parameters);
                        }),
                server,
                speaking(protocol))
            .well();
    assertEquals(rsa.certificate(), Talk.peer(talk.client));
  }

  private static void assertFailsOf(String text, Exception thrown) {
    SSLException failed = assertInstanceOf(SSLException.class, thrown);
    boolean inside = false;
    for (Throwable each = failed; each != null; each = each.getCause()) {
      inside |= String.valueOf(each.getMessage()).contains(text);
    }
    assertTrue(inside, failed::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void managerThatThrowsIsTheCause(String protocol) throws Exception {
    IllegalStateException thrown = new IllegalStateException("the token was pulled out");
    X509KeyManager broken =
        new Odd() {
          @Override
          public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw thrown;
          }

          @Override
          public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            throw thrown;
          }
        };
    SSLContext heddle = Face.HEDDLE.context(broken, new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk asServer = Talk.between(client, speaking(protocol), heddle, speaking(protocol));
    assertFailsOf("the token was pulled out", asServer.serverFailed);
    SSLContext server =
        Face.SUN.context(
            Talk.keys("SunX509", TestCerts.localhost(KeyType.EC_P256)), new Recorder().trust());
    Talk asClient = Talk.between(heddle, speaking(protocol), server, needing(protocol));
    assertFailsOf("the token was pulled out", asClient.clientFailed);
  }

  /** A key and a certificate that are not of a pair would make a handshake that nobody takes. */
  @Test
  void keyOfAnotherCertificateIsNamed() throws Exception {
    Identity own = TestCerts.localhost(KeyType.EC_P256);
    Identity other = TestCerts.client(KeyType.EC_P256);
    X509KeyManager mixed =
        new Odd() {
          @Override
          public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "mixed";
          }

          @Override
          public PrivateKey getPrivateKey(String alias) {
            return other.key();
          }

          @Override
          public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {own.certificate()};
          }
        };
    SSLContext server = Face.HEDDLE.context(mixed, new Recorder().trust());
    SSLContext client = Face.SUN.context(null, new Recorder().trust());
    Talk talk = Talk.between(client, socket -> {}, server, socket -> {});
    assertFailsOf("the key manager's 'mixed'", talk.serverFailed);
  }

  /** Keys of a token have no encoding. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void keysThatDoNotShowThemselvesSign(String protocol) throws Exception {
    try (Token token = Token.install()) {
      for (KeyType type : List.of(KeyType.RSA_2048, KeyType.EC_P256, KeyType.ED25519)) {
        Identity own = TestCerts.localhost(type);
        PrivateKey sealed = token.seal(own.key());
        X509KeyManager keys =
            new Odd() {
              @Override
              public String chooseServerAlias(String asked, Principal[] issuers, Socket socket) {
                return asked.equals(sealed.getAlgorithm()) ? "token" : null;
              }

              @Override
              public PrivateKey getPrivateKey(String alias) {
                return sealed;
              }

              @Override
              public X509Certificate[] getCertificateChain(String alias) {
                return own.chain().toArray(X509Certificate[]::new);
              }
            };
        SSLContext server = Face.HEDDLE.context(keys, new Recorder().trust());
        SSLContext client = Face.SUN.context(null, new Recorder().trust());
        Talk talk = Talk.between(client, speaking(protocol), server, speaking(protocol)).well();
        assertEquals(own.certificate(), Talk.peer(talk.client));
      }
    }
  }

  @Test
  void clientWithoutAliasSendsNone() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      SSLContext client = Face.HEDDLE.context(new Odd(), new Recorder().trust());
      SSLContext server =
          Face.SUN.context(
              Talk.keys("SunX509", TestCerts.localhost(KeyType.EC_P256)), new Recorder().trust());
      Talk talk =
          Talk.between(
                  client,
                  speaking(protocol),
                  server,
                  speaking(protocol).andThen(socket -> socket.setWantClientAuth(true)))
              .well();
      assertEquals(null, talk.client.getLocalCertificates(), protocol);
    }
  }

  @Test
  void credentialsAreTheSameAsLongAsTheKeyIs() throws Exception {
    Identity one = TestCerts.localhost(KeyType.EC_P256);
    Identity other = TestCerts.client(KeyType.EC_P256);
    Identity[] now = {one};
    ManagedKeys keys =
        new ManagedKeys(
            new Odd() {
              @Override
              public PrivateKey getPrivateKey(String alias) {
                return now[0].key();
              }

              @Override
              public X509Certificate[] getCertificateChain(String alias) {
                return now[0].chain().toArray(X509Certificate[]::new);
              }
            });
    var first = keys.of("a", List.of("EC"));
    assertTrue(first == keys.of("a", List.of("RSA", "EC")));
    now[0] = other;
    assertEquals(other.chain(), keys.of("a", List.of("EC")).chain());
    now[0] = one;
    assertTrue(first == keys.of("a", List.of("EC")));
    assertEquals(null, keys.of("a", List.of("RSA")));
  }

  /** Has nothing. */
  private static class Odd implements X509KeyManager {
    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }
}
