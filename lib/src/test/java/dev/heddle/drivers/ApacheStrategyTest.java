package dev.heddle.drivers;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;

/** Apache's HttpClient, given a context. */
class ApacheStrategyTest extends ApacheMatrix {

  @Override
  void plugIn(PoolingHttpClientConnectionManagerBuilder connections, SSLContext context) {
    connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context));
  }
}
