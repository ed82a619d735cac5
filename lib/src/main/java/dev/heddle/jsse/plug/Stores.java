package dev.heddle.jsse.plug;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Key stores as drivers name them, and contexts of this library with what is in them. */
public final class Stores {

  private Stores() {}

  /**
   * Opens what a driver's setting names.
   *
   * @param location a URL or a file
   */
  @SuppressWarnings("deprecation") // a URI takes less than drivers do
  public static InputStream open(String location) throws IOException {
    URL url;
    try {
      url = new URL(location);
    } catch (IOException e) {
      try {
        return Files.newInputStream(Path.of(location));
      } catch (InvalidPathException noFile) {
        throw new IOException("neither a URL nor a file: " + noFile.getMessage(), noFile);
      }
    }
    return url.openStream();
  }

  /**
   * A key store with its content.
   *
   * @param type null or empty for the JDK's default type
   * @param provider null or empty for any
   * @param password null or empty for none
   */
  public static KeyStore read(String location, String type, String provider, String password)
      throws GeneralSecurityException, IOException {
    String kind = isSet(type) ? type : KeyStore.getDefaultType();
    KeyStore store =
        isSet(provider) ? KeyStore.getInstance(kind, provider) : KeyStore.getInstance(kind);
    char[] secret = isSet(password) ? password.toCharArray() : null;
    try (InputStream in = open(location)) {
      store.load(in, secret);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
    return store;
  }

  private static boolean isSet(String value) {
    return value != null && !value.isEmpty();
  }

  /**
   * The library's own trust managers.
   *
   * @param heddle the library's provider
   * @param anchors who is trusted; null for whom the system trusts
   */
  public static TrustManager[] trust(Provider heddle, KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", heddle);
    factory.init(anchors);
    return factory.getTrustManagers();
  }

  /**
   * A context of this library.
   *
   * @param heddle its provider
   * @param keys null for none
   */
  public static SSLContext context(Provider heddle, KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS", heddle);
    context.init(keys, trust, null);
    return context;
  }
}
