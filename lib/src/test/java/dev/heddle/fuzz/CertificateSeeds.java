package dev.heddle.fuzz;

import dev.heddle.config.Credentials;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import dev.heddle.support.TestCrls;
import dev.heddle.support.TestOcsp;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/** Lists, staples and certificates, whole and as contents to be signed. */
final class CertificateSeeds {

  private static final Instant FROM = Fixed.NOW.minus(Duration.ofDays(1));
  private static final Instant TO = Fixed.NOW.plus(Duration.ofDays(1));
  private static final Identity ROOT = identity(Fixed.ROOT);
  private static final Identity INTERMEDIATE = identity(Fixed.INTERMEDIATE);

  static void lists(Seeds seeds) throws Exception {
    X509Certificate client = Fixed.CLIENT.chain().get(0);
    X509Certificate server = Fixed.SERVER.chain().get(0);
    list(seeds, "empty", list());
    list(seeds, "revokes", list().revoke(client, 1));
    list(seeds, "revokes-other", list().revoke(server, 4).revoke(client, 8));
    list(
        seeds,
        "entry-extension",
        list().revoke(client.getSerialNumber(), "2.5.29.29", true, new GeneralNames(names())));
    list(seeds, "number", list().extension("2.5.29.20", false, new ASN1Integer(7)));
    list(seeds, "delta", list().extension("2.5.29.27", true, new ASN1Integer(7)));
    list(
        seeds,
        "scope",
        list().extension("2.5.29.28", true, new IssuingDistributionPoint(point(), true, false)));
    seeds.add("pem", CrlTarget.FILE, TestCrls.pem(list().encode()));
  }

  private static TestCrls list() {
    return TestCrls.by(ROOT, FROM, TO);
  }

  private static void list(Seeds seeds, String name, TestCrls list) throws Exception {
    X509CRL crl = list.build();
    seeds.add(name, CrlTarget.FILE, crl.getEncoded());
    seeds.add(name + "-contents", CrlTarget.SIGNED, crl.getTBSCertList());
  }

  static void staples(Seeds seeds) throws IOException {
    staple(seeds, "good", staple());
    staple(seeds, "good-sha256", staple().sha256().byKey());
    staple(seeds, "revoked", staple().revoked(FROM, 1));
    staple(seeds, "unknown", staple().unknown());
    staple(seeds, "critical", staple().criticalExtension());
    staple(seeds, "endless", staple().dates(FROM, null));
    seeds.add("try-later", StapleTarget.RAW, TestOcsp.noAnswer(3));
    Identity responder =
        dated("responder").purpose(KeyPurposeId.id_kp_OCSPSigning).by(ROOT).build();
    seeds.add("by-responder", StapleTarget.RAW, staple().by(responder).build());
  }

  private static TestOcsp staple() {
    return TestOcsp.about(Fixed.RSA_SERVER.chain().get(0), ROOT).dates(FROM, TO);
  }

  private static void staple(Seeds seeds, String name, TestOcsp staple) throws IOException {
    byte[] whole = staple.build();
    seeds.add(name, StapleTarget.RAW, whole);
    var bytes = OCSPResponse.getInstance(whole).getResponseBytes().getResponse().getOctets();
    byte[] data = BasicOCSPResponse.getInstance(bytes).getTbsResponseData().getEncoded();
    seeds.add(name + "-contents", StapleTarget.SIGNED, data);
  }

  static void certificates(Seeds seeds) throws Exception {
    certificate(seeds, "plain", PathTarget.LEAF, leaf());
    certificate(
        seeds,
        "many-names",
        PathTarget.LEAF,
        leaf().extension("2.5.29.18", false, new GeneralNames(names())));
    certificate(
        seeds,
        "policies",
        PathTarget.LEAF,
        leaf()
            .extension("2.5.29.32", false, policies())
            .extension("1.3.6.1.5.5.7.1.24", false, new DERSequence(new ASN1Integer(5))));
    certificate(
        seeds,
        "distribution",
        PathTarget.LEAF,
        leaf()
            .usage(KeyUsage.digitalSignature)
            .extension(
                "2.5.29.31",
                false,
                new CRLDistPoint(
                    new DistributionPoint[] {new DistributionPoint(point(), null, null)})));
    certificate(
        seeds, "unknown-critical", PathTarget.LEAF, leaf().extension("1.2.3", true, point()));
    certificate(seeds, "rsa", PathTarget.LEAF, leaf().key(KeyType.RSA_2048));
    certificate(seeds, "version-1", PathTarget.LEAF, leaf().versionOne());
    // The one in the middle, whose name and key are those of the server's issuer.
    X509Certificate middle = INTERMEDIATE.certificate();
    seeds.add("authority", PathTarget.AUTHORITY, middle.getTBSCertificate());
    certificate(seeds, "path-length", PathTarget.AUTHORITY, authority().ca(0));
    certificate(
        seeds,
        "constraints",
        PathTarget.AUTHORITY,
        authority().ca().extension("2.5.29.30", true, constraints()));
    certificate(
        seeds,
        "policy-constraints",
        PathTarget.AUTHORITY,
        authority()
            .ca()
            .extension("2.5.29.32", false, policies())
            .extension(
                "2.5.29.36",
                true,
                new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0))))
            .extension("2.5.29.54", true, new ASN1Integer(0)));
  }

  private static void certificate(Seeds seeds, String name, int kind, Maker maker)
      throws Exception {
    Identity issuer = kind == PathTarget.LEAF ? INTERMEDIATE : ROOT;
    X509Certificate made = maker.by(issuer).build().certificate();
    seeds.add(name, kind, made.getTBSCertificate());
    if (kind == PathTarget.LEAF) {
      seeds.add(name + "-whole", PathTarget.RAW, made.getEncoded());
    }
  }

  private static Maker leaf() {
    return dated("leaf").dns("localhost").ip("127.0.0.1").purpose(KeyPurposeId.id_kp_serverAuth);
  }

  private static Maker authority() {
    return dated("Fuzzed intermediate");
  }

  private static Maker dated(String name) {
    return TestCerts.make(name).valid(FROM.minus(Duration.ofDays(9)), TO.plus(Duration.ofDays(9)));
  }

  private static GeneralName[] names() {
    return new GeneralName[] {
      new GeneralName(GeneralName.dNSName, "*.example.com"),
      new GeneralName(GeneralName.iPAddress, "2001:db8::7"),
      new GeneralName(GeneralName.rfc822Name, "a@example.com"),
      new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.com:443/x"),
      new GeneralName(GeneralName.directoryName, "C=DE, O=Example, CN=x"),
      new GeneralName(GeneralName.registeredID, "1.2.3"),
    };
  }

  private static NameConstraints constraints() {
    return new NameConstraints(
        new GeneralSubtree[] {
          new GeneralSubtree(new GeneralName(GeneralName.dNSName, "localhost")),
          new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "127.0.0.0/8")),
          new GeneralSubtree(new GeneralName(new X500Name("CN=server")))
        },
        new GeneralSubtree[] {
          new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, ".example.com")),
          new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, "example.com"))
        });
  }

  private static ASN1Encodable policies() {
    return new CertificatePolicies(
        new PolicyInformation[] {
          new PolicyInformation(new ASN1ObjectIdentifier("2.5.29.32.0")),
          new PolicyInformation(new ASN1ObjectIdentifier("1.2.3.4"))
        });
  }

  private static DistributionPointName point() {
    return new DistributionPointName(
        new GeneralNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, "http://x.example")));
  }

  private static Identity identity(Credentials credentials) {
    return new Identity(KeyType.EC_P256, credentials.privateKey(), credentials.chain());
  }

  private CertificateSeeds() {}
}
