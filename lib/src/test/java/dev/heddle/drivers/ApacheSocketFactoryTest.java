package dev.heddle.drivers;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/** Apache's HttpClient, given a socket factory: the older way, still much used. */
class ApacheSocketFactoryTest extends ApacheMatrix {

  @Override
  @SuppressWarnings("deprecation")
  void plugIn(PoolingHttpClientConnectionManagerBuilder connections, SSLContext context) {
    connections.setSSLSocketFactory(
        new org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory(
            context.getSocketFactory(), new DefaultHostnameVerifier()));
  }
}
