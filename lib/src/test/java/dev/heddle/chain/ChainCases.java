package dev.heddle.chain;

import static dev.heddle.chain.ConstraintCases.dnsName;
import static dev.heddle.chain.ConstraintCases.limited;
import static dev.heddle.chain.ConstraintCases.net;
import static dev.heddle.support.TestCerts.make;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyConstraints;

/** Chains with what is to be said of them, for our check and for {@code openssl verify}. */
final class ChainCases {

  private ChainCases() {}

  /**
   * One chain.
   *
   * @param code what we say, 0 for good
   * @param depth of the certificate at fault
   * @param openSslCode what openssl says; another one than {@code code} only with a reason given in
   *     the name
   */
  record Case(
      String name,
      List<X509Certificate> anchors,
      List<X509Certificate> chain,
      boolean server,
      String host,
      int verifyDepth,
      int code,
      int depth,
      int openSslCode) {

    TlsConfig config() {
      TlsConfig.Builder builder =
          TlsConfig.builder().trust(Trust.of(anchors)).verifyDepth(verifyDepth);
      return (host == null ? builder : builder.hostName(host)).build();
    }

    Case client() {
      return new Case(name, anchors, chain, false, null, verifyDepth, code, depth, openSslCode);
    }

    Case host(String value) {
      return new Case(name, anchors, chain, server, value, verifyDepth, code, depth, openSslCode);
    }

    Case verifyDepth(int value) {
      return new Case(name, anchors, chain, server, host, value, code, depth, openSslCode);
    }

    Case openSsl(int value) {
      return new Case(name, anchors, chain, server, host, verifyDepth, code, depth, value);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> all() {
    return Stream.of(
            good(),
            building(),
            dates(),
            purposes(),
            constraints(),
            ConstraintCases.all(),
            strength(),
            names(),
            order())
        .flatMap(List::stream);
  }

  private static List<Case> good() {
    Identity root = root();
    Identity ca = make("issuing").ca().by(root).build();
    Identity deep = make("deep").ca().by(ca).build();
    Identity leaf = leaf().by(deep).build();
    Identity stranger = make("stranger").ca().build();
    X509Certificate lone = leaf().build().certificate();
    List<X509Certificate> mixed =
        List.of(
            leaf.certificate(),
            stranger.certificate(),
            root.certificate(),
            ca.certificate(),
            deep.certificate());
    return List.of(
        ok("issued by the root", List.of(root.certificate()), leaf().by(root).build().chain()),
        ok("two intermediates", List.of(root.certificate()), leaf.chain()),
        ok("with the root", List.of(root.certificate()), with(leaf.chain(), root)),
        ok("in disorder, with a stranger", List.of(root.certificate()), mixed),
        ok("several anchors", List.of(stranger.certificate(), root.certificate()), leaf.chain()),
        ok("a client", List.of(root.certificate()), clientLeaf().by(root).build().chain()).client(),
        ok("a trusted self-signed leaf", List.of(lone), List.of(lone)),
        ok("a trusted leaf", List.of(leaf.certificate()), List.of(leaf.certificate())),
        ok("a trusted intermediate", List.of(deep.certificate()), List.of(leaf.certificate())),
        ok("a trusted intermediate, presented", List.of(ca.certificate()), leaf.chain()),
        ok("depth just enough", List.of(root.certificate()), leaf.chain()).verifyDepth(2),
        ok("RSA", List.of(rsaRoot().certificate()), rsaLeaf().by(rsaRoot()).build().chain()),
        ok(
            "Ed25519",
            List.of(edRoot().certificate()),
            leaf().key(KeyType.ED25519).by(edRoot()).build().chain()));
  }

  private static List<Case> building() {
    Identity root = root();
    Identity ca = make("issuing").ca().by(root).build();
    Identity leaf = leaf().by(ca).build();
    Identity stranger = make("stranger").ca().build();
    Identity other = make("other root").ca().build();
    List<X509Certificate> anchors = List.of(root.certificate());
    List<X509Certificate> wrong = List.of(stranger.certificate());

    // The same name with another key: without an identifier only the signature tells them apart.
    Identity twin = make("test root").key(KeyType.EC_P384).ca().build();
    Identity blindLeaf = leaf().by(root).build();
    Identity blindTwin = make("test root").key(KeyType.EC_P384).ca().withoutKeyIds().build();

    // Two authorities that have only certified each other.
    Identity left = make("left").ca().build();
    Identity right = make("right").ca().by(left).build();
    Identity leftAgain = make("left").ca().by(right).build();
    Identity loopLeaf = leaf().by(leftAgain).build();

    Identity renewed = make("test root").ca().expired().build();
    return List.of(
        bad("self-signed leaf", wrong, leaf().build().chain(), 18, 0),
        bad("no anchors at all", List.of(), leaf().build().chain(), 18, 0),
        bad("root unknown but presented", wrong, with(leaf.chain(), root), 19, 2),
        bad("an impostor's root", anchors, with(leaf().by(twin).build().chain(), twin), 19, 1),
        bad("root unknown", wrong, leaf.chain(), 20, 1),
        bad("intermediate missing", anchors, List.of(leaf.certificate()), 20, 0),
        bad("only a stranger beside it", anchors, with(List.of(leaf.certificate()), other), 20, 0),
        bad("too deep", anchors, leaf.chain(), 22, 1).verifyDepth(0),
        bad("same name, other key, other id", List.of(twin.certificate()), blindless(root), 20, 0),
        bad("same name, other key", List.of(blindTwin.certificate()), blindLeaf.chain(), 7, 0),
        ok(
                "same name, other key, and the right one after it (openssl tries one)",
                List.of(blindTwin.certificate(), root.certificate()),
                blindLeaf.chain())
            .openSsl(7),
        ok(
            "an expired root and its renewal",
            List.of(renewed.certificate(), root.certificate()),
            leaf.chain()),
        ok(
            "an expired root presented beside its trusted renewal",
            List.of(root.certificate()),
            with(leaf.chain(), renewed)),
        bad(
            "a loop",
            anchors,
            List.of(loopLeaf.certificate(), leftAgain.certificate(), right.certificate()),
            20,
            2),
        bad("forged", anchors, tampered(leaf().by(root).build()), 7, 0),
        bad("intermediate forged", anchors, tamperedIssuer(leaf, ca), 7, 1),
        bad("issuer without keyCertSign", anchors, notSigning(root), 79, 1));
  }

  private static List<Case> dates() {
    Identity root = root();
    Identity oldCa = make("issuing").ca().by(root).expired().build();
    List<X509Certificate> oldLeaf = leaf().by(root).expired().build().chain();
    List<X509Certificate> own = leaf().build().chain();
    List<X509Certificate> renewed = leaf().expired().build().chain();
    List<X509Certificate> renamed = leaf().dns("other.test").build().chain();
    Identity oldRoot = make("old root").ca().expired().build();
    List<X509Certificate> anchors = List.of(root.certificate());
    return List.of(
        bad("expired", anchors, leaf().by(root).expired().build().chain(), 10, 0),
        bad("not yet valid", anchors, leaf().by(root).notYetValid().build().chain(), 9, 0),
        bad("intermediate expired", anchors, leaf().by(oldCa).build().chain(), 10, 1),
        bad(
            "root expired",
            List.of(oldRoot.certificate()),
            leaf().by(oldRoot).build().chain(),
            10,
            1),
        bad("trusted leaf expired", oldLeaf, oldLeaf, 10, 0),
        ok("a trusted leaf's renewal (openssl knows it not)", own, renewed).openSsl(18),
        bad("a renewal under another name", own, renamed, 62, 0).host("other.test").openSsl(18));
  }

  private static List<Case> purposes() {
    Identity root = root();
    List<X509Certificate> anchors = List.of(root.certificate());
    Identity clientCa =
        make("client issuing").ca().purpose(KeyPurposeId.id_kp_clientAuth).by(root).build();
    Identity clientRoot = make("client root").ca().purpose(KeyPurposeId.id_kp_clientAuth).build();
    return List.of(
        bad("a client's for a server", anchors, clientLeaf().by(root).build().chain(), 26, 0),
        bad("a server's for a client", anchors, leaf().by(root).build().chain(), 26, 0).client(),
        bad("intermediate for clients", anchors, plainLeaf().by(clientCa).build().chain(), 26, 1),
        bad(
            "root for clients",
            List.of(clientRoot.certificate()),
            plainLeaf().by(clientRoot).build().chain(),
            26,
            1),
        ok("no purpose given", anchors, plainLeaf().by(root).build().chain()),
        ok("no purpose given, client", anchors, plainLeaf().by(root).build().chain()).client(),
        ok(
                "any purpose (openssl does not count it)",
                anchors,
                plainLeaf().purpose(KeyPurposeId.anyExtendedKeyUsage).by(root).build().chain())
            .openSsl(26),
        bad(
            "usage certificate signing only",
            anchors,
            leaf().usage(KeyUsage.keyCertSign).by(root).build().chain(),
            26,
            0),
        bad(
                "usage key encipherment only (openssl leaves it to the key exchange)",
                anchors,
                leaf().usage(KeyUsage.keyEncipherment).by(root).build().chain(),
                26,
                0)
            .openSsl(0));
  }

  private static List<Case> constraints() {
    Identity root = root();
    List<X509Certificate> anchors = List.of(root.certificate());
    Identity narrow = make("narrow").ca(0).by(root).build();
    Identity below = make("below").ca().by(narrow).build();
    Identity narrowRoot = make("narrow root").ca(0).build();
    Identity belowRoot = make("below").ca().by(narrowRoot).build();
    Identity plain = make("plain").usage(KeyUsage.keyCertSign).by(root).build();
    Identity plainRoot = make("plain root").usage(KeyUsage.keyCertSign).build();
    Identity nobody = make("nobody").by(root).build();
    Identity notCa =
        make("not ca").extension("2.5.29.19", true, new BasicConstraints(false)).by(root).build();
    Identity odd = make("odd").ca().extension("1.2.3.4", true, DERNull.INSTANCE).by(root).build();
    Identity good = limited("only good", dnsName("good.test"), null, root);
    Identity notBad = limited("not bad", null, dnsName("bad.test"), root);
    Identity goodRoot = limited("good root", dnsName("good.test"), null, null);
    Identity policy =
        make("policy").ca().extension("2.5.29.36", true, policyRequired()).by(root).build();
    Identity nets = limited("nets", net("192.0.2.0/24"), null, root);
    return List.of(
        bad("path length", anchors, leaf().by(below).build().chain(), 25, 2),
        bad(
            "path length of the root",
            List.of(narrowRoot.certificate()),
            leaf().by(belowRoot).build().chain(),
            25,
            2),
        ok("path length kept", anchors, leaf().by(narrow).build().chain()),
        bad("issuer not a CA", anchors, leaf().by(notCa).build().chain(), 79, 1),
        bad("issuer without constraints", anchors, leaf().by(nobody).build().chain(), 79, 1),
        bad("issuer only by usage", anchors, leaf().by(plain).build().chain(), 79, 1),
        bad(
                "root only by usage (openssl takes that from a root)",
                List.of(plainRoot.certificate()),
                leaf().by(plainRoot).build().chain(),
                79,
                1)
            .openSsl(0),
        bad(
                "a policy is required (openssl does not look unless told)",
                anchors,
                leaf().by(policy).build().chain(),
                43,
                0)
            .openSsl(0),
        bad(
            "unknown critical extension",
            anchors,
            leaf().extension("1.2.3.4", true, DERNull.INSTANCE).by(root).build().chain(),
            34,
            0),
        ok(
            "unknown extension",
            anchors,
            leaf().extension("1.2.3.4", false, DERNull.INSTANCE).by(root).build().chain()),
        bad("intermediate's critical extension", anchors, leaf().by(odd).build().chain(), 34, 1),
        ok("permitted", anchors, named("a.good.test").by(good).build().chain()),
        bad("not permitted", anchors, named("a.evil.test").by(good).build().chain(), 47, 0),
        bad("one name not permitted", anchors, two().by(good).build().chain(), 47, 0),
        bad("excluded", anchors, named("a.bad.test").by(notBad).build().chain(), 48, 0),
        ok("not excluded", anchors, named("a.good.test").by(notBad).build().chain()),
        bad(
            "not permitted by the root",
            List.of(goodRoot.certificate()),
            named("a.evil.test").by(goodRoot).build().chain(),
            47,
            0),
        ok("address permitted", anchors, plainLeaf().ip("192.0.2.9").by(nets).build().chain()),
        bad(
            "address not permitted",
            anchors,
            plainLeaf().ip("198.51.100.9").by(nets).build().chain(),
            47,
            0));
  }

  private static List<Case> strength() {
    Identity root = root();
    Identity rsa = rsaRoot();
    Identity weakRoot = make("weak root").key(KeyType.RSA_1024).ca().build();
    Identity shaCa = make("sha ca").ca().by(rsa).signature("SHA1withRSA").build();
    Identity shaRoot = make("sha root").key(KeyType.RSA_2048).signature("SHA1withRSA").ca().build();
    return List.of(
        bad(
            "RSA 1024 leaf",
            List.of(root.certificate()),
            leaf().key(KeyType.RSA_1024).by(root).build().chain(),
            66,
            0),
        bad(
            "RSA 1024 root",
            List.of(weakRoot.certificate()),
            leaf().by(weakRoot).build().chain(),
            67,
            1),
        bad(
            "SHA-1 on the leaf",
            List.of(rsa.certificate()),
            leaf().by(rsa).signature("SHA1withRSA").build().chain(),
            68,
            0),
        bad(
            "MD5 on the leaf",
            List.of(rsa.certificate()),
            leaf().by(rsa).signature("MD5withRSA").build().chain(),
            68,
            0),
        bad(
            "SHA-1 on the intermediate",
            List.of(rsa.certificate()),
            leaf().by(shaCa).build().chain(),
            68,
            1),
        ok("SHA-1 on the root", List.of(shaRoot.certificate()), leaf().by(shaRoot).build().chain()),
        ok(
            "PSS",
            List.of(rsa.certificate()),
            leaf().by(rsa).signature("SHA256withRSAandMGF1").build().chain()),
        bad(
            "PSS with SHA-1",
            List.of(rsa.certificate()),
            leaf().by(rsa).signature("SHA1withRSAandMGF1").build().chain(),
            68,
            0));
  }

  private static List<Case> names() {
    Identity root = root();
    List<X509Certificate> anchors = List.of(root.certificate());
    List<X509Certificate> chain = leaf().ip("192.0.2.1").ip("2001:db8::1").by(root).build().chain();
    List<X509Certificate> star = plainLeaf().dns("*.wild.test").by(root).build().chain();
    List<X509Certificate> bare = plainLeaf().by(root).build().chain();
    return List.of(
        ok("name", anchors, chain).host("leaf.test"),
        ok("name in capitals", anchors, chain).host("LEAF.Test"),
        ok("address", anchors, chain).host("192.0.2.1"),
        ok("IPv6 address", anchors, chain).host("2001:DB8:0::1"),
        bad("another name", anchors, chain, 62, 0).host("other.test"),
        bad("a name below", anchors, chain, 62, 0).host("a.leaf.test"),
        bad("another address", anchors, chain, 64, 0).host("192.0.2.2"),
        bad("another IPv6 address", anchors, chain, 64, 0).host("2001:db8::2"),
        bad("an address, no address named", anchors, star, 64, 0).host("192.0.2.1"),
        ok("wildcard", anchors, star).host("a.wild.test"),
        bad("wildcard, two labels", anchors, star, 62, 0).host("a.b.wild.test"),
        bad("wildcard, no label", anchors, star, 62, 0).host("wild.test"),
        bad("common name only (openssl takes it)", anchors, bare, 62, 0)
            .host("plain.test")
            .openSsl(0));
  }

  /** Several faults at once. */
  private static List<Case> order() {
    Identity root = root();
    List<X509Certificate> anchors = List.of(root.certificate());
    List<X509Certificate> old = leaf().by(root).expired().build().chain();
    List<X509Certificate> oldClient = clientLeaf().by(root).expired().build().chain();
    List<X509Certificate> weak =
        clientLeaf().key(KeyType.RSA_1024).by(make("nobody's").ca().build()).build().chain();
    return List.of(
        bad("expired and another name", anchors, old, 62, 0).host("other.test"),
        bad("expired and of another purpose", anchors, oldClient, 26, 0).host("other.test"),
        bad("weak and without issuer", anchors, weak, 66, 0).host("other.test"),
        bad("forged and expired", anchors, tampered(leaf().by(root).expired().build()), 7, 0),
        bad("untrusted and another name", anchors, leaf().build().chain(), 18, 0)
            .host("other.test"));
  }

  static Case ok(String name, List<X509Certificate> anchors, List<X509Certificate> chain) {
    return bad(name, anchors, chain, 0, 0);
  }

  static Case bad(
      String name,
      List<X509Certificate> anchors,
      List<X509Certificate> chain,
      int code,
      int depth) {
    return new Case(name, anchors, chain, true, null, 100, code, depth, code);
  }

  static Identity root() {
    return ROOT;
  }

  static Maker leaf() {
    return make("leaf.test").dns("leaf.test").purpose(KeyPurposeId.id_kp_serverAuth);
  }

  static Maker plainLeaf() {
    return make("plain.test");
  }

  static Maker named(String dns) {
    return make("named").dns(dns);
  }

  private static Maker two() {
    return named("a.good.test").dns("a.evil.test");
  }

  private static Maker clientLeaf() {
    return make("client leaf").purpose(KeyPurposeId.id_kp_clientAuth);
  }

  private static Maker rsaLeaf() {
    return leaf().key(KeyType.RSA_2048);
  }

  private static Identity rsaRoot() {
    return RSA_ROOT;
  }

  private static Identity edRoot() {
    return make("ed root").key(KeyType.ED25519).ca().build();
  }

  private static List<X509Certificate> blindless(Identity root) {
    return leaf().by(root).build().chain();
  }

  private static List<X509Certificate> notSigning(Identity root) {
    Identity encipherer = make("encipherer").ca().usage(KeyUsage.keyEncipherment).by(root).build();
    return leaf().by(encipherer).build().chain();
  }

  private static List<X509Certificate> with(List<X509Certificate> chain, Identity more) {
    List<X509Certificate> all = new ArrayList<>(chain);
    all.add(more.certificate());
    return List.copyOf(all);
  }

  static List<X509Certificate> tampered(Identity identity) {
    return List.of(flipped(identity.certificate()));
  }

  private static List<X509Certificate> tamperedIssuer(Identity leaf, Identity ca) {
    return List.of(leaf.certificate(), flipped(ca.certificate()));
  }

  /** The certificate with another serial number than was signed. */
  private static X509Certificate flipped(X509Certificate certificate) {
    try {
      byte[] der = certificate.getEncoded();
      byte[] serial = new ASN1Integer(certificate.getSerialNumber()).getEncoded();
      for (int i = 0; i < der.length - serial.length; i++) {
        if (Arrays.equals(der, i, i + serial.length, serial, 0, serial.length)) {
          der[i + serial.length - 1] ^= 1;
          return (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
        }
      }
      throw new IllegalStateException("no serial number");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PolicyConstraints policyRequired() {
    return new PolicyConstraints(BigInteger.ZERO, null);
  }

  private static final Identity ROOT = make("test root").ca().build();
  private static final Identity RSA_ROOT = make("rsa root").key(KeyType.RSA_2048).ca().build();
}
