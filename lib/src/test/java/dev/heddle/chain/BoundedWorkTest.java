package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.PeerLimits;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;

/** The work is bounded whatever a peer presents; counted, as a clock would tell of the machine. */
class BoundedWorkTest {

  private static final byte[] ONE_KEY = {1, 2, 3};

  /** Each could have issued each other, and the signatures are right. */
  @Test
  void hundredIntermediatesOfOneNameAndKey() {
    Identity root = make("pathological").ca().build();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(ChainCases.leaf().by(root).build().certificate());
    for (int i = 0; i < 100; i++) {
      chain.add(twin(KeyType.EC_P256).by(root).build().certificate());
    }
    assertEquals(1, judged(chain, root));
    assertTrue(judged(chain, ChainCases.root()) <= 4);
    assertTrue(check(chain, root).ok());
  }

  /** Each could have issued each other by what they say of their keys, which are not the same. */
  @Test
  void hundredIntermediatesOfOneNameAndOtherKeys() {
    Identity root = make("pathological root").ca().build();
    List<Identity> twins = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      KeyType type = i % 2 == 0 ? KeyType.EC_P256 : KeyType.EC_P384;
      twins.add(twin(type).by(i < 2 ? root : twins.get(i - 1)).build());
    }
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(
        ChainCases.leaf()
            .withoutKeyIds()
            .extension("2.5.29.35", false, new AuthorityKeyIdentifier(ONE_KEY))
            .by(twins.get(99))
            .build()
            .certificate());
    twins.forEach(twin -> chain.add(twin.certificate()));
    assertTrue(judged(chain, root) <= 4);
    assertTrue(judged(chain, ChainCases.root()) <= 4);
    check(chain, root);
  }

  /**
   * The issuer's issuer has a name of thousands of parts, which the leaf gives in another order.
   * That is another name, and is found to be one without a search for each part among all others.
   */
  @Test
  void longNamesInAnotherOrder() throws GeneralSecurityException, IOException {
    Identity issuer = make("issuer").ca().by(make("root").ca().build()).build();
    X500Name name = longName(IntStream.range(0, 5000));
    X500Name reordered = longName(IntStream.concat(IntStream.of(0), reversed(5000)));
    X509Certificate renamed =
        UnreadableTest.altered(
            issuer.certificate(),
            parts -> {
              parts[UnreadableTest.ISSUER] = name;
              return parts;
            });
    assertEquals(1, check(List.of(by(issuer, name), renamed), ChainCases.root()).depth());
    assertEquals(0, check(List.of(by(issuer, reordered), renamed), ChainCases.root()).depth());
  }

  /** A leaf that gives the name of its issuer's issuer. */
  private static X509Certificate by(Identity issuer, X500Name issuersIssuer) {
    var key =
        new AuthorityKeyIdentifier(
            new GeneralNames(new GeneralName(issuersIssuer)),
            issuer.certificate().getSerialNumber());
    return ChainCases.leaf()
        .withoutKeyIds()
        .extension("2.5.29.35", false, key)
        .by(issuer)
        .build()
        .certificate();
  }

  private static IntStream reversed(int end) {
    return IntStream.range(1, end).map(i -> end - i);
  }

  private static X500Name longName(IntStream values) {
    return new X500Name(
        values
            .mapToObj(i -> new RDN(BCStyle.OU, new DERUTF8String("unit " + i)))
            .toArray(RDN[]::new));
  }

  @Test
  void namesTimesConstraints() {
    assertEquals(0, namesAndConstraints(1000, 500).code());
    VerifyResult result = namesAndConstraints(3000, 500);
    assertEquals(X509V.UNSPECIFIED.code(), result.code(), result::toString);
    assertTrue(result.detail().startsWith("too many names and name constraints"), result::detail);
  }

  /** Names that are permitted by the last constraint, and excluded by none. */
  private static VerifyResult namesAndConstraints(int names, int constraints) {
    GeneralSubtree[] permitted =
        IntStream.rangeClosed(1, constraints)
            .mapToObj(i -> subtree(i == constraints ? "test" : "p" + i + ".example"))
            .toArray(GeneralSubtree[]::new);
    GeneralSubtree[] excluded =
        IntStream.range(0, constraints)
            .mapToObj(i -> subtree("x" + i + ".test"))
            .toArray(GeneralSubtree[]::new);
    Identity root =
        make("many")
            .ca()
            .extension(NamePathRules.NC, true, new NameConstraints(permitted, excluded))
            .build();
    Maker leaf = make("leaf");
    IntStream.range(0, names).forEach(i -> leaf.dns("n" + i + ".test"));
    return check(leaf.by(root).build().chain(), root);
  }

  private static GeneralSubtree subtree(String dns) {
    return new GeneralSubtree(ConstraintCases.dnsName(dns));
  }

  /** How many paths to an anchor are looked at. */
  private static int judged(List<X509Certificate> chain, Identity anchor) {
    AtomicInteger judged = new AtomicInteger();
    TlsConfig config = config(anchor);
    ChainPaths paths = new ChainPaths(config.trust(), chain, config.verifyDepth(), Instant.now());
    ChainPaths.Found found =
        paths.best(
            path -> {
              judged.incrementAndGet();
              Findings findings = Findings.strict(path);
              findings.allow(f -> ChainRules.signaturesAndDates(path, Instant.now(), f));
              return findings.result();
            });
    assertTrue(paths.steps() <= 257, "steps: " + paths.steps() + " for " + found);
    return judged.get();
  }

  private static VerifyResult check(List<X509Certificate> chain, Identity anchor) {
    return ChainCheck.check(config(anchor), chain, true);
  }

  private static TlsConfig config(Identity anchor) {
    return TlsConfig.builder()
        .trust(Trust.of(List.of(anchor.certificate())))
        .peerLimits(PeerLimits.defaults().withChainLength(200))
        .build();
  }

  private static Maker twin(KeyType type) {
    return make("pathological")
        .key(type)
        .ca()
        .withoutKeyIds()
        .extension("2.5.29.14", false, new SubjectKeyIdentifier(ONE_KEY))
        .extension("2.5.29.35", false, new AuthorityKeyIdentifier(ONE_KEY));
  }
}
