package dev.heddle.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;

/**
 * Whether the signatures on certificates, CRLs and OCSP responses are right, and nothing else: who
 * may sign, with what, and until when is for the rules to judge, at every use.
 *
 * <p>ECDSA on the curves of TLS and EdDSA are verified by {@link VerifyingKey}, everything else by
 * the JDK: RSA, where it is faster, and what is rare or odd. A signature that was right is
 * remembered, by a digest over all that went into it, the signer's key included. So a chain that is
 * met again costs a hash for each link. What was wrong is not remembered.
 */
final class LinkSignatures {

  private static final LinkSignatures SHARED =
      new LinkSignatures(new VerifiedLinks(), new VerifyingKeys());

  private final VerifiedLinks verified;
  private final VerifyingKeys keys;

  LinkSignatures(VerifiedLinks verified, VerifyingKeys keys) {
    this.verified = verified;
    this.keys = keys;
  }

  /** That of this JVM. */
  static LinkSignatures shared() {
    return SHARED;
  }

  /** Whether the key has signed the certificate. */
  boolean isSigned(X509Certificate certificate, PublicKey key) {
    try {
      String oid = certificate.getSigAlgOID();
      byte[] parameters = certificate.getSigAlgParams();
      // The JDK has seen to it, when it parsed, that the algorithm that was signed is this one.
      if (isJdks(certificate) && isOfCurve(key, oid, parameters)) {
        byte[] data = certificate.getTBSCertificate();
        return verifies(key, oid, parameters, data, certificate.getSignature());
      }
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /**
   * Whether the key has signed the CRL. The program loads CRLs, once for many uses, and the JDK's
   * object remembers the key it was verified with: so there is nothing to gain.
   */
  boolean isSigned(X509CRL crl, PublicKey key) {
    try {
      crl.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /**
   * Whether the key has made a signature.
   *
   * @param oid of the signature's algorithm
   * @param parameters of the algorithm; null for none
   */
  boolean verifies(PublicKey key, String oid, byte[] parameters, byte[] data, byte[] signature) {
    if (!ChainStrength.canSign(key, oid)) {
      return false;
    }
    try {
      byte[] digest = digest(key, oid, parameters, data, signature);
      if (verified.contains(digest)) {
        return true;
      }
      boolean right = isRight(key, oid, parameters, data, signature);
      if (right) {
        verified.add(digest);
      }
      return right;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return false;
    }
  }

  /** Each part goes with its length, so that no two sets of parts are hashed alike. */
  private static byte[] digest(
      PublicKey key, String oid, byte[] parameters, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] none = {};
    byte[][] parts = {
      key.getEncoded(),
      oid.getBytes(StandardCharsets.US_ASCII),
      parameters == null ? none : parameters,
      signature,
      data
    };
    ByteBuffer lengths = ByteBuffer.allocate(parts.length * Integer.BYTES);
    for (byte[] part : parts) {
      lengths.putInt(part.length);
    }
    sha.update(lengths.array());
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  private boolean isRight(
      PublicKey key, String oid, byte[] parameters, byte[] data, byte[] signature)
      throws GeneralSecurityException, IOException {
    if (!isOfCurve(key, oid, parameters)) {
      return isRightToJdk(key, oid, parameters, data, signature);
    }
    if (key instanceof EdECPublicKey) {
      return isRightEdDsa(key, oid, data, signature);
    }
    VerifyingKey form = keys.of(key);
    return form.isOnNamedCurve()
        ? form.verifiesEcdsa(MessageDigest.getInstance(ECDSA.get(oid)).digest(data), signature)
        : isRightToJdk(key, oid, null, data, signature);
  }

  /**
   * Whether key and algorithm go together and are the light API's. Parameters, which are absent in
   * all of these (RFC 5758 section 3.2, RFC 8410 section 3), are for the JDK to make sense of.
   */
  private static boolean isOfCurve(PublicKey key, String oid, byte[] parameters) {
    return parameters == null
        && (key instanceof ECPublicKey && ECDSA.containsKey(oid)
            || key instanceof EdECPublicKey && (oid.equals(ED25519) || oid.equals(ED448)));
  }

  private boolean isRightEdDsa(PublicKey key, String oid, byte[] data, byte[] signature)
      throws IOException {
    Signer signer;
    switch (keys.of(key).light()) {
      case Ed25519PublicKeyParameters ed when oid.equals(ED25519) -> {
        signer = new Ed25519Signer();
        signer.init(false, ed);
      }
      case Ed448PublicKeyParameters ed when oid.equals(ED448) -> {
        signer = new Ed448Signer(new byte[0]);
        signer.init(false, ed);
      }
      default -> {
        return false;
      }
    }
    signer.update(data, 0, data.length);
    return signer.verifySignature(signature);
  }

  private static boolean isRightToJdk(
      PublicKey key, String oid, byte[] parameters, byte[] data, byte[] signature)
      throws GeneralSecurityException, IOException {
    Signature verifier = Signature.getInstance(oid);
    if (oid.equals(ChainStrength.RSASSA_PSS)) {
      AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
      pss.init(parameters);
      verifier.setParameter(pss.getParameterSpec(PSSParameterSpec.class));
    }
    verifier.initVerify(key);
    verifier.update(data);
    return verifier.verify(signature);
  }

  static boolean isJdks(X509Certificate certificate) {
    return certificate.getClass().getModule().equals(X509Certificate.class.getModule());
  }

  private static final String ED25519 = "1.3.101.112";
  private static final String ED448 = "1.3.101.113";

  /** Algorithms of ECDSA, and the hash of each. */
  private static final Map<String, String> ECDSA =
      Map.of(
          "1.2.840.10045.4.3.2", "SHA-256",
          "1.2.840.10045.4.3.3", "SHA-384",
          "1.2.840.10045.4.3.4", "SHA-512");
}
