package dev.heddle.chain;

import static dev.heddle.chain.AuthorityPathRules.AUTHORITY_KEY;
import static dev.heddle.chain.AuthorityPathRules.keyOf;
import static dev.heddle.chain.ChainCases.leaf;
import static dev.heddle.chain.ChainCases.root;
import static dev.heddle.chain.PathRule.accepted;
import static dev.heddle.chain.PathRule.refused;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What is accepted although it could be taken for a fault, and a trusted leaf's own rules. */
final class AcceptedPathRules {

  private AcceptedPathRules() {}

  static List<PathRule> anchors() {
    Identity old = make("old").versionOne().build();
    Identity odd = make("odd names").ca().dns("a_b.test").build();
    Identity rollover = make("test root").ca().key(KeyType.EC_P384).by(root()).build();
    Maker keyed = leaf().withoutKeyIds().extension(AUTHORITY_KEY, false, keyOf(root()));
    return List.of(
        accepted("an anchor of version 1", "6.1.1 (d)", old, leaf().by(old)),
        accepted("an anchor with a malformed name", "6.1.1 (d)", odd, leaf().by(odd)),
        accepted("an anchor that is an intermediate", "6.1.1 (d)", rollover, leaf().by(rollover)),
        accepted("a leaf without a subject key identifier", "4.2.1.2", root(), keyed.by(root())));
  }

  static List<PathRule> trustedLeaves() {
    return List.of(
        trusted("that is an authority", 0, leaf().ca().usage(AUTHORITY_AND_SERVER)),
        trusted("that is no authority, self-signed", 0, leaf()),
        trusted("that another has issued", 0, leaf().by(root())),
        trusted("without key identifiers", 0, leaf().withoutKeyIds()),
        trusted("with a name that is malformed", 0, leaf().dns("a_b.test")),
        trusted("with an extension that is malformed", 0, leaf().extension(AIA, false, NULL)),
        trusted("that has expired", 10, leaf().expired()),
        trusted("for another host", 62, make("leaf.test").dns("other.test")),
        trusted("for clients", 26, make("leaf").dns("leaf.test").purpose(CLIENT)),
        trusted("with a weak key", 66, leaf().key(KeyType.RSA_1024)));
  }

  private static PathRule trusted(String which, int code, Maker leaf) {
    Identity identity = leaf.build();
    return refused(
        "a trusted leaf " + which, "—", code, 0, identity, identity.chain().subList(0, 1));
  }

  private static final int AUTHORITY_AND_SERVER = KeyUsage.keyCertSign | KeyUsage.digitalSignature;

  private static final String AIA = "1.3.6.1.5.5.7.1.1";
  private static final DERNull NULL = DERNull.INSTANCE;
  private static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;
}
