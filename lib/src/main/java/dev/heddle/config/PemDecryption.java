package dev.heddle.config;

import dev.heddle.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Decrypts private keys: PKCS#8 (RFC 5958 and RFC 8018) and the older form of OpenSSL, whose header
 * is that of RFC 1421.
 *
 * <p>Whoever wrote the file chose how much work a password is; both forms of work, time and memory,
 * are bounded here.
 */
final class PemDecryption {

  private PemDecryption() {}

  /** The password is wrong, or the file damaged; the two cannot be told apart. */
  static final class WrongPasswordException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Decrypts an EncryptedPrivateKeyInfo.
   *
   * @param source what to call it in messages
   * @return a PrivateKeyInfo, or garbage if a wrong password has not been noticed; the caller's to
   *     wipe
   */
  static byte[] pkcs8(byte[] der, char[] password, String source) throws WrongPasswordException {
    EncryptedPrivateKeyInfo info;
    InputDecryptor decryptor;
    char[] octets = utf8(password);
    try {
      info = EncryptedPrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
      boundWork(algorithm, source);
      decryptor =
          new JcePKCSPBEInputDecryptorProviderBuilder()
              .setProvider(Installed.NOWHERE)
              // PBKDF1 takes the low octet of each char, where OpenSSL takes the octets of UTF-8.
              .build(isPbes1(algorithm) ? octets : password)
              .get(algorithm);
    } catch (ConfigException e) {
      throw e;
    } catch (OperatorCreationException | RuntimeException e) {
      throw new ConfigException(
          "the private key in "
              + source
              + " is encrypted in a way that is not supported, or damaged ("
              + e.getClass().getSimpleName()
              + ")");
    } finally {
      Arrays.fill(octets, '\0');
    }
    try (var in = decryptor.getInputStream(new ByteArrayInputStream(info.getEncryptedData()))) {
      return in.readAllBytes();
    } catch (IOException | RuntimeException e) {
      throw new WrongPasswordException();
    }
  }

  /**
   * Decrypts what stands under a header {@code DEK-Info}.
   *
   * @param dekInfo the header's value: algorithm, comma, initialization vector in hexadecimal
   * @return the content, as {@link #pkcs8} returns it
   */
  static byte[] dekInfo(byte[] content, String dekInfo, char[] password, String source)
      throws WrongPasswordException {
    int comma = dekInfo.indexOf(',');
    String algorithm = comma < 0 ? dekInfo : dekInfo.substring(0, comma).strip();
    if (!DEK_ALGORITHMS.contains(algorithm)) {
      throw new ConfigException(
          "the private key in "
              + source
              + " is encrypted with "
              + Printable.text(algorithm)
              + ", which is not supported");
    }
    byte[] iv;
    try {
      iv = HexFormat.of().parseHex(dekInfo.substring(comma + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + " is damaged: its DEK-Info cannot be read");
    }
    if (iv.length != (algorithm.startsWith("AES") ? 16 : 8)) {
      throw new ConfigException(source + " is damaged: its DEK-Info has a vector of another size");
    }
    char[] bytes = utf8(password);
    try {
      return new BcPEMDecryptorProvider(bytes).get(algorithm).decrypt(content, iv);
    } catch (PEMException | RuntimeException e) {
      throw new WrongPasswordException();
    } finally {
      Arrays.fill(bytes, '\0');
    }
  }

  /** One char for each octet of UTF-8. */
  private static char[] utf8(char[] password) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    char[] chars = new char[bytes.remaining()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (bytes.get(i) & 0xff);
    }
    Arrays.fill(bytes.array(), (byte) 0);
    return chars;
  }

  private static void boundWork(AlgorithmIdentifier algorithm, String source) {
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      KeyDerivationFunc derivation =
          PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
      if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
        boundScrypt(ScryptParams.getInstance(derivation.getParameters()), source);
      } else if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
        boundIterations(
            PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount(), source);
      } else {
        throw unknown(derivation.getAlgorithm().getId(), source);
      }
    } else if (algorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
      boundIterations(
          PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations(), source);
    } else if (isPbes1(algorithm)) {
      boundIterations(
          PBEParameter.getInstance(algorithm.getParameters()).getIterationCount(), source);
    } else {
      throw unknown(algorithm.getAlgorithm().getId(), source);
    }
  }

  private static boolean isPbes1(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC)
        || algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.pbeWithSHA1AndDES_CBC);
  }

  private static void boundIterations(BigInteger iterations, String source) {
    if (iterations.abs().compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0) {
      throw new ConfigException(
          "the private key in "
              + source
              + " is encrypted with more than "
              + MAX_ITERATIONS
              + " iterations");
    }
  }

  /** RFC 7914 section 2: 128 · N · r bytes of memory, gone through p times. */
  private static void boundScrypt(ScryptParams scrypt, String source) {
    BigInteger memory =
        scrypt.getCostParameter().multiply(scrypt.getBlockSize()).shiftLeft(7).abs();
    BigInteger work = memory.multiply(scrypt.getParallelizationParameter()).abs();
    if (memory.compareTo(BigInteger.valueOf(MAX_SCRYPT_MEMORY)) > 0
        || work.compareTo(BigInteger.valueOf(MAX_SCRYPT_WORK)) > 0) {
      throw new ConfigException(
          "the private key in "
              + source
              + " is encrypted with scrypt that takes more than "
              + (MAX_SCRYPT_MEMORY >> 20)
              + " MB of memory, or goes through more than "
              + (MAX_SCRYPT_WORK >> 20)
              + " MB");
    }
  }

  private static ConfigException unknown(String oid, String source) {
    return new ConfigException(
        "the private key in " + source + " is encrypted with " + oid + ", which is not supported");
  }

  /** A provider that no one else gets to see: it is not installed. Made when first needed. */
  private static final class Installed {
    static final Provider NOWHERE = new BouncyCastleProvider();
  }

  /** About half a minute of work. The tools of OpenSSL write 2048 unless told otherwise. */
  static final int MAX_ITERATIONS = 10_000_000;

  static final long MAX_SCRYPT_MEMORY = 256L << 20;
  static final long MAX_SCRYPT_WORK = 1L << 30;

  private static final Set<String> DEK_ALGORITHMS =
      Set.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC", "DES-CBC");
}
