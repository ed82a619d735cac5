package dev.heddle.chain;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.libcrypto.Libcrypto;
import dev.heddle.libcrypto.LibcryptoEcdsa;
import dev.heddle.libcrypto.Patient;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which signatures are right: beside the JDK's, and where encodings are bent. */
class LinkSignaturesTest {

  private static final byte[] DATA = {1, 2, 3};

  private final LinkSignatures signatures =
      new LinkSignatures(
          new VerifiedLinks(), new VerifyingKeys(new Patient<>(LibcryptoEcdsa::shared, 0)));

  static Stream<KeyType> accepted() {
    return KeyType.accepted();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void everyKindOfKeySignsItsOwn(KeyType type) throws Exception {
    Identity issuer = issuer("right", type);
    X509Certificate link = make("link").by(issuer).build().certificate();
    PublicKey key = issuer.certificate().getPublicKey();
    assertTrue(signatures.isSigned(link, key));
    assertTrue(signatures.isSigned(link, key), "again");
    // With the right one remembered no other key is taken for it.
    assertFalse(signatures.isSigned(link, key("wrong", type)));
    for (KeyType other : KeyType.values()) {
      if (other != type) {
        assertFalse(signatures.isSigned(link, key("wrong", other)), other.name());
      }
    }
    assertFalse(signatures.isSigned(damaged(link), key));
    assertFalse(signatures.isSigned(damaged(link), key), "what was wrong is wrong again");
  }

  /** A signature as it may come, and whether it is right. */
  record Bent(String name, byte[] signature, boolean right) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P256", "EC_P384", "EC_P521"})
  void ecdsaIsStrict(KeyType type) throws Exception {
    Identity signer = issuer("right", type);
    String oid = signer.certificate().getSigAlgOID();
    PublicKey key = signer.certificate().getPublicKey();
    var with = VerifyingKey.of(key.getEncoded(), new Patient<>(LibcryptoEcdsa::shared, 0));
    var without = VerifyingKey.of(key.getEncoded(), new Patient<>(Optional::empty, 0));
    for (Bent bent : bent(signer)) {
      assertEquals(
          bent.right, signatures.verifies(key, oid, null, DATA, bent.signature), bent.name);
      assertEquals(bent.right, with.verifiesEcdsa(hash(type), bent.signature), bent.name);
      assertEquals(bent.right, without.verifiesEcdsa(hash(type), bent.signature), bent.name);
      if (!bent.name.contains("negative")) { // of which the JDK takes the bits
        assertEquals(bent.right, jdkVerifies(type, key, bent.signature), "the JDK: " + bent.name);
      }
    }
  }

  /** By itself it takes and refuses the same, so that nothing hangs on who is asked first. */
  @Test
  void libcryptoIsAsStrict() throws Exception {
    assumeTrue(
        Libcrypto.shared().isPresent(),
        "libcrypto.so.3 cannot be called: it takes Java 22, Linux and --enable-native-access");
    LibcryptoEcdsa libcrypto = LibcryptoEcdsa.shared().orElseThrow();
    Identity signer = issuer("right", KeyType.EC_P256);
    byte[] spki = signer.certificate().getPublicKey().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    byte[] hash = hash(KeyType.EC_P256);
    for (Bent bent : bent(signer)) {
      assertEquals(bent.right, libcrypto.verifies(point, hash, bent.signature), bent.name);
    }
    byte[] good = sign(signer, DATA);
    byte[] off = point.clone();
    off[64] ^= 1;
    assertFalse(libcrypto.verifies(off, hash, good), "off the curve");
    assertTrue(libcrypto.verifies(point, hash, good), "the next one is not spoilt");
    byte[] compressed = Arrays.copyOf(point, 33);
    compressed[0] = (byte) (2 + (point[64] & 1));
    assertFalse(libcrypto.verifies(compressed, hash, good));
    assertFalse(libcrypto.verifies(new byte[65], hash, good));
    byte[] hybrid = point.clone();
    hybrid[0] = (byte) (6 + (point[64] & 1));
    assertFalse(libcrypto.verifies(hybrid, hash, good));
  }

  private static List<Bent> bent(Identity signer) throws Exception {
    byte[] good = sign(signer, DATA);
    ASN1Sequence rs = ASN1Sequence.getInstance(good);
    BigInteger r = ASN1Integer.getInstance(rs.getObjectAt(0)).getValue();
    BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getValue();
    BigInteger n = ((ECPublicKey) signer.certificate().getPublicKey()).getParams().getOrder();
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[] wide = r.toByteArray();
    return List.of(
        new Bent("as it was made", good, true),
        new Bent("n - s for s", der(r, n.subtract(s)), true),
        new Bent("another r", der(r.xor(BigInteger.TWO), s), false),
        new Bent("another s", der(r, s.xor(BigInteger.TWO)), false),
        new Bent("r and s swapped", der(s, r), false),
        new Bent("r of 0", der(BigInteger.ZERO, s), false),
        new Bent("s of 0", der(r, BigInteger.ZERO), false),
        new Bent("both 0", der(BigInteger.ZERO, BigInteger.ZERO), false),
        new Bent("both 1", der(BigInteger.ONE, BigInteger.ONE), false),
        new Bent("r of n", der(n, s), false),
        new Bent("s of n", der(r, n), false),
        new Bent("r + n", der(r.add(n), s), false),
        new Bent("s + n", der(r, s.add(n)), false),
        new Bent("r + 2^1024", der(r.setBit(1024), s), false),
        new Bent("negative r", der(r.negate(), s), false),
        new Bent("negative s", der(r, s.negate()), false),
        new Bent("negative r - n", der(r.subtract(n), s), false),
        new Bent("one octet more", longer, false),
        new Bent("one octet less", Arrays.copyOf(good, good.length - 1), false),
        new Bent("nothing", new byte[0], false),
        new Bent("an empty sequence", new byte[] {0x30, 0}, false),
        new Bent("r alone", new DERSequence(new ASN1Integer(r)).getEncoded(), false),
        new Bent(
            "a third number",
            new DERSequence(
                    new ASN1Encodable[] {
                      new ASN1Integer(r), new ASN1Integer(s), new ASN1Integer(1)
                    })
                .getEncoded(),
            false),
        new Bent("NULL for s", raw(integer(wide), DERNull.INSTANCE.getEncoded()), false),
        new Bent(
            "a zero before r",
            raw(integer(join(new byte[1], wide)), integer(s.toByteArray())),
            false),
        new Bent("a length in long form", longForm(r, s), false),
        new Bent("of no certain length", indefinite(r, s), false));
  }

  private static byte[] sign(Identity signer, byte[] data) throws GeneralSecurityException {
    Signature maker = Signature.getInstance(signer.type().signature());
    maker.initSign(signer.key());
    maker.update(data);
    return maker.sign();
  }

  private static byte[] der(BigInteger r, BigInteger s) throws IOException {
    return raw(integer(r.toByteArray()), integer(s.toByteArray()));
  }

  /** Shorter than 128 octets, all of them but P-521's whole. */
  private static byte[] raw(byte[] r, byte[] s) {
    byte[] body = join(r, s);
    byte[] head =
        body.length < 0x80
            ? new byte[] {0x30, (byte) body.length}
            : body.length < 0x100
                ? new byte[] {0x30, (byte) 0x81, (byte) body.length}
                : new byte[] {0x30, (byte) 0x82, (byte) (body.length >> 8), (byte) body.length};
    return join(head, body);
  }

  private static byte[] longForm(BigInteger r, BigInteger s) {
    byte[] body = join(integer(r.toByteArray()), integer(s.toByteArray()));
    return join(new byte[] {0x30, (byte) 0x82, 0, (byte) body.length}, body);
  }

  private static byte[] indefinite(BigInteger r, BigInteger s) {
    byte[] body = join(integer(r.toByteArray()), integer(s.toByteArray()));
    return join(join(new byte[] {0x30, (byte) 0x80}, body), new byte[2]);
  }

  private static byte[] integer(byte[] value) {
    return join(
        value.length < 0x80
            ? new byte[] {2, (byte) value.length}
            : new byte[] {2, (byte) 0x81, (byte) value.length},
        value);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] hash(KeyType type) throws GeneralSecurityException {
    String name = type.signature().replaceFirst("SHA(\\d+)with.*", "SHA-$1");
    return MessageDigest.getInstance(name).digest(DATA);
  }

  private static boolean jdkVerifies(KeyType type, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    Signature jdk = Signature.getInstance(type.signature(), "SunEC");
    jdk.initVerify(key);
    jdk.update(DATA);
    try {
      return jdk.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }

  /** What is signed says another algorithm than stands beside the signature. */
  @Test
  void algorithmInsideIsThatOutside() throws Exception {
    Identity issuer = issuer("right", KeyType.EC_P256);
    X509Certificate link = make("link").by(issuer).build().certificate();
    ASN1Encodable[] body = ASN1Sequence.getInstance(link.getTBSCertificate()).toArray();
    body[2] = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.3"));
    byte[] signed = new DERSequence(body).getEncoded();
    byte[] signature = sign(issuer, signed);
    ASN1Encodable[] whole = ASN1Sequence.getInstance(link.getEncoded()).toArray();
    whole[0] = new DERSequence(body);
    whole[2] = new DERBitString(signature);
    byte[] der = new DERSequence(whole).getEncoded();
    PublicKey issuerKey = issuer.certificate().getPublicKey();
    assertTrue(signatures.verifies(issuerKey, link.getSigAlgOID(), null, signed, signature));
    assertThrows(CertificateException.class, () -> jdks(der));
    // Another provider's object reads it, and is asked itself.
    X509Certificate lax = (X509Certificate) bouncyCastle().generateCertificate(stream(der));
    assertFalse(signatures.isSigned(lax, issuerKey));
    X509Certificate same =
        (X509Certificate) bouncyCastle().generateCertificate(stream(link.getEncoded()));
    assertTrue(signatures.isSigned(same, issuerKey));
    assertFalse(signatures.isSigned(same, key("wrong", KeyType.EC_P256)));
  }

  /** The JDK passes over parameters that have no meaning. */
  @Test
  void uselessParametersMakeNoDifference() throws Exception {
    Identity issuer = issuer("right", KeyType.EC_P256);
    PublicKey key = issuer.certificate().getPublicKey();
    X509Certificate link = make("link").by(issuer).build().certificate();
    byte[] signature = link.getSignature();
    byte[] data = link.getTBSCertificate();
    assertTrue(signatures.verifies(key, link.getSigAlgOID(), null, data, signature));
    byte[] parameters = {5, 0};
    assertTrue(signatures.verifies(key, link.getSigAlgOID(), parameters, data, signature));
    assertFalse(signatures.verifies(key, "1.2.840.10045.4.3.3", null, data, signature));
    assertFalse(signatures.verifies(key, "1.3.101.112", null, data, signature));
    assertFalse(signatures.verifies(key, "1.2.3", null, data, signature));
  }

  /** Only what was right is remembered, for all that went into it. */
  @Test
  void whatIsRememberedIsTheWholeLink() {
    var links = new VerifiedLinks();
    byte[] digest = new byte[32];
    assertFalse(links.contains(digest));
    links.add(digest);
    assertTrue(links.contains(digest));
    byte[] neighbour = digest.clone();
    neighbour[31] = 1;
    assertFalse(links.contains(neighbour), "the same slot");
    links.add(neighbour);
    assertTrue(links.contains(neighbour));
    assertFalse(links.contains(digest), "its slot is taken");
  }

  private static Identity issuer(String name, KeyType type) {
    return make(name + " issuer").key(type).ca().build();
  }

  private static PublicKey key(String name, KeyType type) {
    return issuer(name, type).certificate().getPublicKey();
  }

  /** With one bit of the signed part turned: in the serial number. */
  private static X509Certificate damaged(X509Certificate certificate) throws Exception {
    ASN1Sequence body = ASN1Sequence.getInstance(certificate.getTBSCertificate());
    ASN1Encodable[] parts = body.toArray();
    parts[1] = new ASN1Integer(certificate.getSerialNumber().xor(BigInteger.TWO));
    ASN1Encodable[] whole = ASN1Sequence.getInstance(certificate.getEncoded()).toArray();
    whole[0] = new DERSequence(parts);
    return jdks(new DERSequence(whole).getEncoded());
  }

  private static X509Certificate jdks(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(stream(der));
  }

  private static CertificateFactory bouncyCastle() throws CertificateException {
    return CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
  }

  private static ByteArrayInputStream stream(byte[] der) {
    return new ByteArrayInputStream(der);
  }
}
