package dev.heddle.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Certificates and CRLs from PEM (RFC 7468), and the blocks for {@link PemKey}. The classes of this
 * package that begin with {@code Pem} are those that know BouncyCastle, and no type of it leaves
 * them.
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
    List<X509Certificate> certificates = anyCertificates(pem, source);
    if (certificates.isEmpty()) {
      throw new ConfigException("no certificate in " + source + hint(pem));
    }
    return certificates;
  }

  /** As {@link #certificates}, empty if there is none. */
  static List<X509Certificate> anyCertificates(byte[] pem, String source) {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PemObject> blocks = blocks(pem, source);
    try {
      for (PemObject block : blocks) {
        switch (block.getType()) {
          case "CERTIFICATE", "X509 CERTIFICATE" ->
              certificates.add(certificate(block, certificates.size() + 1, source));
          case "TRUSTED CERTIFICATE" ->
              // It may say that the certificate is to be rejected, so its addition cannot be
              // dropped.
              throw new ConfigException(
                  source + " has a block TRUSTED CERTIFICATE, which is not supported");
          default -> {}
        }
      }
      return certificates;
    } finally {
      wipe(blocks); // one of them may be a key
    }
  }

  /**
   * The encodings of all CRLs, in their order.
   *
   * @throws ConfigException naming the source if there is none
   */
  static List<byte[]> crls(byte[] pem, String source) {
    List<byte[]> crls =
        blocks(pem, source).stream()
            .filter(block -> block.getType().equals("X509 CRL"))
            .map(PemObject::getContent)
            .toList();
    if (crls.isEmpty()) {
      throw new ConfigException("no CRL in " + source + hint(pem));
    }
    return crls;
  }

  static void wipe(List<PemObject> blocks) {
    blocks.forEach(block -> Arrays.fill(block.getContent(), (byte) 0));
  }

  /** All blocks, in their order; their contents are the caller's to wipe. */
  static List<PemObject> blocks(byte[] pem, String source) {
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

  /** What the content looks like, if it is not PEM. */
  static String hint(byte[] content) {
    if (content.length == 0) {
      return ", which is empty";
    }
    return content[0] == 0x30 ? ", which looks like DER and not like PEM" : "";
  }
}
