package dev.heddle.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CertVerifyCallback;
import dev.heddle.config.CipherSuite;
import dev.heddle.config.Credentials;
import dev.heddle.config.PeerCertificates;
import dev.heddle.config.PeerLimits;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.VerifyMode;
import dev.heddle.fault.Alert;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestOcsp;
import java.security.cert.CRLReason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The program judges its peer's certificates in place of the library, at both ends. */
class CertVerifyCallbackTest {

  /** Of a root that nobody trusts, and for another name. */
  private static final Identity STRANGER =
      TestCerts.make("stranger").key(KeyType.EC_P256).dns("elsewhere.test").build();

  private final List<PeerCertificates> seen = new ArrayList<>();

  private static TlsConfig.Builder config(boolean client, TlsVersion version) {
    TlsConfig.Builder config =
        TlsConfig.builder().minVersion(version).maxVersion(version).trust(Ends.trust());
    return client
        ? config.hostName("localhost")
        : config.credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)));
  }

  /** A pair whose one end judges the other by the callback; that other shows an identity. */
  private static LoopPair judged(
      boolean byClient, TlsVersion version, Identity shown, CertVerifyCallback callback) {
    TlsConfig.Builder client = config(true, version);
    TlsConfig.Builder server = config(false, version);
    (byClient ? server : client).credentials(Ends.credentials(shown));
    (byClient ? client : server).insecureCertVerifyCallback(callback);
    if (!byClient) {
      server.verifyMode(VerifyMode.REQUIRE);
    }
    return new LoopPair(client.build(), server.build());
  }

  private static final String ENDS = "byClient={0}, {1}";

  @ParameterizedTest(name = ENDS)
  @CsvSource({"true,TLS_1_2", "true,TLS_1_3", "false,TLS_1_2", "false,TLS_1_3"})
  void acceptsWhomNobodyElseWould(boolean byClient, TlsVersion version) {
    LoopPair pair = judged(byClient, version, STRANGER, seen::add).runWell();
    Facts facts = pair.end(byClient).facts();
    assertEquals(STRANGER.chain(), facts.peerChain());
    assertEquals(STRANGER.chain(), facts.verifiedChain());
    assertTrue(facts.verifyResult().ok());
    assertEquals(1, seen.size());
    PeerCertificates peer = seen.getFirst();
    assertEquals(STRANGER.chain(), peer.chain());
    assertEquals(byClient, peer.fromServer());
    assertEquals(version, peer.version());
    assertEquals(facts.cipherSuite(), peer.cipherSuite());
    assertEquals("localhost", peer.serverName());
    assertEquals(byClient ? "client" : "server", peer.attachment());
    assertNull(peer.staple());
  }

  @ParameterizedTest(name = ENDS)
  @CsvSource({"true,TLS_1_2", "true,TLS_1_3", "false,TLS_1_2", "false,TLS_1_3"})
  void refusesWhomEverybodyElseWouldTake(boolean byClient, TlsVersion version) {
    Identity good =
        byClient ? TestCerts.localhost(KeyType.EC_P256) : TestCerts.client(KeyType.EC_P256);
    CertificateException no = new CertificateException("not on\nthe list");
    LoopPair pair =
        judged(
                byClient,
                version,
                good,
                peer -> {
                  throw no;
                })
            .run();
    Fault.BadCertificate fault = assertInstanceOf(Fault.BadCertificate.class, pair.fault(byClient));
    assertEquals(Alert.CERTIFICATE_UNKNOWN, fault.answer());
    assertEquals(50, fault.code());
    assertEquals(
        "the program's own check refuses 'CN="
            + (byClient ? "localhost" : "client")
            + "': not on\\u000athe list",
        fault.detail());
    assertSame(no, fault.cause());
    assertSame(no, pair.end(byClient).report(fault).cause());
    assertEquals(List.of(Alert.CERTIFICATE_UNKNOWN.code()), pair.alerts(byClient));
    assertEquals(
        Alert.CERTIFICATE_UNKNOWN.code(),
        assertInstanceOf(Fault.PeerAlert.class, pair.fault(!byClient)).code());
    Facts facts = pair.end(byClient).facts();
    assertEquals(List.of(), facts.peerChain());
    assertFalse(facts.verifyResult().ok());
  }

  static Stream<Map.Entry<Exception, Alert>> reasons() {
    return Stream.of(
        Map.entry(new CertificateExpiredException("x"), Alert.CERTIFICATE_EXPIRED),
        Map.entry(new CertificateNotYetValidException("x"), Alert.BAD_CERTIFICATE),
        Map.entry(revoked(), Alert.CERTIFICATE_REVOKED),
        Map.entry(within(new CertificateExpiredException("x")), Alert.CERTIFICATE_EXPIRED),
        Map.entry(within(path(BasicReason.EXPIRED)), Alert.CERTIFICATE_EXPIRED),
        Map.entry(within(path(BasicReason.NOT_YET_VALID)), Alert.BAD_CERTIFICATE),
        Map.entry(within(path(BasicReason.REVOKED)), Alert.CERTIFICATE_REVOKED),
        Map.entry(within(path(BasicReason.INVALID_SIGNATURE)), Alert.BAD_CERTIFICATE),
        Map.entry(within(path(BasicReason.ALGORITHM_CONSTRAINED)), Alert.UNSUPPORTED_CERTIFICATE),
        Map.entry(
            within(path(BasicReason.UNDETERMINED_REVOCATION_STATUS)), Alert.CERTIFICATE_UNKNOWN),
        Map.entry(within(path(BasicReason.UNSPECIFIED)), Alert.CERTIFICATE_UNKNOWN),
        Map.entry(within(within(revoked())), Alert.CERTIFICATE_REVOKED),
        Map.entry(itsOwnCause(), Alert.CERTIFICATE_UNKNOWN));
  }

  private static CertificateException revoked() {
    return new CertificateRevokedException(
        new Date(0), CRLReason.KEY_COMPROMISE, new X500Principal("CN=a"), Map.of());
  }

  private static CertificateException within(Exception cause) {
    return new CertificateException("x", cause);
  }

  private static CertPathValidatorException path(BasicReason reason) {
    return new CertPathValidatorException("x", null, null, -1, reason);
  }

  private static CertificateException itsOwnCause() {
    CertificateException inner = new CertificateException("inner");
    CertificateException outer = new CertificateException("outer", inner);
    inner.initCause(outer);
    return outer;
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void theAlertFitsTheException(Map.Entry<Exception, Alert> reason) {
    for (boolean byClient : new boolean[] {true, false}) {
      LoopPair pair =
          judged(
                  byClient,
                  TlsVersion.TLS_1_3,
                  STRANGER,
                  peer -> {
                    throw (CertificateException) reason.getKey();
                  })
              .run();
      assertEquals(List.of(reason.getValue().code()), pair.alerts(byClient));
      assertSame(reason.getKey(), pair.end(byClient).report(pair.fault(byClient)).cause());
    }
  }

  /** RFC 8446 section 4.4.2.4; with a staple, section 8 of RFC 6066. */
  @Test
  void theAlertDependsOnVersionAndStaple() {
    CertificateException sha1 =
        within(
            new CertPathValidatorException(
                "uses SHA1withRSA", null, null, -1, BasicReason.ALGORITHM_CONSTRAINED));
    assertEquals(
        List.of(Alert.BAD_CERTIFICATE.code()), alerts(TlsVersion.TLS_1_3, STRANGER, null, sha1));
    assertEquals(
        List.of(Alert.UNSUPPORTED_CERTIFICATE.code()),
        alerts(TlsVersion.TLS_1_2, STRANGER, null, sha1));
    Identity leaf = TestCerts.localhost(KeyType.EC_P256);
    byte[] staple = TestOcsp.about(leaf.certificate(), TestCerts.root()).build();
    for (TlsVersion version : TlsVersion.values()) {
      assertEquals(
          List.of(Alert.BAD_CERTIFICATE_STATUS_RESPONSE.code()),
          alerts(version, leaf, staple, revoked()));
      assertArrayEquals(staple, seen.getLast().staple());
    }
  }

  private List<Integer> alerts(
      TlsVersion version, Identity shown, byte[] staple, CertificateException thrown) {
    Credentials credentials = Ends.credentials(shown);
    TlsConfig server =
        config(false, version)
            .credentials(staple == null ? credentials : credentials.withOcspResponse(staple))
            .build();
    TlsConfig client =
        config(true, version)
            .insecureCertVerifyCallback(
                peer -> {
                  seen.add(peer);
                  throw thrown;
                })
            .build();
    return new LoopPair(client, server).run().clientAlerts;
  }

  @ParameterizedTest(name = ENDS)
  @CsvSource({"true,TLS_1_2", "true,TLS_1_3", "false,TLS_1_2", "false,TLS_1_3"})
  void whatElseItThrowsIsADefectOfTheProgram(boolean byClient, TlsVersion version) {
    IllegalStateException thrown = new IllegalStateException("the vault is closed");
    LoopPair pair =
        judged(
                byClient,
                version,
                STRANGER,
                peer -> {
                  throw thrown;
                })
            .run();
    assertInstanceOf(Fault.Internal.class, pair.fault(byClient));
    assertSame(thrown, pair.end(byClient).report(pair.fault(byClient)).cause());
    assertEquals(List.of(Alert.INTERNAL_ERROR.code()), pair.alerts(byClient));
  }

  @ParameterizedTest
  @EnumSource
  void isNotAskedWhereNobodyVerifies(TlsVersion version) {
    TlsConfig client =
        config(true, version).insecureVerifyNone().insecureCertVerifyCallback(seen::add).build();
    LoopPair pair = new LoopPair(client, config(false, version).build()).runWell();
    assertEquals(List.of(), seen);
    assertEquals(1, pair.client.facts().peerChain().size());
  }

  /** The bound on the chain's length holds before anybody is asked. */
  @Test
  void longChainIsNotShown() {
    Identity between = TestCerts.make("between").ca().by(TestCerts.root()).build();
    Identity leaf = TestCerts.make("localhost").dns("localhost").by(between).build();
    assertEquals(2, leaf.chain().size());
    for (TlsVersion version : TlsVersion.values()) {
      TlsConfig client =
          config(true, version)
              .peerLimits(PeerLimits.defaults().withChainLength(1))
              .insecureCertVerifyCallback(seen::add)
              .build();
      TlsConfig server = config(false, version).credentials(Ends.credentials(leaf)).build();
      assertNotNull(new LoopPair(client, server).run().client.fault());
      assertEquals(List.of(), seen);
    }
  }

  @Test
  void hostNameIsStillAskedFor() {
    TlsConfig client =
        TlsConfig.builder().trust(Ends.trust()).insecureCertVerifyCallback(seen::add).build();
    LoopPair pair = new LoopPair(client, config(false, TlsVersion.TLS_1_3).build()).run();
    assertEquals(
        "no host name to verify",
        assertInstanceOf(Fault.Misuse.class, pair.client.fault()).reason());
  }

  private static TlsConfig.Builder resuming(boolean client, TlsVersion version) {
    return config(client, version).sessions(Sessions.create());
  }

  /** The chain's names and issuers, which no library would accept, do not matter then either. */
  @ParameterizedTest(name = ENDS)
  @CsvSource({"true,TLS_1_2", "true,TLS_1_3", "false,TLS_1_2", "false,TLS_1_3"})
  void resumedPeerIsNotJudgedAgain(boolean byClient, TlsVersion version) {
    TlsConfig.Builder client = resuming(true, version);
    TlsConfig.Builder server = resuming(false, version);
    (byClient ? server : client).credentials(Ends.credentials(STRANGER));
    (byClient ? client : server).insecureCertVerifyCallback(seen::add);
    if (!byClient) {
      server.verifyMode(VerifyMode.REQUIRE);
    }
    TlsConfig one = client.build();
    TlsConfig other = server.build();
    new LoopPair(one, other).runWell();
    LoopPair again = new LoopPair(one, other).runWell();
    Facts facts = again.end(byClient).facts();
    assertTrue(facts.reused());
    assertEquals(STRANGER.chain(), facts.peerChain());
    assertEquals(1, seen.size());
    // Another judge has not seen it, be the rest as it may.
    CertVerifyCallback strict =
        peer -> {
          throw new CertificateException("no");
        };
    TlsConfig judge =
        (byClient ? one : other).toBuilder().insecureCertVerifyCallback(strict).build();
    LoopPair refused = new LoopPair(byClient ? judge : one, byClient ? other : judge).run();
    assertInstanceOf(Fault.BadCertificate.class, refused.fault(byClient));
    // Nor is the library's own judgement replaced by one of the past.
    TlsConfig none = (byClient ? one : other).toBuilder().insecureCertVerifyCallback(null).build();
    LoopPair judged = new LoopPair(byClient ? none : one, byClient ? other : none).run();
    assertInstanceOf(Fault.BadCertificate.class, judged.fault(byClient));
  }

  /** A callback may take a certificate that has expired, but nobody resumes on its strength. */
  @ParameterizedTest(name = ENDS)
  @CsvSource({"true,TLS_1_2", "true,TLS_1_3", "false,TLS_1_2", "false,TLS_1_3"})
  void sessionEndsWithTheCertificate(boolean byClient, TlsVersion version) {
    Instant now = Instant.now();
    Identity brief =
        TestCerts.make("brief")
            .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofHours(1)))
            .build();
    Instant[] clock = {now};
    TlsConfig.Builder client = resuming(true, version).clock(() -> clock[0]);
    TlsConfig.Builder server = resuming(false, version).clock(() -> clock[0]);
    (byClient ? server : client).credentials(Ends.credentials(brief));
    (byClient ? client : server).insecureCertVerifyCallback(seen::add);
    if (!byClient) {
      server.verifyMode(VerifyMode.REQUIRE);
    }
    TlsConfig one = client.build();
    TlsConfig other = server.build();
    new LoopPair(one, other).runWell();
    clock[0] = now.plus(Duration.ofMinutes(50));
    assertTrue(new LoopPair(one, other).runWell().end(byClient).facts().reused());
    clock[0] = now.plus(Duration.ofMinutes(61));
    assertFalse(new LoopPair(one, other).runWell().end(byClient).facts().reused());
    assertEquals(2, seen.size());
  }

  @Test
  void suitesOfBothVersionsAreTold() {
    for (TlsVersion version : TlsVersion.values()) {
      seen.clear();
      judged(true, version, STRANGER, seen::add).runWell();
      CipherSuite suite = seen.getFirst().cipherSuite();
      assertEquals(version, suite.version());
    }
  }
}
