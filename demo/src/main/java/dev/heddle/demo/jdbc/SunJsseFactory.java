package dev.heddle.demo.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.postgresql.ssl.WrappedFactory;

/** The JDK's TLS, with one context for all connections that trust the same file. */
public final class SunJsseFactory extends WrappedFactory {

  private static final Map<String, SSLSocketFactory> FACTORIES = new ConcurrentHashMap<>();

  /** For the driver, which makes one for each connection. */
  public SunJsseFactory(Properties properties) {
    factory = FACTORIES.computeIfAbsent(properties.getProperty("sslrootcert"), SunJsseFactory::of);
  }

  private static SSLSocketFactory of(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot use " + file, e);
    }
  }
}
