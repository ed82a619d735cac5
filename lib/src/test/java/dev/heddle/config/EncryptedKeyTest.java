package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.support.OpenSsl;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.crypto.util.PBKDFConfig;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Private keys in PEM that a password protects. */
class EncryptedKeyTest {

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  // Not ASCII, so that its encoding is seen.
  private static final String PASSWORD = "Webstuhl für zwölf";
  private static final Identity EC = TestCerts.localhost(KeyType.EC_P256);
  private static final Identity RSA = TestCerts.localhost(KeyType.RSA_2048);

  @TempDir Path directory;

  // ------------------------------------------------------------ what openssl writes

  static Stream<String> openSslCommands() {
    List<String> commands = new ArrayList<>();
    for (String cipher : List.of("aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des3")) {
      for (String prf :
          List.of("hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512")) {
        commands.add("pkcs8 -topk8 -v2 " + cipher + " -v2prf " + prf + " -iter 3000");
      }
      commands.add("pkcs8 -topk8 -scrypt -v2 " + cipher);
      commands.add("ec -" + cipher);
      commands.add("rsa -traditional -" + cipher);
    }
    commands.add("pkcs8 -topk8 -v1 PBE-SHA1-3DES");
    commands.add("pkcs8 -topk8 -v1 PBE-SHA1-2DES");
    commands.add("genpkey -aes256 -algorithm ED25519");
    commands.add("genpkey -aes256 -algorithm EC -pkeyopt ec_paramgen_curve:P-384");
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("openSslCommands")
  void keyThatOpenSslWrites(String command) throws Exception {
    Identity identity = command.startsWith("rsa") ? RSA : EC;
    Path key = directory.resolve("key.pem");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    if (!command.startsWith("genpkey")) {
      Path plain = Files.writeString(directory.resolve("plain.pem"), identity.keyPem());
      words.addAll(List.of("-in", plain.toString()));
    }
    Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    words.addAll(
        List.of(
            command.startsWith("genpkey") ? "-pass" : "-passout",
            "file:" + password,
            "-out",
            key.toString()));
    openssl(words);
    String pem = Files.readString(key);
    assertTrue(pem.contains("ENCRYPTED"), pem);
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    assertRefused(
        "is encrypted, and no password was given", () -> PemKey.read(bytes, "file k", null));
    assertRefused(
        "cannot decrypt the private key in file k: the password is wrong, or the content damaged",
        () -> PemKey.read(bytes, "file k", source -> "wrong".toCharArray()));
    var read = PemKey.read(bytes, "file k", source -> PASSWORD.toCharArray());
    if (command.startsWith("genpkey")) {
      Path opened = directory.resolve("opened.pem");
      openssl(List.of("pkey", "-in", key + "", "-passin", "file:" + password, "-out", opened + ""));
      assertEquals(PemKey.read(Files.readAllBytes(opened), "file o", null), read);
    } else {
      // Refused if it is not the one of the certificate.
      assertEquals(read, Credentials.of(read, identity.chain()).privateKey());
    }
  }

  /** RFC 8018 has them, and libcrypto 3 only in a provider that is not loaded by itself. */
  @ParameterizedTest
  @MethodSource("desCommands")
  void keyWithDes(String command) throws Exception {
    Path key = directory.resolve("key.pem");
    Path plain = Files.writeString(directory.resolve("plain.pem"), EC.keyPem());
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("-in", plain + "", "-passout", "pass:" + PASSWORD, "-out", key + ""));
    openssl(words);
    assertEquals(
        EC.key(), PemKey.read(Files.readAllBytes(key), "file k", source -> PASSWORD.toCharArray()));
  }

  static Stream<String> desCommands() {
    return Stream.of("PBE-MD5-DES", "PBE-SHA1-DES", "PBE-SHA1-RC2-40", "PBE-SHA1-RC4-128")
        .map(name -> "pkcs8 -topk8 -provider legacy -provider default -v1 " + name);
  }

  private static void openssl(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of(OpenSsl.program().toString()));
    command.addAll(words);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + ": " + output);
  }

  // ------------------------------------------------------------ what is made here

  static Stream<PBKDFConfig> derivations() {
    return Stream.of(
        new PBKDF2Config.Builder()
            .withIterationCount(2048)
            .withSaltLength(16)
            .withPRF(PBKDF2Config.PRF_SHA1)
            .build(),
        new PBKDF2Config.Builder()
            .withIterationCount(2048)
            .withSaltLength(16)
            .withPRF(PBKDF2Config.PRF_SHA256)
            .build(),
        new PBKDF2Config.Builder()
            .withIterationCount(2048)
            .withSaltLength(16)
            .withPRF(PBKDF2Config.PRF_SHA512)
            .build(),
        new ScryptConfig.Builder(1 << 14, 8, 1).withSaltLength(16).build());
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void pbes2(PBKDFConfig derivation) throws Exception {
    for (ASN1ObjectIdentifier cipher :
        List.of(
            NISTObjectIdentifiers.id_aes128_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes256_CBC)) {
      OutputEncryptor encryptor =
          new JcePKCSPBEOutputEncryptorBuilder(derivation, cipher)
              .setProvider(BOUNCY_CASTLE)
              .build(PASSWORD.toCharArray());
      String key = write(new JcaPKCS8Generator(RSA.key(), encryptor));
      assertTrue(key.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"), key);
      assertOpens(RSA, key);
    }
  }

  @Test
  void dekInfo() throws Exception {
    for (String cipher : List.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC")) {
      for (Identity identity : List.of(RSA, EC)) {
        var encryptor =
            new JcePEMEncryptorBuilder(cipher)
                .setProvider(BOUNCY_CASTLE)
                .build(PASSWORD.toCharArray());
        String key = write(new JcaMiscPEMGenerator(identity.key(), encryptor));
        assertTrue(key.contains("Proc-Type: 4,ENCRYPTED\nDEK-Info: " + cipher + ","), key);
        if (identity == EC) {
          key = curve() + key; // the JDK's key does not name the curve inside
        }
        assertOpens(identity, key);
      }
    }
  }

  private static String curve() throws Exception {
    var info = PrivateKeyInfo.getInstance(EC.key().getEncoded()).getPrivateKeyAlgorithm();
    return write(() -> new PemObject("EC PARAMETERS", encoded(info.getParameters())));
  }

  private static void assertOpens(Identity identity, String key) {
    char[] password = PASSWORD.toCharArray();
    Credentials opened = Credentials.pem(identity.chainPem(), key, password);
    assertEquals(identity.key(), opened.privateKey());
    assertEquals(PASSWORD, new String(password), "the password is the caller's");
    assertRefused(
        "cannot decrypt the private key in the key's PEM text: the password is wrong, or the"
            + " content damaged",
        () -> Credentials.pem(identity.chainPem(), key, "wrong".toCharArray()));
  }

  // ------------------------------------------------------------ who is asked, and when

  @Test
  void theCallbackIsAskedOnceAndItsArrayWiped() throws Exception {
    Path chain = Files.writeString(directory.resolve("chain.pem"), EC.chainPem());
    Path key = Files.writeString(directory.resolve("key.pem"), encrypted());
    List<String> asked = new ArrayList<>();
    char[] password = PASSWORD.toCharArray();
    Credentials opened =
        Credentials.pem(
            chain,
            key,
            source -> {
              asked.add(source);
              return password;
            });
    assertEquals(EC.key(), opened.privateKey());
    assertEquals(List.of("file " + key), asked);
    assertArrayEquals(new char[password.length], password);

    char[] wrong = "wrong".toCharArray();
    assertRefused(
        "cannot decrypt the private key in file " + key + ": the password is wrong",
        () -> Credentials.pem(chain, key, source -> wrong));
    assertArrayEquals(new char[wrong.length], wrong);
  }

  @Test
  void nobodyIsAskedForAPlainKey() {
    AtomicReference<String> asked = new AtomicReference<>();
    Credentials.pem(
        EC.chainPem(),
        EC.keyPem(),
        source -> {
          asked.set(source);
          return null;
        });
    assertEquals(null, asked.get());
  }

  @Test
  void withoutAPasswordTheMessageSaysWhatToDo() throws Exception {
    Path chain = Files.writeString(directory.resolve("chain.pem"), EC.chainPem());
    Path key = Files.writeString(directory.resolve("key.pem"), encrypted());
    String text =
        "the private key in file "
            + key
            + " is encrypted, and no password was given: pass it, or a PemPasswordCallback that"
            + " knows it";
    assertRefused(text, () -> Credentials.pem(chain, key));
    assertRefused(text, () -> Credentials.pem(chain, key, source -> null));
  }

  @Test
  void noProviderIsInstalled() throws Exception {
    assertOpens(EC, encrypted());
    assertEquals(null, Security.getProvider(BOUNCY_CASTLE.getName()));
  }

  // ------------------------------------------------------------ what is hostile or damaged

  @Test
  void workIsBounded() throws Exception {
    assertRefused("more than 10000000 iterations", pbkdf2(10_000_001));
    assertRefused("more than 10000000 iterations", pbkdf2(Integer.MAX_VALUE));
    // Whose lowest 32 bits are a billion.
    BigInteger negative = BigInteger.valueOf(1_000_000_000L - (1L << 32));
    var negativeCount =
        PBKDF2Params.getInstance(
            new DERSequence(
                new ASN1Encodable[] {new DEROctetString(SALT), new ASN1Integer(negative)}));
    assertRefused(
        "more than 10000000 iterations",
        pbes2(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, negativeCount)));
    assertRefused("more than 256 MB of memory", scrypt(1 << 21, 8, 1));
    assertRefused("more than 256 MB of memory", scrypt(1 << 19, 8, 1));
    assertRefused("more than 256 MB of memory", scrypt(2, 1 << 24, 1));
    assertRefused("goes through more than 1024 MB", scrypt(1 << 14, 8, 1 << 20));
    BigInteger huge = BigInteger.TWO.pow(64).add(BigInteger.ONE);
    assertRefused(
        "more than 256 MB",
        pbes2(
            scrypt(
                ScryptParams.getInstance(
                    new DERSequence(
                        new ASN1Encodable[] {
                          new DEROctetString(SALT),
                          new ASN1Integer(huge),
                          new ASN1Integer(huge),
                          new ASN1Integer(1)
                        })))));
    assertRefused(
        "more than 10000000 iterations",
        encrypted(
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                new PKCS12PBEParams(SALT, 10_000_001))));
  }

  @Test
  void kindsThatAreNotKnown() throws Exception {
    ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.2.3.4");
    assertRefused(
        "is encrypted with 1.2.3.4, which is not supported",
        encrypted(new AlgorithmIdentifier(unknown)));
    assertRefused(
        "is encrypted with 1.2.3.4, which is not supported",
        pbes2(new KeyDerivationFunc(unknown, new DEROctetString(SALT))));
    String nonsense = pbes2(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, octets()));
    assertRefused("not supported, or damaged", nonsense);
    assertRefused(
        "is encrypted with CAMELLIA-256-CBC, which is not supported",
        dek("CAMELLIA-256-CBC,00112233445566778899AABBCCDDEEFF"));
    assertRefused("its DEK-Info cannot be read", dek("AES-128-CBC,not hex"));
    assertRefused("its DEK-Info has a vector of another size", dek("AES-128-CBC,00"));
    assertRefused("the encrypted key has no DEK-Info", dek(null));
  }

  @Test
  void damagedContentIsNotAnInternalError() throws Exception {
    String good = encrypted();
    String[] lines = good.split("\n");
    for (int line = 1; line + 1 < lines.length; line++) {
      String[] damaged = lines.clone();
      damaged[line] = damaged[line].substring(4);
      ConfigException e =
          assertThrows(
              ConfigException.class,
              () ->
                  Credentials.pem(
                      EC.chainPem(), String.join("\n", damaged), PASSWORD.toCharArray()));
      assertTrue(e.getMessage().contains("the key's PEM text"), e.getMessage());
      assertFalse(e.getMessage().contains(PASSWORD), e.getMessage());
    }
  }

  private static final byte[] SALT = "saltsalt".getBytes(StandardCharsets.US_ASCII);

  private static ASN1OctetString octets() {
    return new DEROctetString(new byte[16]);
  }

  private static String pbkdf2(int iterations) throws Exception {
    return pbes2(
        new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, iterations)));
  }

  private static String scrypt(int n, int r, int p) throws Exception {
    return pbes2(scrypt(new ScryptParams(SALT, n, r, p)));
  }

  private static KeyDerivationFunc scrypt(ScryptParams parameters) {
    return new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, parameters);
  }

  private static String pbes2(KeyDerivationFunc derivation) throws Exception {
    EncryptionScheme aes = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, octets());
    return encrypted(
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, aes)));
  }

  private static String encrypted(AlgorithmIdentifier algorithm) throws Exception {
    var info = new EncryptedPrivateKeyInfo(algorithm, new byte[32]);
    return write(() -> new PemObject("ENCRYPTED PRIVATE KEY", encoded(info)));
  }

  private static String dek(String info) {
    return "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
        + (info == null ? "" : "DEK-Info: " + info + "\n")
        + "\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END EC PRIVATE KEY-----\n";
  }

  private static String encrypted() throws Exception {
    OutputEncryptor encryptor =
        new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
            .setProvider(BOUNCY_CASTLE)
            .build(PASSWORD.toCharArray());
    return write(new JcaPKCS8Generator(EC.key(), encryptor));
  }

  private static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(PemObjectGenerator object) throws Exception {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static void assertRefused(String part, String key) {
    assertRefused(part, () -> Credentials.pem(EC.chainPem(), key, PASSWORD.toCharArray()));
  }

  private static void assertRefused(String part, Runnable call) {
    ConfigException e = assertThrows(ConfigException.class, call::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
