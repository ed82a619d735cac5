package dev.heddle.demo.bench.peer;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A provider of {@code javax.net.ssl}, with what has to be done its way. This one is the JDK's. */
class Jsse {

  private final Provider provider;

  private Jsse() {
    this(Security.getProvider("SunJSSE"));
  }

  /** One that need not be installed. */
  Jsse(Provider provider) {
    this.provider = provider;
  }

  /** The JDK's own. */
  static Jsse sun() {
    return new Jsse();
  }

  final Provider provider() {
    return provider;
  }

  /** Its name and version, for people. */
  String version() {
    return provider.getName() + " " + Runtime.version();
  }

  final SSLContext context() throws GeneralSecurityException {
    return SSLContext.getInstance("TLSv1.3", provider);
  }

  /** Makes key managers that it understands. */
  KeyManagerFactory keys() throws GeneralSecurityException {
    return KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
  }

  /** Makes trust managers that it understands. */
  TrustManagerFactory trust() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  }

  /** Offers or takes one suite and one group only, as far as it leaves a choice. */
  void choose(SSLParameters parameters, String suite, String group) {
    parameters.setCipherSuites(new String[] {suite});
    parameters.setNamedGroups(new String[] {group});
  }

  /** Has a server send tickets, where it does not do so by itself. */
  void sendTickets(SSLSocket server) {}
}
