package dev.heddle.engine;

import java.security.AlgorithmParameters;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;

/**
 * Looks algorithms up in the JDK's own providers first, and in the order of {@code java.security}
 * when the JDK's does not have one or is not there.
 *
 * <p>An application may have put the BouncyCastle provider at the head of the list. Its AES-GCM is
 * ten times slower than the JDK's intrinsic one, and its X.509 objects would miss the JDK's cache
 * of parsed certificates; neither must depend on what else runs in the JVM. RSA ciphers and
 * signatures by name are left to the ordinary order, since a private key may live in a token that
 * only its own provider can use.
 */
final class JdkFirst extends DefaultJcaJceHelper {

  private final Provider sun = Security.getProvider("SUN");
  private final Provider sunJce = Security.getProvider("SunJCE");
  private final Provider sunRsaSign = Security.getProvider("SunRsaSign");
  private final Hashes hashes = new Hashes(sun, sunJce);

  @Override
  public Cipher createCipher(String name) throws NoSuchAlgorithmException, NoSuchPaddingException {
    if ((sunJce != null && name.startsWith("AES/")) || has(sunJce, "Cipher", name)) {
      try {
        return Cipher.getInstance(name, sunJce);
      } catch (NoSuchAlgorithmException e) {
        return super.createCipher(name);
      }
    }
    return super.createCipher(name);
  }

  @Override
  public Mac createMac(String name) throws NoSuchAlgorithmException {
    Mac copy = hashes.mac(name);
    if (copy != null) {
      return copy;
    }
    return has(sunJce, "Mac", name) ? Mac.getInstance(name, sunJce) : super.createMac(name);
  }

  @Override
  public MessageDigest createMessageDigest(String name) throws NoSuchAlgorithmException {
    MessageDigest copy = hashes.digest(name);
    if (copy != null) {
      return copy;
    }
    return has(sun, "MessageDigest", name)
        ? MessageDigest.getInstance(name, sun)
        : super.createMessageDigest(name);
  }

  /** Still what bctls calls (JcaTlsCrypto.java:956). */
  @Deprecated
  @Override
  public MessageDigest createDigest(String name) throws NoSuchAlgorithmException {
    return createMessageDigest(name);
  }

  @Override
  public AlgorithmParameters createAlgorithmParameters(String name)
      throws NoSuchAlgorithmException {
    return has(sunJce, "AlgorithmParameters", name)
        ? AlgorithmParameters.getInstance(name, sunJce)
        : super.createAlgorithmParameters(name);
  }

  @Override
  public CertificateFactory createCertificateFactory(String type) throws CertificateException {
    return has(sun, "CertificateFactory", type)
        ? CertificateFactory.getInstance(type, sun)
        : super.createCertificateFactory(type);
  }

  /** An RSA signature for a key whose bits are at hand, so for which any provider will do. */
  Signature createRsaSignature(String name) throws NoSuchAlgorithmException {
    return has(sunRsaSign, "Signature", name)
        ? Signature.getInstance(name, sunRsaSign)
        : super.createSignature(name);
  }

  boolean hasCipher(String name) {
    return has(sunJce, "Cipher", name);
  }

  private static boolean has(Provider provider, String type, String name) {
    return provider != null && provider.getService(type, name) != null;
  }
}
