package dev.heddle.config;

/**
 * Gives the password of an encrypted private key: {@code pem_password_cb(3)}. Asked once for each
 * key, on the thread that reads it, and only if the key is encrypted.
 */
@FunctionalInterface
public interface PemPasswordCallback {

  /**
   * The password for one key.
   *
   * @param source what holds the key, for a prompt: {@code file key.pem}, or {@code the key's PEM
   *     text}
   * @return the password, in an array that is wiped after use; null if there is none, which refuses
   *     the key
   */
  char[] password(String source);
}
