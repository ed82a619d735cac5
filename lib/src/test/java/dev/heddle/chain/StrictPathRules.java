package dev.heddle.chain;

import static dev.heddle.chain.AuthorityPathRules.AUTHORITY_KEY;
import static dev.heddle.chain.AuthorityPathRules.CONSTRAINTS;
import static dev.heddle.chain.AuthorityPathRules.SUBJECT_KEY;
import static dev.heddle.chain.AuthorityPathRules.dns;
import static dev.heddle.chain.AuthorityPathRules.key;
import static dev.heddle.chain.AuthorityPathRules.keyOf;
import static dev.heddle.chain.AuthorityPathRules.permits;
import static dev.heddle.chain.AuthorityPathRules.plain;
import static dev.heddle.chain.ChainCases.leaf;
import static dev.heddle.chain.ChainCases.root;
import static dev.heddle.chain.PathRule.refused;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The rules that only {@code TlsConfig.strictPaths} has. */
final class StrictPathRules {

  private static final String EKU = "2.5.29.37";

  private StrictPathRules() {}

  static List<PathRule> all() {
    return Stream.of(anchors(), authorities(), leaves())
        .flatMap(List::stream)
        .map(PathRule::onlyStrict)
        .toList();
  }

  private static List<PathRule> anchors() {
    Identity zero = make("zero").ca().serial(BigInteger.ZERO).build();
    Identity noKey = make("no key").ca().withoutKeyIds().build();
    Identity lax =
        make("lax")
            .usage(KeyUsage.keyCertSign)
            .extension(CONSTRAINTS, false, new BasicConstraints(true))
            .build();
    GeneralNames issuer = new GeneralNames(new GeneralName(new X500Name("CN=x")));
    byte[] own = {1, 2, 3};
    Identity bySerial = anchor("by serial", new AuthorityKeyIdentifier(issuer, BigInteger.ONE));
    Identity both = anchor("both", new AuthorityKeyIdentifier(own, issuer, BigInteger.ONE));
    Identity other = anchor("other", new AuthorityKeyIdentifier(new byte[] {3, 2, 1}));
    Identity cross =
        make("cross").ca().withoutKeyIds().extension(SUBJECT_KEY, false, key()).by(root()).build();
    Identity purpose = make("purpose").ca().purpose(KeyPurposeId.id_kp_serverAuth).build();
    return List.of(
        refused("an anchor's serial number of zero", "4.1.2.2", 28, 1, zero, leaf().by(zero)),
        refused(
            "an anchor without a subject key identifier",
            "4.2.1.2",
            86,
            1,
            noKey,
            leaf().by(noKey)),
        refused(
            "basic constraints of an authority that are not critical",
            "4.2.1.9",
            89,
            1,
            lax,
            leaf().by(lax)),
        refused(
            "an anchor's authority key identifier without a key",
            "4.2.1.1",
            85,
            1,
            bySerial,
            keyed(bySerial)),
        refused(
            "an anchor's authority key identifier with an issuer",
            "BR 7.1.2.1.3",
            41,
            1,
            both,
            keyed(both)),
        refused(
            "a root's authority key identifier that is not its own",
            "BR 7.1.2.1.3",
            30,
            1,
            other,
            keyed(other)),
        refused(
            "an anchor issued by another without an authority key identifier",
            "4.2.1.1",
            85,
            1,
            cross,
            List.of(keyed(cross).get(0))),
        refused(
            "an anchor with an extended key usage",
            "BR 7.1.2.1.2",
            41,
            1,
            purpose,
            leaf().by(purpose)));
  }

  private static List<PathRule> authorities() {
    Identity root = root();
    Identity noUsage =
        make("no usage").extension(CONSTRAINTS, true, new BasicConstraints(true)).by(root).build();
    Identity lax =
        make("lax names")
            .ca()
            .extension(NamePathRules.NC, false, permits(dns("leaf.test")))
            .by(root)
            .build();
    return List.of(
        refused("an authority without a key usage", "4.2.1.3", 92, 1, root, leaf().by(noUsage)),
        refused("name constraints not critical", "4.2.1.10", 41, 1, root, leaf().by(lax)));
  }

  private static List<PathRule> leaves() {
    Identity root = root();
    GeneralNames names = new GeneralNames(dns("leaf.test"));
    ExtendedKeyUsage server = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    return List.of(
        refused(
            "critical alternative names beside a subject",
            "4.2.1.6, BR 7.1.2.7.12",
            41,
            0,
            root,
            make("leaf.test")
                .purpose(KeyPurposeId.id_kp_serverAuth)
                .extension(NamePathRules.SAN, true, names)
                .by(root)),
        refused(
            "a server without an extended key usage",
            "BR 7.1.2.7.10",
            26,
            0,
            root,
            plain().by(root)),
        refused(
            "a server for any purpose",
            "BR 7.1.2.7.10",
            26,
            0,
            root,
            leaf().purpose(KeyPurposeId.anyExtendedKeyUsage).by(root)),
        refused(
            "a server's extended key usage that is critical",
            "BR 7.1.2.7.6",
            41,
            0,
            root,
            plain().extension(EKU, true, server).by(root)),
        refused(
            "a server that is an authority",
            "BR 7.1.2.7.8",
            26,
            0,
            root,
            leaf().ca().usage(KeyUsage.digitalSignature).by(root)),
        refused(
            "a common name that is no alternative name",
            "BR 7.1.4.3",
            28,
            0,
            root,
            make("other.test").dns("leaf.test").purpose(KeyPurposeId.id_kp_serverAuth).by(root)),
        refused(
            "an RSA key of no multiple of 8 bits",
            "BR 6.1.5",
            66,
            0,
            root,
            leaf().key(KeyType.RSA_2052).by(root)));
  }

  /** An anchor with the key identifier 1, 2, 3. */
  private static Identity anchor(String name, AuthorityKeyIdentifier authority) {
    return make(name)
        .ca()
        .withoutKeyIds()
        .extension(SUBJECT_KEY, false, key())
        .extension(AUTHORITY_KEY, false, authority)
        .build();
  }

  /** A leaf that names its issuer's key as the issuer does. */
  private static List<X509Certificate> keyed(Identity issuer) {
    return leaf()
        .withoutKeyIds()
        .extension(AUTHORITY_KEY, false, keyOf(issuer))
        .by(issuer)
        .build()
        .chain();
  }
}
