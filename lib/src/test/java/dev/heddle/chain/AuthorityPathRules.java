package dev.heddle.chain;

import static dev.heddle.chain.ChainCases.leaf;
import static dev.heddle.chain.ChainCases.root;
import static dev.heddle.chain.PathRule.refused;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** The rules that are not about names. */
final class AuthorityPathRules {

  static final String SUBJECT_KEY = "2.5.29.14";
  static final String CONSTRAINTS = "2.5.29.19";
  static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String AIA = "1.3.6.1.5.5.7.1.1";
  private static final String POLICY_MAPPINGS = "2.5.29.33";
  private static final String POLICY_CONSTRAINTS = "2.5.29.36";

  private AuthorityPathRules() {}

  static List<PathRule> anchors() {
    Identity expired = make("expired anchor").ca().expired().build();
    Identity future = make("future anchor").ca().notYetValid().build();
    Identity noCa = make("no ca").usage(KeyUsage.keyCertSign).build();
    Identity falseCa =
        make("false ca").extension(CONSTRAINTS, true, new BasicConstraints(false)).build();
    Identity noSign = make("no sign").ca().usage(KeyUsage.cRLSign).build();
    Identity narrow = make("narrow anchor").ca(0).build();
    Identity below = make("below narrow").ca().by(narrow).build();
    Identity goodOnly = ConstraintCases.limited("good anchor", dns("good.test"), null, null);
    Identity odd = make("odd anchor").ca().extension("1.2.3.4", true, DERNull.INSTANCE).build();
    Identity clients = make("clients").ca().purpose(KeyPurposeId.id_kp_clientAuth).build();
    Identity weak = make("weak anchor").key(KeyType.RSA_1024).ca().build();
    Identity dsa = make("dsa anchor").key(KeyType.DSA_2048).ca().build();
    return List.of(
        refused("an anchor that has expired", "6.1, 4.1.2.5", 10, 1, expired, leaf().by(expired)),
        refused("an anchor not yet valid", "6.1, 4.1.2.5", 9, 1, future, leaf().by(future)),
        refused("an anchor without basic constraints", "4.2.1.9", 79, 1, noCa, leaf().by(noCa)),
        refused("an anchor that is no authority", "4.2.1.9", 79, 1, falseCa, leaf().by(falseCa)),
        refused("an anchor without keyCertSign", "4.2.1.3", 79, 1, noSign, leaf().by(noSign)),
        refused("an anchor's path length", "4.2.1.9", 25, 2, narrow, leaf().by(below)),
        refused("an anchor's name constraints", "4.2.1.10", 47, 0, goodOnly, leaf().by(goodOnly)),
        refused("an anchor's unknown critical extension", "4.2", 34, 1, odd, leaf().by(odd)),
        refused("an anchor for clients only", "4.2.1.12", 26, 1, clients, plain().by(clients)),
        refused("an anchor's RSA key under 2048 bits", "—", 67, 1, weak, leaf().by(weak)),
        refused("an anchor's DSA key", "RFC 8446 4.2.3", 67, 1, dsa, leaf().by(dsa)));
  }

  static List<PathRule> authorities() {
    Identity root = root();
    Identity one = make("one").ca().versionOne().by(root).build();
    Identity falseCa =
        make("false ca").extension(CONSTRAINTS, true, new BasicConstraints(false)).by(root).build();
    Identity noCa = make("no ca").by(root).build();
    Identity narrow = make("narrow").ca(0).by(root).build();
    Identity below = make("below").ca().by(narrow).build();
    Identity odd = make("odd").ca().extension("1.2.3.4", true, DERNull.INSTANCE).by(root).build();
    Identity clients = make("clients").ca().purpose(KeyPurposeId.id_kp_clientAuth).by(root).build();
    Identity weak = make("weak").key(KeyType.RSA_1024).ca().by(root).build();
    Identity sha = make("rsa").key(KeyType.RSA_2048).ca().by(root).build();
    return List.of(
        refused("an intermediate that is no authority", "4.2.1.9", 79, 1, root, by(falseCa)),
        refused("an intermediate without basic constraints", "4.2.1.9", 79, 1, root, by(noCa)),
        refused("an intermediate of version 1", "4.1.2.1", 79, 1, root, by(one)),
        refused("an intermediate's path length", "4.2.1.9", 25, 2, root, by(below)),
        refused("an intermediate's unknown critical extension", "4.2", 34, 1, root, by(odd)),
        refused("an intermediate for clients only", "4.2.1.12", 26, 1, root, plain().by(clients)),
        refused("an intermediate's RSA key under 2048 bits", "—", 67, 1, root, by(weak)),
        refused(
            "a signature with SHA-1", "—", 68, 0, root, leaf().by(sha).signature("SHA1withRSA")));
  }

  static List<PathRule> leaves() {
    Identity root = root();
    return List.of(
        refused(
            "a leaf that is no authority with keyCertSign",
            "4.2.1.3, 4.2.1.9",
            82,
            0,
            root,
            signing(leaf()).extension(CONSTRAINTS, true, new BasicConstraints(false)).by(root)),
        refused(
            "a leaf without basic constraints with keyCertSign",
            "4.2.1.3, 4.2.1.9",
            82,
            0,
            root,
            signing(leaf()).by(root)),
        refused(
            "a path length beside cA FALSE",
            "4.2.1.9",
            80,
            0,
            root,
            leaf().extension(CONSTRAINTS, true, lengthWithoutCa()).by(root)),
        refused(
            "a path length without keyCertSign",
            "4.2.1.9",
            81,
            0,
            root,
            leaf().ca(0).usage(KeyUsage.digitalSignature).by(root)),
        refused(
            "name constraints on a leaf",
            "4.2.1.10",
            37,
            0,
            root,
            leaf().extension(NamePathRules.NC, true, permits(dns("leaf.test"))).by(root)),
        refused("a serial number of zero", "4.1.2.2", 28, 0, root, serial(BigInteger.ZERO)),
        refused("a negative serial number", "4.1.2.2", 28, 0, root, serial(BigInteger.valueOf(-1))),
        refused(
            "a serial number of 21 octets",
            "4.1.2.2",
            28,
            0,
            root,
            serial(BigInteger.ONE.shiftLeft(159))),
        refused(
            "a leaf's unknown critical extension",
            "4.2",
            34,
            0,
            root,
            leaf().extension("1.2.3.4", true, DERNull.INSTANCE).by(root)),
        refused(
            "a critical authority information access",
            "4.2.2.1",
            34,
            0,
            root,
            leaf().extension(AIA, true, access()).by(root)),
        refused(
            "a malformed authority information access",
            "4.2.2.1",
            41,
            0,
            root,
            leaf().extension(AIA, false, DERNull.INSTANCE).by(root)),
        refused(
            "a server's certificate for clients only",
            "4.2.1.12",
            26,
            0,
            root,
            make("leaf").dns("leaf.test").purpose(KeyPurposeId.id_kp_clientAuth).by(root)),
        refused(
            "a key that signs nothing but certificates and lists",
            "4.2.1.3, RFC 8446 4.4.2.2",
            26,
            0,
            root,
            leaf().ca().by(root)),
        refused(
            "a leaf's RSA key under 2048 bits",
            "—",
            66,
            0,
            root,
            leaf().key(KeyType.RSA_1024).by(root)),
        refused(
            "a leaf's DSA key",
            "RFC 8446 4.2.3",
            66,
            0,
            root,
            leaf().key(KeyType.DSA_2048).by(root)));
  }

  static List<PathRule> keyIdentifiers() {
    Identity root = root();
    Identity noAuthority =
        make("no aki").ca().withoutKeyIds().extension(SUBJECT_KEY, false, key()).by(root).build();
    Identity noSubject =
        make("no ski")
            .ca()
            .withoutKeyIds()
            .extension(AUTHORITY_KEY, false, keyOf(root))
            .by(root)
            .build();
    Identity critical =
        make("critical anchor").ca().withoutKeyIds().extension(SUBJECT_KEY, true, key()).build();
    GeneralNames issuer = new GeneralNames(new GeneralName(new X500Name("CN=test root")));
    AuthorityKeyIdentifier bySerial =
        new AuthorityKeyIdentifier(issuer, root.certificate().getSerialNumber());
    return List.of(
        refused(
            "a leaf without an authority key identifier",
            "4.2.1.1",
            85,
            0,
            root,
            leaf().withoutKeyIds().by(root)),
        refused(
            "an authority key identifier without a key identifier",
            "4.2.1.1",
            85,
            0,
            root,
            leaf().withoutKeyIds().extension(AUTHORITY_KEY, false, bySerial).by(root)),
        refused(
            "an intermediate without an authority key identifier",
            "4.2.1.1",
            85,
            1,
            root,
            leaf().withoutKeyIds().extension(AUTHORITY_KEY, false, aki()).by(noAuthority)),
        refused(
            "an intermediate without a subject key identifier",
            "4.2.1.2",
            86,
            1,
            root,
            by(noSubject)),
        refused(
            "a critical authority key identifier",
            "4.2.1.1",
            90,
            0,
            root,
            leaf().withoutKeyIds().extension(AUTHORITY_KEY, true, keyOf(root)).by(root)),
        refused(
            "an anchor's critical subject key identifier",
            "4.2.1.2",
            91,
            1,
            critical,
            leaf().withoutKeyIds().extension(AUTHORITY_KEY, false, aki()).by(critical)));
  }

  static List<PathRule> policies() {
    Identity root = root();
    PolicyConstraints required = new PolicyConstraints(BigInteger.ZERO, null);
    Identity demanding =
        make("demanding").ca().extension(POLICY_CONSTRAINTS, true, required).by(root).build();
    Identity lax =
        make("lax")
            .ca()
            .extension(POLICY_CONSTRAINTS, false, new PolicyConstraints(BigInteger.TEN, null))
            .by(root)
            .build();
    Identity laxAny =
        make("lax any").ca().extension("2.5.29.54", false, new ASN1Integer(9)).by(root).build();
    CertPolicyId any = CertPolicyId.getInstance(new ASN1ObjectIdentifier("2.5.29.32.0"));
    CertPolicyId own = CertPolicyId.getInstance(new ASN1ObjectIdentifier("1.2.3.5"));
    Identity mapping =
        make("mapping")
            .ca()
            .extension(POLICY_MAPPINGS, true, new PolicyMappings(any, own))
            .by(root)
            .build();
    return List.of(
        refused("no policy where one is required", "6.1.5", 43, 0, root, by(demanding)),
        refused(
            "no policy where the leaf itself requires one",
            "6.1.5 (b)",
            43,
            0,
            root,
            leaf().extension(POLICY_CONSTRAINTS, true, required).by(root)),
        refused("policy constraints not critical", "4.2.1.11", 42, 1, root, by(lax)),
        refused("inhibitAnyPolicy not critical", "4.2.1.14", 42, 1, root, by(laxAny)),
        refused("a mapping of any policy", "6.1.4 (a)", 42, 1, root, by(mapping)));
  }

  static GeneralName dns(String name) {
    return ConstraintCases.dnsName(name);
  }

  static NameConstraints permits(GeneralName base) {
    return NamePathRules.constraints(base, null);
  }

  private static Maker by(Identity issuer) {
    return leaf().by(issuer);
  }

  /** A leaf that does not say what it is for. */
  static Maker plain() {
    return make("leaf.test").dns("leaf.test");
  }

  private static Maker signing(Maker leaf) {
    return leaf.usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign);
  }

  private static Maker serial(BigInteger number) {
    return leaf().serial(number).by(root());
  }

  static SubjectKeyIdentifier key() {
    return new SubjectKeyIdentifier(new byte[] {1, 2, 3});
  }

  static AuthorityKeyIdentifier aki() {
    return new AuthorityKeyIdentifier(new byte[] {1, 2, 3});
  }

  static AuthorityKeyIdentifier keyOf(Identity issuer) {
    return new AuthorityKeyIdentifier(
        KnownExtension.SUBJECT_KEY_IDENTIFIER
            .of(issuer.certificate(), SubjectKeyIdentifier.class)
            .getKeyIdentifier());
  }

  private static DERSequence lengthWithoutCa() {
    return new DERSequence(new ASN1Integer(0));
  }

  private static DERSequence access() {
    GeneralName where = new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.test/");
    return new DERSequence(
        new DERSequence(
            new ASN1Encodable[] {new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1"), where}));
  }
}
