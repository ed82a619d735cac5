package dev.heddle.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The authorities that the JDK ships, which a {@code jdkCA} in a security property is about. */
final class JdkAuthorities {

  private static final AtomicReference<Set<Certificate>> READ = new AtomicReference<>();

  private JdkAuthorities() {}

  /** Whether the anchor is among them; true as well where the file cannot be read. */
  static boolean contain(X509Certificate anchor) {
    Set<Certificate> all = READ.get();
    if (all == null) {
      READ.compareAndSet(null, read());
      all = READ.get();
    }
    return all.isEmpty() || all.contains(anchor);
  }

  private static Set<Certificate> read() {
    Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    Set<Certificate> all = new HashSet<>();
    try (InputStream content = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(content, null);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          all.add(store.getCertificate(alias));
        }
      }
      return all;
    } catch (IOException | GeneralSecurityException e) {
      return Set.of(); // then every authority is one of them, which is the stricter way
    }
  }
}
