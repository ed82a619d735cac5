package dev.heddle.demo.common;

import java.security.PrivateKey;
import java.util.Base64;

/** The text form of certificates and keys (RFC 7468). */
public final class Pem {

  public static String certificate(byte[] der) {
    return block("CERTIFICATE", der);
  }

  /** PKCS#8, not encrypted. */
  public static String key(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private Pem() {}
}
