package dev.heddle.config;

import dev.heddle.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
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
import org.bouncycastle.util.io.pem.PemReader;

/**
 * PEM (RFC 7468) into the JDK's types. The one class of this package that knows BouncyCastle, and
 * no type of it leaves here.
 *
 * <p>A file may hold blocks of several kinds, for example a key and its chain; a method takes those
 * it is asked for and passes over the others.
 */
final class Pem {

  private Pem() {}

  /**
   * All certificates, in their order.
   *
   * @param pem not modified
   * @param source what to call it in messages, for example {@code file chain.pem}
   * @throws ConfigException naming the source if there is none, or one that cannot be read
   */
  static List<X509Certificate> certificates(byte[] pem, String source) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemObject block : blocks(pem, source)) {
      switch (block.getType()) {
        case "CERTIFICATE", "X509 CERTIFICATE" ->
            certificates.add(certificate(block, certificates.size() + 1, source));
        case "TRUSTED CERTIFICATE" ->
            // It may say that the certificate is to be rejected, so its addition cannot be dropped.
            throw new ConfigException(
                source + " has a block TRUSTED CERTIFICATE, which is not supported");
        default -> {}
      }
    }
    if (certificates.isEmpty()) {
      throw new ConfigException("no certificate in " + source + hint(pem));
    }
    return certificates;
  }

  /**
   * The first private key.
   *
   * @param pem not modified
   * @param source what to call it in messages
   * @throws ConfigException naming the source if there is none, if it is encrypted, or if it cannot
   *     be read
   */
  static PrivateKey privateKey(byte[] pem, String source) {
    List<PemObject> blocks = blocks(pem, source);
    try {
      ASN1Encodable curve = null;
      for (PemObject block : blocks) {
        switch (block.getType()) {
          case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
            refuseEncrypted(block, source);
            return privateKey(block, curve, source);
          }
          case "ENCRYPTED PRIVATE KEY" -> throw encrypted(source);
          case "EC PARAMETERS" -> curve = parameters(block, source);
          default -> {
            if (block.getType().endsWith(" PRIVATE KEY")) {
              throw new ConfigException(
                  source + " has a block " + Printable.text(block.getType()) + ": not supported");
            }
          }
        }
      }
    } finally {
      blocks.forEach(block -> Arrays.fill(block.getContent(), (byte) 0));
    }
    throw new ConfigException("no private key in " + source + hint(pem));
  }

  private static List<PemObject> blocks(byte[] pem, String source) {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader =
        new PemReader(
            new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.ISO_8859_1))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        blocks.add(block);
      }
      return blocks;
    } catch (IOException | RuntimeException e) {
      // The message of the cause may quote a line of the block, which may be of a key.
      throw new ConfigException(
          source + " is damaged: PEM block " + (blocks.size() + 1) + " cannot be read");
    }
  }

  private static X509Certificate certificate(PemObject block, int number, String source) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.getContent()));
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          "certificate " + number + " in " + source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(PemObject block, ASN1Encodable curve, String source) {
    byte[] pkcs8 = null;
    try {
      PrivateKeyInfo info =
          switch (block.getType()) {
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    RSAPrivateKey.getInstance(block.getContent()));
            case "EC PRIVATE KEY" ->
                ecPrivateKey(ECPrivateKey.getInstance(block.getContent()), curve);
            default -> PrivateKeyInfo.getInstance(block.getContent());
          };
      pkcs8 = info.getEncoded();
      String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Without the cause: what parsers say about a key may quote it.
      throw new ConfigException(
          "the private key in "
              + source
              + " cannot be read ("
              + block.getType()
              + ", "
              + e.getClass().getSimpleName()
              + ")");
    } finally {
      if (pkcs8 != null) {
        Arrays.fill(pkcs8, (byte) 0);
      }
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

  private static ASN1Encodable parameters(PemObject block, String source) {
    try {
      return ASN1Primitive.fromByteArray(block.getContent());
    } catch (IOException e) {
      throw new ConfigException("the block EC PARAMETERS in " + source + " cannot be read", e);
    }
  }

  /** RFC 1421 as OpenSSL's older tools write it: a header before the base64. */
  private static void refuseEncrypted(PemObject block, String source) {
    for (Object each : block.getHeaders()) {
      if (each instanceof PemHeader header
          && header.getName().equals("Proc-Type")
          && header.getValue().contains("ENCRYPTED")) {
        throw encrypted(source);
      }
    }
  }

  private static ConfigException encrypted(String source) {
    return new ConfigException("the private key in " + source + " is encrypted; not supported yet");
  }

  private static String hint(byte[] content) {
    if (content.length == 0) {
      return ", which is empty";
    }
    return content[0] == 0x30 ? ", which looks like DER and not like PEM" : "";
  }
}
