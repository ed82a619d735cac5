package dev.heddle.jsse;

import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsVersion;
import dev.heddle.jsse.Context.BothSessions;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** An {@code SSLContext} of {@link HeddleProvider}. Once initialised, the same for ever. */
final class ContextSpi extends SSLContextSpi {

  private final TlsVersion best;
  private final Options options;
  private final boolean fixed;
  private final BothSessions sessions;
  private volatile Context context;

  /**
   * One that waits for its managers.
   *
   * @param best the highest protocol that clients enable by themselves; null for the usual
   */
  ContextSpi(TlsVersion best, Options options) {
    this.best = best;
    this.options = options;
    this.fixed = false;
    this.sessions = BothSessions.of(options);
  }

  /** One that is initialised, for good. */
  ContextSpi(Context context) {
    this.best = null;
    this.options = context.options();
    this.fixed = true;
    this.sessions = new BothSessions(context.sessions(true), context.sessions(false));
    this.context = context;
  }

  /**
   * Takes the first {@link X509KeyManager} and the first {@link X509TrustManager}. The random
   * numbers are the library's own: a generator of the caller's cannot be better, but worse.
   */
  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    if (fixed) {
      throw new KeyManagementException("this context has been initialised when it was made");
    }
    try {
      context =
          Context.of(
              first(keys, X509KeyManager.class),
              trust == null
                  ? new HeddleTrustManager(DefaultStores.trust())
                  : first(trust, X509TrustManager.class),
              best,
              options,
              sessions);
    } catch (ConfigException e) {
      throw new KeyManagementException(e.getMessage(), e);
    }
  }

  private static <M> M first(Object[] managers, Class<M> type) {
    if (managers != null) {
      for (Object manager : managers) {
        if (type.isInstance(manager)) {
          return type.cast(manager);
        }
      }
    }
    return null;
  }

  private Context initialised() {
    Context now = context;
    if (now == null) {
      throw new IllegalStateException("SSLContext.init has not been called");
    }
    return now;
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new HeddleSocketFactory(initialised());
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return new HeddleServerSocketFactory(initialised());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return new HeddleEngine(initialised());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return new HeddleEngine(initialised(), host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return sessions.server();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return sessions.client();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return initialised().defaults(true).toSslParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    Parameters all = initialised().supported();
    return new SSLParameters(
        all.cipherSuites().toArray(String[]::new), all.protocols().toArray(String[]::new));
  }
}
