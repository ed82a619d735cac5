package dev.heddle.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;

/**
 * The hashes that TLS needs again and again, and their HMACs, of the JDK's own providers: each a
 * copy of one that is never used itself. A handshake takes some forty of them, and to look one up
 * and make it takes longer than to use it.
 *
 * <p>For any thread: to copy is only to read.
 */
final class Hashes {

  private final Map<String, MessageDigest> digests;
  private final Map<String, Mac> macs;

  /** Of these providers; null for one that this Java does not have. */
  Hashes(Provider sun, Provider sunJce) {
    digests = sun == null ? Map.of() : digests(sun);
    macs = sunJce == null ? Map.of() : macs(sunJce);
  }

  private static Map<String, MessageDigest> digests(Provider provider) {
    Map<String, MessageDigest> found = new HashMap<>();
    for (String name : List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512")) {
      try {
        MessageDigest digest = MessageDigest.getInstance(name, provider);
        digest.clone();
        found.put(name, digest);
      } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
        // Looked up each time, wherever it is.
      }
    }
    return Map.copyOf(found);
  }

  private static Map<String, Mac> macs(Provider provider) {
    Map<String, Mac> found = new HashMap<>();
    for (String name : List.of("HmacSHA1", "HmacSHA256", "HmacSHA384")) {
      try {
        Mac mac = Mac.getInstance(name, provider);
        mac.clone();
        found.put(name, mac);
      } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
        // Looked up each time, wherever it is.
      }
    }
    return Map.copyOf(found);
  }

  /** A fresh hash; null if there is none of that name here. */
  MessageDigest digest(String name) {
    MessageDigest known = digests.get(name);
    try {
      return known == null ? null : (MessageDigest) known.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(name + " has been copied before", e);
    }
  }

  /** A fresh MAC without a key; null if there is none of that name here. */
  Mac mac(String name) {
    Mac known = macs.get(name);
    try {
      return known == null ? null : (Mac) known.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(name + " has been copied before", e);
    }
  }
}
