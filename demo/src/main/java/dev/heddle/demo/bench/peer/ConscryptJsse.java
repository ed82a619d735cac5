package dev.heddle.demo.bench.peer;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.conscrypt.Conscrypt;

/** Conscrypt, which is BoringSSL in a library of native code. */
final class ConscryptJsse extends Jsse {

  /** Refuses where the native library does not load. */
  ConscryptJsse() throws UnableException {
    super(load());
  }

  private static Provider load() throws UnableException {
    try {
      Conscrypt.checkAvailability();
    } catch (UnsatisfiedLinkError e) {
      throw new UnableException("Conscrypt's native library does not load: " + e.getMessage());
    }
    return Conscrypt.newProviderBuilder().provideTrustManager(true).build();
  }

  @Override
  String version() {
    Conscrypt.Version version = Conscrypt.version();
    return "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch();
  }

  /** The JDK's trust managers do not know the kind of key exchange that it tells them. */
  @Override
  TrustManagerFactory trust() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance("PKIX", provider());
  }

  /**
   * It leaves no choice of suites in TLS 1.3: the other end's is checked. A server finds its kinds
   * of keys by the suites of TLS 1.2, so that these have to stay.
   */
  @Override
  void choose(SSLParameters parameters, String suite, String group) {
    parameters.setNamedGroups(new String[] {group});
  }

  @Override
  void sendTickets(SSLSocket server) {
    Conscrypt.setUseSessionTickets(server, true);
  }
}
