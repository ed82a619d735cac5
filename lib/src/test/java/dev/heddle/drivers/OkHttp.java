package dev.heddle.drivers;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** How OkHttp is given a context, and how a client of it ends. */
final class OkHttp {

  private OkHttp() {}

  /** A client over that context which trusts what {@link Pki#root} issued. */
  static OkHttpClient.Builder client(SSLContext context) throws GeneralSecurityException {
    return new OkHttpClient.Builder()
        .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) Face.trust(Pki.root())[0])
        .retryOnConnectionFailure(false);
  }

  /** Ends its calls, its connections and its threads. */
  static void close(OkHttpClient client) {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }
}
