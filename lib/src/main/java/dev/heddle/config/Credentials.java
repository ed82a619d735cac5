package dev.heddle.config;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key and the chain of certificates that belongs to it. */
public final class Credentials {

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;

  private Credentials(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = List.copyOf(chain);
  }

  /** From two PEM files. */
  public static Credentials pem(Path chain, Path key) {
    throw new UnsupportedOperationException("not yet");
  }

  /** From two PEM texts. */
  public static Credentials pem(String chain, String key) {
    throw new UnsupportedOperationException("not yet");
  }

  /** From two PEM texts as bytes. */
  public static Credentials pem(byte[] chain, byte[] key) {
    throw new UnsupportedOperationException("not yet");
  }

  /** From a PKCS#12 file. */
  public static Credentials pkcs12(Path file, char[] password) {
    throw new UnsupportedOperationException("not yet");
  }

  /** From an entry of a key store. */
  public static Credentials keyStore(KeyStore store, String alias, char[] keyPassword) {
    throw new UnsupportedOperationException("not yet");
  }

  /** From a key and a chain, leaf first. */
  public static Credentials of(PrivateKey privateKey, List<X509Certificate> chain) {
    return new Credentials(privateKey, chain);
  }

  /** The certificates, leaf first; never empty. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The key; not necessarily one that has an encoding. */
  public PrivateKey privateKey() {
    return privateKey;
  }
}
