package dev.heddle.chain;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the JDK says of a chain: the trust manager that SunJSSE has by default, with the host name
 * checked as for HTTPS.
 */
final class JdkVerdict {

  /** The key exchange that says nothing about what the key is used for but signing. */
  private static final String AUTH_TYPE = "UNKNOWN";

  private JdkVerdict() {}

  /**
   * Checks a chain.
   *
   * @param host the name that a server has to prove; null for none
   * @param now the date to judge by
   * @return null if the JDK finds it good, otherwise its message
   */
  static String of(
      List<X509Certificate> anchors,
      List<X509Certificate> chain,
      boolean server,
      String host,
      Instant now) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        store.setCertificateEntry("anchor " + i, anchors.get(i));
      }
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      X509ExtendedTrustManager manager = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
      X509Certificate[] array = chain.toArray(X509Certificate[]::new);
      if (server) {
        manager.checkServerTrusted(array, AUTH_TYPE, new Handshake(host));
      } else {
        manager.checkClientTrusted(array, AUTH_TYPE, new Handshake(null));
      }
      return null;
    } catch (CertificateException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return e.toString();
    }
  }

  /** As much of an engine as the trust manager looks at: a session with a peer's name. */
  private static final class Handshake extends SSLEngine {

    private final String host;

    Handshake(String host) {
      this.host = host;
    }

    @Override
    public SSLSession getHandshakeSession() {
      return (SSLSession)
          Proxy.newProxyInstance(
              JdkVerdict.class.getClassLoader(),
              new Class<?>[] {SSLSession.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getPeerHost" -> host;
                    case "getProtocol" -> "TLSv1.2";
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }

    @Override
    public SSLParameters getSSLParameters() {
      SSLParameters parameters = new SSLParameters();
      if (host != null) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      return parameters;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Runnable getDelegatedTask() {
      return null;
    }

    @Override
    public void closeInbound() {}

    @Override
    public boolean isInboundDone() {
      return false;
    }

    @Override
    public void closeOutbound() {}

    @Override
    public boolean isOutboundDone() {
      return false;
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getEnabledCipherSuites() {
      return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {}

    @Override
    public String[] getSupportedProtocols() {
      return new String[0];
    }

    @Override
    public String[] getEnabledProtocols() {
      return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {}

    @Override
    public SSLSession getSession() {
      return null;
    }

    @Override
    public void beginHandshake() {}

    @Override
    public HandshakeStatus getHandshakeStatus() {
      return HandshakeStatus.NOT_HANDSHAKING;
    }

    @Override
    public void setUseClientMode(boolean mode) {}

    @Override
    public boolean getUseClientMode() {
      return true;
    }

    @Override
    public void setNeedClientAuth(boolean need) {}

    @Override
    public boolean getNeedClientAuth() {
      return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {}

    @Override
    public boolean getWantClientAuth() {
      return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {}

    @Override
    public boolean getEnableSessionCreation() {
      return false;
    }
  }
}
