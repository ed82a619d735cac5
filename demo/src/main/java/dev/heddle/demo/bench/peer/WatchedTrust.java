package dev.heddle.demo.bench.peer;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client's trust manager that knows whether it has been asked: in a resumed handshake there is no
 * chain to check. Providers have no common way to tell a resumed handshake.
 */
final class WatchedTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager trust;
  private final ThreadLocal<Boolean> asked = ThreadLocal.withInitial(() -> false);

  WatchedTrust(TrustManager... trust) {
    this.trust = (X509ExtendedTrustManager) trust[0];
  }

  /** Whether it has been asked in this thread since this was last called. */
  boolean wasAsked() {
    boolean was = asked.get();
    asked.remove();
    return was;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    asked.set(true);
    trust.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    asked.set(true);
    trust.checkServerTrusted(chain, authType, engine);
  }

  /** Without the connection there would be no host name to check. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the host name would not be checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw notForClients();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw notForClients();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notForClients();
  }

  private static CertificateException notForClients() {
    return new CertificateException("it is for servers' chains");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
