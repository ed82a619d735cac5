package dev.heddle.chain;

import static dev.heddle.chain.ChainCases.bad;
import static dev.heddle.chain.ChainCases.leaf;
import static dev.heddle.chain.ChainCases.named;
import static dev.heddle.chain.ChainCases.ok;
import static dev.heddle.chain.ChainCases.root;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.chain.ChainCases.Case;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.Maker;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Name constraints, and names that are not what they seem; some of {@link ChainCases}. */
final class ConstraintCases {

  private ConstraintCases() {}

  static List<Case> all() {
    Identity root = root();
    List<X509Certificate> anchors = List.of(root.certificate());
    Identity notBad = limited("not bad", null, dnsName("bad.test"), root);
    Identity notA = limited("not a", null, dnsName("a.wild.test"), root);
    Identity notBelowA = limited("not below a", null, dnsName("b.a.wild.test"), root);
    Identity dotted = limited("dotted", null, dnsName("bad.test."), root);
    Identity noDns = limited("no names", null, dnsName(""), root);
    Identity noDnsRoot = limited("no names root", null, dnsName(""), null);
    Identity belowNoDns = make("below").ca().by(noDns).build();
    Identity anyDns = limited("any names", dnsName(""), null, root);
    Identity anyDnsRoot = limited("any names root", dnsName(""), null, null);
    Identity noTen = limited("not ten", null, net("10.0.0.0/8"), root);
    Identity noDoc = limited("no examples", null, net("2001:db8::/32"), root);
    Identity onlyDoc = limited("only examples", net("2001:db8::/32"), null, root);
    Identity noSubject = limited("no subjects", null, NO_SUBJECT, root);
    Identity noSubjectRoot = limited("no subjects root", null, NO_SUBJECT, null);
    Identity anySubject = limited("any subjects", NO_SUBJECT, null, root);
    Identity onlyStar = limited("only wild", dnsName("*.wild.test"), null, root);
    Identity org = org();
    Identity noMail =
        limited("no mail", null, new GeneralName(GeneralName.rfc822Name, "mail.test"), null);
    Maker star = named("*.wild.test");
    Maker mapped = make("mapped").extension("2.5.29.17", false, new GeneralNames(mapped()));
    Maker mail = make("mail").extension("2.5.29.17", false, new GeneralNames(mail()));
    Maker six = make("six").ip("2001:db8::1:0:0:1");
    return List.of(
        bad(
                "excluded, by a wildcard (openssl checks the wildcard only)",
                anchors,
                star.by(notA).build().chain(),
                48,
                0)
            .host("a.wild.test")
            .openSsl(0),
        bad("excluded, and another is wanted", anchors, star.by(notA).build().chain(), 48, 0)
            .host("b.wild.test")
            .openSsl(0),
        bad("excluded, and none is wanted", anchors, star.by(notA).build().chain(), 48, 0)
            .openSsl(0),
        bad(
                "a wildcard permitted, which is no name (openssl compares them as they are)",
                anchors,
                star.by(onlyStar).build().chain(),
                52,
                1)
            .host("a.wild.test")
            .openSsl(0),
        ok("excluded, but further down", anchors, star.by(notBelowA).build().chain())
            .host("a.wild.test"),
        ok("excluded, but beside the wildcard's", anchors, star.by(notBad).build().chain())
            .host("a.wild.test"),
        bad(
            "a subject permitted, and others before it",
            List.of(org.certificate()),
            alsoNamed("a.test", directory("C=FR,O=Evil,C=US,O=Org")).by(org).build().chain(),
            47,
            0),
        bad(
                "a mail address in the subject excluded by the root",
                List.of(noMail.certificate()),
                make("mail,E=someone@mail.test").by(noMail).build().chain(),
                48,
                0)
            .client(),
        ok(
            "a subject permitted",
            List.of(org.certificate()),
            alsoNamed("a.test", directory("C=us,O=ORG,CN=a")).by(org).build().chain()),
        bad(
                "excluded, with a dot (openssl misses the name first)",
                anchors,
                named("bad.test.").dns("z.test").by(notBad).build().chain(),
                53,
                0)
            .host("bad.test")
            .openSsl(62),
        bad(
                "excluded, with a dot, and none is wanted (openssl finds that another name)",
                anchors,
                named("bad.test.").dns("z.test").by(notBad).build().chain(),
                53,
                0)
            .openSsl(0),
        bad(
                "excluded with a dot (openssl finds that another name)",
                anchors,
                named("bad.test").by(dotted).build().chain(),
                52,
                1)
            .host("bad.test")
            .openSsl(0),
        bad("excluded address, mapped", anchors, mapped.by(noTen).build().chain(), 64, 0)
            .host("10.0.0.1"),
        bad("excluded IPv6 address", anchors, six.by(noDoc).build().chain(), 48, 0)
            .host("2001:db8::1:0:0:1"),
        ok("permitted IPv6 address", anchors, six.by(onlyDoc).build().chain())
            .host("2001:db8::1:0:0:1"),
        bad("all names excluded", anchors, leaf().by(noDns).build().chain(), 48, 0)
            .host("leaf.test"),
        bad("all names excluded, further up", anchors, leaf().by(belowNoDns).build().chain(), 48, 0)
            .host("leaf.test"),
        bad(
                "all names excluded by the root",
                List.of(noDnsRoot.certificate()),
                leaf().by(noDnsRoot).build().chain(),
                48,
                0)
            .host("leaf.test"),
        ok("all names excluded, an address", anchors, six.by(noDns).build().chain())
            .host("2001:db8::1:0:0:1"),
        ok("all names excluded, a client", anchors, mail.by(noDns).build().chain()).client(),
        ok("all names excluded further up, a client", anchors, mail.by(belowNoDns).build().chain())
            .client(),
        ok(
                "all names excluded by the root, a client",
                List.of(noDnsRoot.certificate()),
                mail.by(noDnsRoot).build().chain())
            .client(),
        ok("all names permitted", anchors, leaf().by(anyDns).build().chain()).host("leaf.test"),
        ok(
                "all names permitted by the root",
                List.of(anyDnsRoot.certificate()),
                leaf().by(anyDnsRoot).build().chain())
            .host("leaf.test"),
        bad("all subjects excluded", anchors, leaf().by(noSubject).build().chain(), 48, 0),
        bad(
            "all subjects excluded by the root",
            List.of(noSubjectRoot.certificate()),
            leaf().by(noSubjectRoot).build().chain(),
            48,
            0),
        ok("all subjects permitted", anchors, leaf().by(anySubject).build().chain()));
  }

  /** An authority with one permitted or excluded subtree; a root if nobody issues it. */
  static Identity limited(
      String name, GeneralName permitted, GeneralName excluded, Identity issuer) {
    NameConstraints constraints = new NameConstraints(subtrees(permitted), subtrees(excluded));
    Maker maker = make(name).ca().extension(NC, true, constraints);
    return (issuer == null ? maker : maker.by(issuer)).build();
  }

  private static GeneralSubtree[] subtrees(GeneralName name) {
    return name == null ? null : new GeneralSubtree[] {new GeneralSubtree(name)};
  }

  static GeneralName dnsName(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  static GeneralName net(String addresses) {
    return new GeneralName(GeneralName.iPAddress, addresses);
  }

  private static GeneralName mail() {
    return new GeneralName(GeneralName.rfc822Name, "someone@mail.test");
  }

  /** 10.0.0.1 in sixteen octets. */
  private static GeneralName mapped() {
    byte[] octets = HexFormat.of().parseHex("00000000000000000000ffff0a000001");
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(octets));
  }

  /** A root that permits the subjects of an organization, and the leaf's own common name. */
  private static Identity org() {
    GeneralSubtree[] permitted = {
      new GeneralSubtree(directory("C=US,O=Org")), new GeneralSubtree(directory("CN=named"))
    };
    return make("org root").ca().extension(NC, true, new NameConstraints(permitted, null)).build();
  }

  private static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }

  /** A leaf with a second subject among its alternative names. */
  private static Maker alsoNamed(String dns, GeneralName directoryName) {
    GeneralNames names = new GeneralNames(new GeneralName[] {dnsName(dns), directoryName});
    return make("named").extension("2.5.29.17", false, names);
  }

  private static final String NC = "2.5.29.30";

  /** The empty directoryName, below which all others are. */
  private static final GeneralName NO_SUBJECT = new GeneralName(new X500Name(new RDN[0]));
}
