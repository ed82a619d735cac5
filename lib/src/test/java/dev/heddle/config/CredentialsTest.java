package dev.heddle.config;

import static dev.heddle.support.TestCerts.make;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and chains from all their forms, and what is wrong with those that are refused. */
class CredentialsTest {

  private static final char[] PASSWORD = "correct horse".toCharArray();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void pkcs8(KeyType type) throws Exception {
    Identity identity = identity(type);
    Credentials read = Credentials.pem(identity.chainPem(), identity.keyPem());
    assertEquals(identity.chain(), read.chain());
    assertArrayEquals(identity.key().getEncoded(), read.privateKey().getEncoded());
    Path chain = write("chain.pem", identity.chainPem());
    Path key = write("key.pem", identity.keyPem());
    assertEquals(identity.chain(), Credentials.pem(chain, key).chain());
  }

  @Test
  void pkcs1() throws Exception {
    Identity identity = identity(KeyType.RSA_2048);
    Credentials read = Credentials.pem(identity.chainPem(), traditional(identity, "RSA"));
    assertArrayEquals(identity.key().getEncoded(), read.privateKey().getEncoded());
  }

  @Test
  void sec1() throws Exception {
    Identity identity = identity(KeyType.EC_P384);
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(identity.key().getEncoded());
    String curve = pem("EC PARAMETERS", info.getPrivateKeyAlgorithm().getParameters());
    String key = traditional(identity, "EC");
    // The JDK's key does not name the curve inside, so here it comes from the block before.
    Credentials read = Credentials.pem(identity.chainPem(), curve + key);
    assertEquals(identity.key(), read.privateKey());
    assertRefused("the private key in the key's PEM text cannot be read", identity.chainPem(), key);
  }

  @Test
  void keysThatOpenSslWrites() throws Exception {
    String openssl = OpenSsl.program().toString();
    for (KeyType type : List.of(KeyType.EC_P256, KeyType.RSA_2048)) {
      Identity identity = identity(type);
      Path key = write("key.pem", identity.keyPem());
      Path out = directory.resolve("out.pem");
      if (type == KeyType.EC_P256) {
        run(openssl, "ec", "-in", key + "", "-out", out + "");
      } else {
        run(openssl, "rsa", "-in", key + "", "-out", out + "", "-traditional");
      }
      assertTrue(Files.readString(out).contains(" PRIVATE KEY"));
      Path chain = write("chain.pem", identity.chainPem());
      assertEquals(identity.chain(), Credentials.pem(chain, out).chain());
      run(
          openssl,
          "pkcs12",
          "-export",
          "-in",
          chain + "",
          "-inkey",
          key + "",
          "-out",
          out + "",
          "-passout",
          "pass:secret");
      assertEquals(identity.chain(), Credentials.pkcs12(out, "secret".toCharArray()).chain());
    }
  }

  @Test
  void oneFileForBoth() throws Exception {
    Identity identity = identity(KeyType.EC_P256);
    Path both = write("both.pem", "some words\n" + identity.keyPem() + identity.chainPem());
    assertEquals(2, Credentials.pem(both, both).chain().size());
  }

  @Test
  void keyOfAnother() {
    Identity one = identity(KeyType.EC_P256);
    Identity other = make("another").build();
    assertRefused(
        "the private key in the key's PEM text does not fit the certificate of 'CN=credentials' in"
            + " the chain's PEM text: it is the key of another certificate",
        one.chainPem(),
        other.keyPem());
    assertRefused(
        "a key for RSA and a certificate for EC",
        one.chainPem(),
        identity(KeyType.RSA_2048).keyPem());
    assertRefused(
        "it is the key of another certificate", one.chainPem(), identity(KeyType.EC_P384).keyPem());
    Identity rsa = make("another").key(KeyType.RSA_2048).build();
    assertRefused(
        "it is the key of another certificate",
        identity(KeyType.RSA_2048).chainPem(),
        rsa.keyPem());
  }

  @Test
  void chainOutOfOrder() {
    Identity identity = identity(KeyType.EC_P256);
    X509Certificate leaf = identity.chain().get(0);
    X509Certificate ca = identity.chain().get(1);
    X509Certificate stranger = make("stranger").ca().build().certificate();
    assertRefused(
        "is out of order: certificate 2 ('CN=credentials') has not issued certificate 1",
        () -> Credentials.of(identity.key(), List.of(ca, leaf)));
    assertRefused(
        "certificate 3 ('CN=stranger') has not issued certificate 2 ('CN=credentials ca')",
        () -> Credentials.of(identity.key(), List.of(leaf, ca, stranger)));
    assertRefused(
        "no certificate in the given chain", () -> Credentials.of(identity.key(), List.of()));
  }

  @Test
  void issuerOfTheSameNameWithAnotherKey() {
    Identity identity = identity(KeyType.EC_P256);
    X509Certificate twin = make("credentials ca").key(KeyType.RSA_2048).ca().build().certificate();
    assertRefused(
        "is out of order",
        () -> Credentials.of(identity.key(), List.of(identity.certificate(), twin)));
  }

  @Test
  void unreadable() throws Exception {
    Identity identity = identity(KeyType.EC_P256);
    Path missing = directory.resolve("missing.pem");
    Path chain = write("chain.pem", identity.chainPem());
    Path key = write("key.pem", identity.keyPem());
    Path empty = write("empty.pem", "");
    Path der = directory.resolve("der.pem");
    Files.write(der, identity.certificate().getEncoded());
    String absent = "cannot read file " + missing + ": it does not exist";
    assertEquals(absent, refusal(() -> Credentials.pem(missing, key)));
    assertEquals(absent, refusal(() -> Credentials.pem(chain, missing)));
    assertEquals(
        "cannot read file " + directory + ": Is a directory",
        refusal(() -> Credentials.pem(directory, key)));
    assertRefused(
        "no certificate in file " + empty + ", which is empty", () -> Credentials.pem(empty, key));
    assertRefused("no certificate in file " + key, () -> Credentials.pem(key, key));
    assertRefused("no private key in file " + chain, () -> Credentials.pem(chain, chain));
    assertRefused(
        "no certificate in file " + der + ", which looks like DER",
        () -> Credentials.pem(der, key));
    String cut = identity.keyPem().substring(0, 90);
    assertRefused("is damaged: PEM block 1 cannot be read", identity.chainPem(), cut);
    String broken = identity.chainPem().replaceFirst("\nMII", "\nAAA");
    assertRefused("certificate 1 in the chain's PEM text", broken, identity.keyPem());
    assertRefused(
        "has a block DSA PRIVATE KEY: not supported",
        identity.chainPem(),
        pem("DSA PRIVATE KEY", new byte[] {1}));
  }

  @Test
  void messagesShowNothingOfAKey() {
    Identity identity = identity(KeyType.EC_P256);
    String body = identity.keyPem().lines().skip(1).findFirst().orElseThrow();
    for (String damaged :
        List.of(
            identity.keyPem().replace(body, body + "*"),
            identity.keyPem().replace(body, body.substring(3)),
            identity.keyPem().substring(0, 100))) {
      ConfigException e =
          assertThrows(ConfigException.class, () -> Credentials.pem(identity.chainPem(), damaged));
      for (Throwable t = e; t != null; t = t.getCause()) {
        assertFalse(t.toString().contains(body.substring(8, 24)), t.toString());
      }
    }
  }

  @Test
  void pkcs12File() throws Exception {
    Identity identity = identity(KeyType.EC_P256);
    Path file = directory.resolve("id.p12");
    Files.write(file, identity.pkcs12(PASSWORD));
    Credentials read = Credentials.pkcs12(file, PASSWORD);
    assertEquals(identity.chain(), read.chain());
    assertEquals(identity.key(), read.privateKey());
    assertArrayEquals("correct horse".toCharArray(), PASSWORD, "the password is the caller's");
    assertRefused(
        "cannot open PKCS#12 file " + file + ": the password is wrong",
        () -> Credentials.pkcs12(file, "wrong".toCharArray()));
    Path garbage = write("garbage.p12", "garbage");
    assertEquals(
        "cannot open PKCS#12 file " + garbage + ": it does not look like PKCS#12",
        refusal(() -> Credentials.pkcs12(garbage, PASSWORD)));
    Path pem = write("pem.p12", identity.keyPem());
    assertEquals(
        "cannot open PKCS#12 file " + pem + ": it looks like PEM, which Credentials.pem reads",
        refusal(() -> Credentials.pkcs12(pem, PASSWORD)));
    Path missing = directory.resolve("missing.p12");
    assertEquals(
        "cannot read file " + missing + ": it does not exist",
        refusal(() -> Credentials.pkcs12(missing, PASSWORD)));
  }

  @Test
  void keyStoreEntries() throws Exception {
    Identity one = identity(KeyType.EC_P256);
    Identity two = identity(KeyType.RSA_2048);
    KeyStore store = one.keyStore(PASSWORD);
    assertEquals(one.chain(), Credentials.keyStore(store, null, PASSWORD).chain());
    store.setKeyEntry("second", two.key(), PASSWORD, two.chain().toArray(X509Certificate[]::new));
    store.setCertificateEntry("trusted", one.certificate());
    assertEquals(two.chain(), Credentials.keyStore(store, "second", PASSWORD).chain());
    assertRefused(
        "the key store holds several private keys: choose one of [",
        () -> Credentials.keyStore(store, null, PASSWORD));
    assertRefused(
        "no entry 'third' in the key store; it has [",
        () -> Credentials.keyStore(store, "third", PASSWORD));
    assertRefused(
        "entry 'trusted' of the key store holds no private key",
        () -> Credentials.keyStore(store, "trusted", PASSWORD));
    assertRefused(
        "cannot read the private key of entry 'second' of the key store: the password is wrong",
        () -> Credentials.keyStore(store, "second", "wrong".toCharArray()));
    assertRefused(
        "the key store holds no private key",
        () -> Credentials.keyStore(one.trustStore(), null, PASSWORD));
  }

  @Test
  void keyThatShowsNothing() {
    Identity identity = identity(KeyType.EC_P256);
    PrivateKey right = new TokenKey(identity.key());
    PrivateKey wrong = new TokenKey(make("another").build().key());
    assertRefused(
        "the key cannot sign with SHA256withECDSA (InvalidKeyException)",
        () -> Credentials.of(right, identity.chain()));
    Provider token = new TokenProvider();
    Security.addProvider(token);
    try {
      assertSame(right, Credentials.of(right, identity.chain()).privateKey());
      assertRefused(
          "the private key does not fit the certificate of 'CN=credentials'",
          () -> Credentials.of(wrong, identity.chain()));
    } finally {
      Security.removeProvider(token.getName());
    }
  }

  @Test
  void ocspResponse() {
    Identity identity = identity(KeyType.EC_P256);
    Credentials plain = Credentials.of(identity.key(), identity.chain());
    assertTrue(plain.ocspResponse().isEmpty());
    byte[] response = {0x30, 3, 10, 1, 6};
    Credentials stapled = plain.withOcspResponse(response);
    response[4] = 0;
    stapled.ocspResponse().orElseThrow()[0] = 0;
    assertArrayEquals(new byte[] {0x30, 3, 10, 1, 6}, stapled.ocspResponse().orElseThrow());
    assertSame(plain.privateKey(), stapled.privateKey());
    assertTrue(plain.ocspResponse().isEmpty());
    for (byte[] bad : new byte[][] {{}, {0x30, 4, 0}, {0x30, 0, 0}, {4, 0}}) {
      assertRefused("the OCSP response is not in DER", () -> plain.withOcspResponse(bad));
    }
  }

  @Test
  void textShowsNoKey() {
    Identity identity = identity(KeyType.EC_P256);
    assertEquals(
        "Credentials['CN=credentials', EC, chain of 2]",
        Credentials.of(identity.key(), identity.chain()).toString());
  }

  /** A leaf of that key below an intermediate. */
  private static Identity identity(KeyType type) {
    Identity ca = make("credentials ca").ca().by(TestCerts.root()).build();
    return make("credentials").key(type).by(ca).build();
  }

  private static String traditional(Identity identity, String algorithm) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(identity.key().getEncoded());
    return pem(algorithm + " PRIVATE KEY", info.parsePrivateKey());
  }

  private static String pem(String label, ASN1Encodable value) throws Exception {
    return pem(label, value.toASN1Primitive().getEncoded());
  }

  private static String pem(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static void assertRefused(String part, String chain, String key) {
    assertRefused(part, () -> Credentials.pem(chain, key));
  }

  private static void assertRefused(String part, Runnable call) {
    String message = refusal(call);
    assertTrue(message.contains(part), message);
  }

  private static String refusal(Runnable call) {
    return assertThrows(ConfigException.class, call::run).getMessage();
  }

  /** A key as a token has it: only its own provider can do something with it. */
  private static final class TokenKey implements PrivateKey {
    private static final long serialVersionUID = 1L;
    private final transient PrivateKey inside;

    private TokenKey(PrivateKey inside) {
      this.inside = inside;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  private static final class TokenProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private TokenProvider() {
      super("HeddleTestToken", "1", "signs with a key that shows nothing");
      put("Signature.SHA256withECDSA", TokenSignature.class.getName());
      put("Signature.SHA256withECDSA SupportedKeyClasses", TokenKey.class.getName());
    }
  }

  /** Made by the provider, by reflection. */
  public static final class TokenSignature extends SignatureSpi {
    private Signature signer;

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      throw new InvalidKeyException("a token does not verify");
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      try {
        signer = Signature.getInstance("SHA256withECDSA", "SunEC");
        signer.initSign(((TokenKey) key).inside);
      } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
        throw new InvalidKeyException(e);
      }
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      signer.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      signer.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      return signer.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return false;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
