package dev.heddle.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.config.VerifyResult;
import dev.heddle.config.X509V;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;

/**
 * Names that the JDK takes and Bouncy Castle cannot read are the certificate's fault, and no
 * exception of ours.
 */
class UnreadableNamesTest {

  /** With an attribute that has neither a type nor a value. */
  private static final ASN1Encodable NO_NAME =
      new DERSequence(new DERSet(new ASN1Encodable[] {new DERSequence()}));

  @Test
  void alternativeDirectoryName() {
    Identity leaf =
        ChainCases.leaf()
            .extension(
                "2.5.29.17",
                false,
                new DERSequence(new DERTaggedObject(true, GeneralName.directoryName, NO_NAME)))
            .by(ChainCases.root())
            .build();
    TlsConfig config = anchored(ChainCases.root()).build();
    VerifyResult result = ChainCheck.check(config, leaf.chain(), true);
    assertEquals(X509V.UNSUPPORTED_NAME_SYNTAX.code(), result.code(), result::toString);
    assertTrue(result.detail().contains("'DirName:(unreadable)'"), result::detail);
  }

  @Test
  void commonName() throws GeneralSecurityException, IOException {
    TlsConfig.Builder config = anchored(ChainCases.root()).strictPaths(true);
    assertTrue(faults(config, ChainCases.root()).contains(X509V.UNSUPPORTED_NAME_SYNTAX.code()));
  }

  /** It may have a mail address as well as the parts of the name that are constrained. */
  @Test
  void subjectUnderConstraintsOnSubjects() throws GeneralSecurityException, IOException {
    int code = X509V.UNSUPPORTED_NAME_SYNTAX.code();
    Identity mail = below("by mail", new GeneralName(GeneralName.rfc822Name, "good.test"));
    assertTrue(faults(anchored(mail), mail).contains(code));
    Identity directory = below("by directory", new GeneralName(new X500Name("O=good")));
    assertTrue(faults(anchored(directory), directory).contains(code));
    Identity dns = below("by host", ConstraintCases.dnsName("test"));
    assertFalse(faults(anchored(dns), dns).contains(code));
  }

  private static Identity below(String name, GeneralName permitted) {
    var subtrees = new GeneralSubtree[] {new GeneralSubtree(permitted)};
    return TestCerts.make(name)
        .ca()
        .extension(NamePathRules.NC, true, new NameConstraints(subtrees, null))
        .build();
  }

  /** All that is wrong with a leaf whose common name is no UTF-8; its signature is, too. */
  private static Set<Integer> faults(TlsConfig.Builder config, Identity root)
      throws GeneralSecurityException, IOException {
    Set<Integer> codes = new HashSet<>();
    config.insecureOverrule(
        step -> {
          codes.add(step.result().code());
          return true;
        });
    X509Certificate leaf = ChainCases.leaf().by(root).build().certificate();
    X509Certificate unreadable =
        UnreadableTest.altered(
            leaf,
            parts -> {
              parts[UnreadableTest.SUBJECT] = new DERSequence(new DERSet(commonNameOfNoUtf8()));
              return parts;
            });
    ChainCheck.check(config.build(), List.of(unreadable), true);
    return codes;
  }

  private static ASN1Encodable commonNameOfNoUtf8() {
    byte[] value = {BERTags.UTF8_STRING, 2, (byte) 0xc3, 0x28};
    try {
      return new DERSequence(new ASN1Encodable[] {BCStyle.CN, ASN1Primitive.fromByteArray(value)});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TlsConfig.Builder anchored(Identity root) {
    return TlsConfig.builder().trust(Trust.of(List.of(root.certificate())));
  }
}
