package dev.heddle.config;

import dev.heddle.config.PemDecryption.WrongPasswordException;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Private keys from PEM: PKCS#8, PKCS#1 and SEC 1, encrypted or not. What a parser says about a key
 * may quote it, so no exception of one is a cause here.
 */
final class PemKey {

  private final String source;
  private final PemPasswordCallback callback;

  private PemKey(String source, PemPasswordCallback callback) {
    this.source = source;
    this.callback = callback;
  }

  /**
   * The first private key.
   *
   * @param pem not modified
   * @param source what to call it in messages and to the callback
   * @param callback asked once if the key is encrypted; null for nobody
   * @throws ConfigException naming the source if there is none, if it cannot be read, or if it is
   *     encrypted and the password is missing or wrong
   */
  static PrivateKey read(byte[] pem, String source, PemPasswordCallback callback) {
    List<PemObject> blocks = Pem.blocks(pem, source);
    try {
      PrivateKey key = new PemKey(source, callback).first(blocks);
      if (key != null) {
        return key;
      }
    } finally {
      Pem.wipe(blocks);
    }
    throw new ConfigException("no private key in " + source + Pem.hint(pem));
  }

  private PrivateKey first(List<PemObject> blocks) {
    ASN1Encodable curve = null;
    for (PemObject block : blocks) {
      switch (block.getType()) {
        case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> {
          return isEncrypted(block) ? encrypted(block, curve) : plain(block, curve);
        }
        case "EC PARAMETERS" -> curve = parameters(block);
        default -> {
          if (block.getType().endsWith(" PRIVATE KEY")) {
            throw new ConfigException(
                source + " has a block " + Printable.text(block.getType()) + ": not supported");
          }
        }
      }
    }
    return null;
  }

  private PrivateKey plain(PemObject block, ASN1Encodable curve) {
    try {
      return parse(block.getType(), block.getContent(), curve);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new ConfigException(
          "the private key in "
              + source
              + " cannot be read ("
              + block.getType()
              + ", "
              + e.getClass().getSimpleName()
              + ")");
    }
  }

  private PrivateKey encrypted(PemObject block, ASN1Encodable curve) {
    char[] password = callback == null ? null : callback.password(source);
    if (password == null) {
      throw new ConfigException(
          "the private key in "
              + source
              + " is encrypted, and no password was given: pass it, or a PemPasswordCallback that"
              + " knows it");
    }
    byte[] key = null;
    try {
      if (block.getType().equals("ENCRYPTED PRIVATE KEY")) {
        key = PemDecryption.pkcs8(block.getContent(), password, source);
        return parse("PRIVATE KEY", key, null);
      }
      String dekInfo = header(block, "DEK-Info");
      if (dekInfo == null) {
        throw new ConfigException(source + " is damaged: the encrypted key has no DEK-Info");
      }
      key = PemDecryption.dekInfo(block.getContent(), dekInfo, password, source);
      return parse(block.getType(), key, curve);
    } catch (ConfigException e) {
      throw e;
    } catch (WrongPasswordException | IOException | GeneralSecurityException | RuntimeException e) {
      // A wrong password may also come out as garbage that is no key.
      throw new ConfigException(
          "cannot decrypt the private key in "
              + source
              + ": the password is wrong, or the content damaged");
    } finally {
      Arrays.fill(password, '\0');
      if (key != null) {
        Arrays.fill(key, (byte) 0);
      }
    }
  }

  private static PrivateKey parse(String type, byte[] der, ASN1Encodable curve)
      throws IOException, GeneralSecurityException {
    PrivateKeyInfo info =
        switch (type) {
          case "RSA PRIVATE KEY" ->
              new PrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPrivateKey.getInstance(der));
          case "EC PRIVATE KEY" -> ecPrivateKey(ECPrivateKey.getInstance(der), curve);
          default -> PrivateKeyInfo.getInstance(der);
        };
    byte[] pkcs8 = info.getEncoded();
    try {
      String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** RFC 5915: the curve may stand inside the key or in a block before it. */
  private static PrivateKeyInfo ecPrivateKey(ECPrivateKey key, ASN1Encodable curve)
      throws IOException {
    ASN1Encodable own = key.getParametersObject();
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, own != null ? own : curve),
        key);
  }

  private ASN1Encodable parameters(PemObject block) {
    try {
      return ASN1Primitive.fromByteArray(block.getContent());
    } catch (IOException e) {
      throw new ConfigException("the block EC PARAMETERS in " + source + " cannot be read", e);
    }
  }

  /** By its type, or by a header of RFC 1421 as OpenSSL's older form has it. */
  private static boolean isEncrypted(PemObject block) {
    String procType = header(block, "Proc-Type");
    return block.getType().equals("ENCRYPTED PRIVATE KEY")
        || procType != null && procType.contains("ENCRYPTED");
  }

  private static String header(PemObject block, String name) {
    for (Object each : block.getHeaders()) {
      if (each instanceof PemHeader header && header.getName().equals(name)) {
        return header.getValue();
      }
    }
    return null;
  }
}
