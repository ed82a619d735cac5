package dev.heddle.chain;

import static dev.heddle.chain.AuthorityPathRules.dns;
import static dev.heddle.chain.ChainCases.leaf;
import static dev.heddle.chain.ChainCases.root;
import static dev.heddle.chain.PathRule.refused;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The rules about names: constraints on them, their syntax, and which of them prove a host. */
final class NamePathRules {

  static final String NC = "2.5.29.30";
  static final String SAN = "2.5.29.17";

  private NamePathRules() {}

  static List<PathRule> constraints() {
    return List.of(
        outside("a DNS name that is not permitted", dns("good.test"), leaf()),
        inside("a DNS name that is excluded", dns("leaf.test"), leaf()),
        inside("a DNS name below an excluded one", dns("test"), leaf()),
        refused(
            "a DNS name both permitted and excluded",
            "6.1.3 (c)",
            48,
            0,
            root(),
            leaf().by(limits(constraints(dns("test"), dns("leaf.test"))))),
        outside("a wildcard wider than what is permitted", dns("a.leaf.test"), wild()),
        inside("a wildcard that stands for an excluded name", dns("a.leaf.test"), wild()),
        inside("another name of the leaf that is excluded", dns("b.test"), leaf().dns("b.test")),
        outside("an IPv4 address that is not permitted", ip("192.0.2.0/24"), leaf().ip("10.0.0.1")),
        inside("an IPv4 address that is excluded", ip("10.0.0.0/8"), leaf().ip("10.0.0.1")),
        outside("an IPv6 address that is not permitted", ip("2001:db8::/32"), leaf().ip("::1")),
        outside("an IPv6 address where IPv4 is permitted", ip("0.0.0.0/0"), leaf().ip("::1")),
        inside("an IPv6 address that is excluded", ip("::/64"), leaf().ip("::1")),
        outside("a mailbox that is not permitted", mail("a@m.test"), with(mail("b@m.test"))),
        outside("a mailbox of another case", mail("a@m.test"), with(mail("A@m.test"))),
        outside("a mail host that is not permitted", mail("m.test"), with(mail("a@x.m.test"))),
        outside("a mail domain that is not permitted", mail(".m.test"), with(mail("a@m.test"))),
        inside("a mail host that is excluded", mail("m.test"), with(mail("a@M.test"))),
        inside("a mail address in the subject", mail("m.test"), subject("leaf,E=a@m.test")),
        outside("a URI's host that is not permitted", uri("u.test"), with(uri("http://x.u.test/"))),
        outside("a URI's domain that is not permitted", uri(".u.test"), with(uri("http://u.test"))),
        inside("a URI's host that is excluded", uri("u.test"), with(uri("http://a@u.test:8/x"))),
        inside("a URI without a host under a constraint", uri("u.test"), with(uri("urn:x:y"))),
        inside(
            "a URI with an address under a constraint", uri("u.test"), with(uri("http://[::1]"))),
        outside("a subject that is not permitted", directory("O=Org"), leaf()),
        outside("a subject that is shorter", directory("CN=leaf.test,O=Org"), leaf()),
        inside("a subject that is excluded", directory("CN=leaf.test"), leaf()),
        inside("an alternative directory name", directory("O=Org"), with(directory("O=ORG,CN=x"))),
        refused(
            "a name of a form that cannot be compared",
            "4.2.1.10",
            51,
            0,
            root(),
            with(other()).by(limits(constraints(null, other())))),
        selfIssued(),
        intermediate(),
        widened());
  }

  static List<PathRule> malformedConstraints() {
    GeneralSubtree part = new GeneralSubtree(dns("leaf.test"), BigInteger.ONE, null);
    GeneralSubtree end = new GeneralSubtree(dns("good.test"), null, BigInteger.ONE);
    GeneralSubtree[] none = {};
    return List.of(
        malformed("a DNS constraint with a wildcard", dns("*.leaf.test")),
        malformed("a DNS constraint with a leading dot", dns(".leaf.test")),
        malformed("a DNS constraint with a trailing dot", dns("leaf.test.")),
        malformed("an address constraint with a mask that has gaps", net("0a000000ff00ff00")),
        malformed("an address constraint of a wrong length", net("0affffff00")),
        malformed("a mail constraint with two @", mail("a@b@m.test")),
        malformed("an empty mail constraint", mail("")),
        malformed("a URI constraint with a scheme", uri("http://u.test")),
        refused(
            "a constraint with a minimum",
            "4.2.1.10",
            49,
            1,
            root(),
            leaf().by(limits(new NameConstraints(new GeneralSubtree[] {part}, null)))),
        refused(
            "a constraint with a maximum",
            "4.2.1.10",
            49,
            1,
            root(),
            leaf().by(limits(new NameConstraints(null, new GeneralSubtree[] {end})))),
        refused(
            "name constraints that hold nothing",
            "4.2.1.10",
            41,
            1,
            root(),
            leaf().by(limits(new DERSequence()))),
        refused(
            "name constraints that hold empty lists",
            "4.2.1.10",
            41,
            1,
            root(),
            leaf().by(limits(new NameConstraints(none, none)))));
  }

  static List<PathRule> malformedNames() {
    return List.of(
        misspelt("a DNS name with a leading dot", leaf().dns(".leaf.test")),
        misspelt("a DNS name with a trailing dot", leaf().dns("b.test.")),
        misspelt("a DNS name with an empty label", leaf().dns("b..test")),
        misspelt("a DNS name with an underscore", leaf().dns("a_b.test")),
        misspelt("a DNS name with a label of 64", leaf().dns("a".repeat(64) + ".test")),
        misspelt("a DNS name of no characters", leaf().dns("")),
        misspelt("a DNS name of 254 characters", leaf().dns("a.".repeat(125) + "test")),
        misspelt("an address of five octets", with(net("0a00000001"))),
        misspelt("a mail address without @", with(mail("m.test"))),
        misspelt("a mail address with two @", with(mail("a@b@m.test"))),
        misspelt("a mail address with a trailing dot", with(mail("a@m.test."))),
        misspelt("a URI without a scheme", with(uri("//u.test/"))),
        misspelt("a URI with a space", with(uri("http://u.test/a b"))),
        refused(
            "alternative names that cannot be read",
            "4.2.1.6",
            41,
            0,
            root(),
            make("leaf.test").extension(SAN, false, DERNull.INSTANCE).by(root())),
        refused(
                "an empty list of alternative names",
                "4.2.1.6",
                87,
                0,
                root(),
                make("leaf.test").extension(SAN, false, new DERSequence()).by(root()))
            .client());
  }

  static List<PathRule> hostNames() {
    Identity root = root();
    return List.of(
        refused("a host's name in the common name only", "RFC 9525 2", 62, 0, root, only(null)),
        refused("a common name beside others", "RFC 9525 2", 62, 0, root, only("b.test")),
        refused("an address in a DNS name", "RFC 9525 3.2", 64, 0, root, only("192.0.2.1"))
            .host("192.0.2.1"),
        refused("a wildcard over two labels", "RFC 9525 6.3", 62, 0, root, only("*.test"))
            .host("a.leaf.test"),
        refused("a wildcard for no label", "RFC 9525 6.3", 62, 0, root, only("*.leaf.test")),
        refused("a wildcard within a label", "RFC 9525 6.3", 53, 0, root, only("l*.test")),
        refused("a wildcard in the second label", "RFC 9525 6.3", 53, 0, root, only("a.*.test"))
            .host("a.leaf.test"),
        refused("a wildcard alone", "RFC 9525 6.3", 53, 0, root, only("*")).host("test"),
        refused("a wildcard before one label", "RFC 9525 7.1", 62, 0, root, only("*.test")));
  }

  /** A permitted subtree that the name is not in. */
  private static PathRule outside(String rule, GeneralName permitted, Maker leaf) {
    return constrained(rule, 47, constraints(permitted, null), leaf);
  }

  /** An excluded subtree that the name is in. */
  private static PathRule inside(String rule, GeneralName excluded, Maker leaf) {
    return constrained(rule, 48, constraints(null, excluded), leaf);
  }

  private static PathRule constrained(
      String rule, int code, NameConstraints constraints, Maker leaf) {
    return refused(rule, "4.2.1.10", code, 0, root(), leaf.by(limits(constraints)));
  }

  private static PathRule malformed(String rule, GeneralName base) {
    // Critical ones would keep the JDK from reading the certificate at all.
    Identity issuer =
        make("limiting").ca().extension(NC, false, constraints(null, base)).by(root()).build();
    return refused(rule, "4.2.1.10", 52, 1, root(), leaf().by(issuer));
  }

  private static PathRule misspelt(String rule, Maker leaf) {
    return refused(rule, "4.2.1.6", 53, 0, root(), leaf.by(root()));
  }

  /** A leaf with the name of its issuer. */
  private static PathRule selfIssued() {
    Identity issuer =
        make("same")
            .ca()
            .extension(NC, true, constraints(dns("good.test"), null))
            .by(root())
            .build();
    return refused(
        "names of a self-issued leaf",
        "6.1.3 (b)",
        47,
        0,
        root(),
        make("same").key(KeyType.EC_P384).dns("leaf.test").by(issuer));
  }

  private static PathRule intermediate() {
    Identity outer = limits(constraints(dns("leaf.test"), null));
    Identity inner = make("inner").ca().dns("inner.test").by(outer).build();
    return refused("a name of an intermediate", "6.1.3 (b)", 47, 1, root(), leaf().by(inner));
  }

  /** An intermediate that permits more than the one above it. */
  private static PathRule widened() {
    Identity outer = limits(constraints(dns("good.test"), null));
    Identity inner =
        make("inner").ca().extension(NC, true, constraints(dns("test"), null)).by(outer).build();
    return refused(
        "constraints that an authority further down widens",
        "6.1.4 (g)",
        47,
        0,
        root(),
        leaf().by(inner));
  }

  /** An authority that limits names. */
  static Identity limits(ASN1Encodable constraints) {
    return make("limiting").ca().extension(NC, true, constraints).by(root()).build();
  }

  static NameConstraints constraints(GeneralName permitted, GeneralName excluded) {
    return new NameConstraints(subtrees(permitted), subtrees(excluded));
  }

  private static GeneralSubtree[] subtrees(GeneralName base) {
    return base == null ? null : new GeneralSubtree[] {new GeneralSubtree(base)};
  }

  /** A leaf with one more name than its host's. */
  private static Maker with(GeneralName name) {
    GeneralNames names = new GeneralNames(new GeneralName[] {dns("leaf.test"), name});
    return make("with").extension(SAN, false, names);
  }

  private static Maker wild() {
    return leaf().dns("*.leaf.test");
  }

  private static Maker subject(String name) {
    return make(name).dns("leaf.test");
  }

  /** A leaf whose common name is the host, and that has another alternative name, or none. */
  private static Maker only(String name) {
    Maker leaf = make("leaf.test").by(root());
    return name == null ? leaf : leaf.dns(name);
  }

  private static GeneralName mail(String text) {
    return new GeneralName(GeneralName.rfc822Name, text);
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  private static GeneralName ip(String text) {
    return new GeneralName(GeneralName.iPAddress, text);
  }

  private static GeneralName net(String hex) {
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(HexFormat.of().parseHex(hex)));
  }

  private static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }

  private static GeneralName other() {
    ASN1Encodable[] parts = {
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
      new DERTaggedObject(true, 0, new DERUTF8String("someone"))
    };
    return new GeneralName(GeneralName.otherName, new DERSequence(parts));
  }
}
