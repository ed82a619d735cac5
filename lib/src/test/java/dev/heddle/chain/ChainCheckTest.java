package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.chain.ChainCases.Case;
import dev.heddle.config.PeerLimits;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts on chains, ours beside those of {@code openssl verify}. */
class ChainCheckTest {

  private static final Pattern ERROR = Pattern.compile("error (\\d+) at (\\d+) depth lookup");

  @TempDir Path directory;

  static Stream<Case> cases() {
    return ChainCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verdict(Case each) {
    VerifyResult result = ChainCheck.check(each.config(), each.chain(), each.server());
    assertEquals(
        each.code() + " at " + each.depth(),
        result.code() + " at " + result.depth(),
        () -> result.toString());
    if (result.ok()) {
      assertSame(VerifyResult.OK, result);
    } else {
      assertTrue(result.certificate() != null && !result.detail().endsWith("."), result::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openSslSaysTheSame(Case each) throws Exception {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString(), "verify"));
    command.addAll(List.of("-no-CApath", "-no-CAstore", "-auth_level", "2", "-partial_chain"));
    command.addAll(List.of("-purpose", each.server() ? "sslserver" : "sslclient"));
    if (each.anchors().isEmpty()) {
      command.add("-no-CAfile");
    } else {
      command.addAll(List.of("-CAfile", write("anchors.pem", each.anchors())));
    }
    if (each.chain().size() > 1) {
      List<X509Certificate> others = each.chain().subList(1, each.chain().size());
      command.addAll(List.of("-untrusted", write("others.pem", others)));
    }
    if (each.host() != null) {
      boolean ip = each.config().hostName().orElseThrow().isIp();
      command.addAll(List.of(ip ? "-verify_ip" : "-verify_hostname", each.host()));
    }
    command.addAll(List.of("-verify_depth", Integer.toString(each.verifyDepth())));
    command.add(write("leaf.pem", each.chain().subList(0, 1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher error = ERROR.matcher(output);
    String said = error.find() ? error.group(1) + " at " + error.group(2) : output;
    String expected =
        each.openSslCode() == 0
            ? write("leaf.pem", each.chain().subList(0, 1)) + ": OK\n"
            : each.openSslCode() + " at " + each.depth();
    assertEquals(expected, said, output);
  }

  @Test
  void namesWhatWasLookedForAndWhatIsThere() {
    Identity leaf = ChainCases.leaf().ip("192.0.2.1").by(ChainCases.root()).build();
    VerifyResult result = check(leaf, "other.test");
    assertEquals(62, result.code());
    assertEquals(
        "host name other.test is not among [DNS:leaf.test, IP:192.0.2.1], the names of"
            + " 'CN=leaf.test'",
        result.detail());
    assertEquals(
        "IP address 192.0.2.2 is not among [DNS:leaf.test, IP:192.0.2.1], the names of"
            + " 'CN=leaf.test'",
        check(leaf, "192.0.2.2").detail());
    TestCerts.Maker many = TestCerts.make("many");
    for (int i = 0; i < 10; i++) {
      many.dns("n" + i + ".test");
    }
    String detail = check(many.by(ChainCases.root()).build(), "other.test").detail();
    assertTrue(detail.contains("DNS:n6.test, DNS:n7.test and 2 more], "), detail);
    detail = check(TestCerts.make("bare").by(ChainCases.root()).build(), "other.test").detail();
    assertEquals(
        "host name other.test is not proven: there is no alternative name of a host, and the common"
            + " name is not looked at, in the certificate of 'CN=bare'",
        detail);
  }

  /** What must not be accepted as it is, and how it may be. */
  @Test
  void refusalsShowTheWayOut() {
    TestCerts.Maker maker = ChainCases.leaf().withoutKeyIds().by(ChainCases.root());
    assertEquals(
        "the certificate of 'CN=leaf.test' has no authority key identifier (RFC 5280; not asked of a"
            + " leaf that is trusted itself)",
        check(maker.build(), "leaf.test").detail());
    Identity root = ConstraintCases.limited("dotted", ConstraintCases.dnsName(".test"), null, null);
    assertEquals(
        "the name constraints on 'CN=dotted' have a malformed base: '.test' begins with a dot, and"
            + " without it would stand for all names below",
        ChainCheck.check(
                TlsConfig.builder().trust(Trust.of(List.of(root.certificate()))).build(),
                ChainCases.leaf().by(root).build().chain(),
                true)
            .detail());
  }

  @Test
  void faultNamesItsCertificate() {
    Identity ca = TestCerts.make("issuing").ca().by(ChainCases.root()).expired().build();
    VerifyResult result = check(ChainCases.leaf().by(ca).build(), null);
    assertEquals(ca.certificate(), result.certificate());
    String words = "certificate expired on 20.*Z \\(1 day ago\\), that of 'CN=issuing'";
    assertTrue(result.detail().matches(words), result.detail());
  }

  @Test
  void saysHowFarADateIs() {
    Instant now = Instant.parse("2026-03-01T00:00:00Z");
    Map<String, String> texts =
        Map.of(
            "2026-02-01T00:00:00Z", "28 days ago",
            "2026-02-27T23:59:59Z", "1 day ago",
            "2026-02-28T00:00:01Z", "23 hours ago",
            "2026-02-28T23:30:00Z", "30 minutes ago",
            "2026-02-28T23:59:59Z", "1 second ago",
            "2026-03-03T00:00:00Z", "in 2 days");
    texts.forEach(
        (when, far) ->
            assertEquals(when + " (" + far + ")", ChainText.time(Instant.parse(when), now)));
  }

  @Test
  void namesTheIssuerThatIsUnknown() {
    Identity stranger = TestCerts.make("stranger").ca().build();
    VerifyResult result = check(ChainCases.leaf().by(stranger).build(), null);
    assertEquals(20, result.code());
    assertEquals(
        "issuer 'CN=stranger' is unknown, that of 'CN=leaf.test': neither trusted nor presented",
        result.detail());
  }

  @Test
  void saysFromWhenACertificateIsValid() {
    Identity leaf = ChainCases.leaf().by(ChainCases.root()).notYetValid().build();
    VerifyResult result = check(leaf, null);
    String words =
        "certificate is not valid before 20.*Z \\(in 23 hours\\), that of 'CN=leaf.test'";
    assertTrue(result.detail().matches(words), result.detail());
  }

  @Test
  void clockIsTheConfiguredOne() {
    Identity leaf = ChainCases.leaf().by(ChainCases.root()).build();
    TlsConfig.Builder builder =
        TlsConfig.builder().trust(Trust.of(List.of(ChainCases.root().certificate())));
    Instant later = Instant.now().plus(Duration.ofDays(365));
    TlsConfig config = builder.clock(() -> later).build();
    assertEquals(10, ChainCheck.check(config, leaf.chain(), true).code());
  }

  /** Dates in certificates are of whole seconds, and the last one is still good. */
  @Test
  void fractionsOfASecondDoNotCount() {
    Instant now = Instant.now();
    Instant tomorrow = now.plus(Duration.ofDays(1));
    Identity leaf = ChainCases.leaf().valid(now, tomorrow).by(ChainCases.root()).build();
    Instant end = leaf.certificate().getNotAfter().toInstant();
    assertEquals(0, codeAt(end.plusMillis(999), leaf));
    assertEquals(10, codeAt(end.plusSeconds(1), leaf));
  }

  private static int codeAt(Instant now, Identity leaf) {
    Trust trust = Trust.of(List.of(ChainCases.root().certificate()));
    TlsConfig config = TlsConfig.builder().trust(trust).clock(() -> now).build();
    return ChainCheck.check(config, leaf.chain(), true).code();
  }

  @Test
  void judgesWhereNothingIsEnforced() {
    TlsConfig config = TlsConfig.builder().insecureVerifyNone().trust(Trust.none()).build();
    assertEquals(18, ChainCheck.check(config, ChainCases.leaf().build().chain(), true).code());
  }

  @Test
  void hostNameIsForServers() {
    Identity client =
        TestCerts.make("client")
            .purpose(KeyPurposeId.id_kp_clientAuth)
            .by(ChainCases.root())
            .build();
    TlsConfig config = config("other.test");
    assertSame(VerifyResult.OK, ChainCheck.check(config, client.chain(), false));
  }

  @Test
  void nothingAndTooMuch() {
    VerifyResult nothing = ChainCheck.check(config(null), List.of(), true);
    assertEquals(1, nothing.code());
    assertNull(nothing.certificate());
    Identity leaf = ChainCases.leaf().by(ChainCases.root()).build();
    List<X509Certificate> tooMany = Collections.nCopies(11, leaf.certificate());
    assertEquals(22, ChainCheck.check(config(null), tooMany, true).code());
  }

  /** RFC 5280 has no use for the distances, and libssl takes them for a fault, as we do. */
  @Test
  void partsOfSubtreesAreNotEvaluated() {
    GeneralName name = ConstraintCases.dnsName("leaf.test");
    GeneralSubtree part = new GeneralSubtree(name, BigInteger.ONE, null);
    NameConstraints constraints = new NameConstraints(null, new GeneralSubtree[] {part});
    Identity root = TestCerts.make("parts").ca().extension("2.5.29.30", true, constraints).build();
    TlsConfig config = TlsConfig.builder().trust(Trust.of(List.of(root.certificate()))).build();
    Identity leaf = ChainCases.leaf().by(root).build();
    assertEquals(49, ChainCheck.check(config, leaf.chain(), true).code());
  }

  @Test
  void textOfThePeerIsBoundedAndPrintable() {
    assertEquals(
        "a\\u000d\\u000a\\u001b[31m\\u202eb\\u00e9", Printable.text("a\r\n\33[31m\u202eb\u00e9"));
    assertEquals("x".repeat(256), Printable.text("x".repeat(256)));
    assertEquals("x".repeat(256) + "...", Printable.text("x".repeat(257)));
    assertEquals("null", Printable.text(null));
    String oid = "1.2" + ".3".repeat(1000);
    Identity odd =
        ChainCases.leaf().extension(oid, true, DERNull.INSTANCE).by(ChainCases.root()).build();
    VerifyResult result = check(odd, null);
    assertEquals(34, result.code());
    assertEquals(
        "the certificate of 'CN=leaf.test' has the unknown critical extension "
            + oid.substring(0, 256)
            + "...",
        result.detail());
    Identity lines = TestCerts.make("a\r\nb").dns("c\r\nd.test").by(ChainCases.root()).build();
    String detail = check(lines, "other.test").detail();
    assertTrue(detail.chars().allMatch(c -> c >= 0x20 && c < 0x7F), detail);
  }

  /** Ten authorities of one name that may all have issued each other, and none that is trusted. */
  @Test
  @Timeout(10)
  void mazeIsLeftSoon() {
    List<X509Certificate> maze = new ArrayList<>();
    Identity entry = TestCerts.make("maze").ca().withoutKeyIds().build();
    Identity twin = TestCerts.make("maze b").ca().by(entry).withoutKeyIds().build();
    maze.add(ChainCases.leaf().by(entry).withoutKeyIds().build().certificate());
    for (int i = 0; i < 20; i++) {
      Identity from = i % 2 == 0 ? twin : entry;
      String name = i % 2 == 0 ? "maze" : "maze b";
      maze.add(TestCerts.make(name).ca().by(from).withoutKeyIds().build().certificate());
    }
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.of(List.of(ChainCases.root().certificate())))
            .peerLimits(PeerLimits.defaults().withChainLength(100))
            .build();
    VerifyResult result = ChainCheck.check(config, maze, true);
    assertTrue(!result.ok(), result::toString);
  }

  private static VerifyResult check(Identity leaf, String host) {
    return ChainCheck.check(config(host), leaf.chain(), true);
  }

  private static TlsConfig config(String host) {
    TlsConfig.Builder builder =
        TlsConfig.builder().trust(Trust.of(List.of(ChainCases.root().certificate())));
    return (host == null ? builder : builder.hostName(host)).build();
  }

  private String write(String name, List<X509Certificate> certificates) throws IOException {
    String pem = certificates.stream().map(TestCerts::pem).collect(Collectors.joining());
    return Files.writeString(directory.resolve(name), pem).toString();
  }
}
