/** Blocking TLS sockets for virtual threads. */
@SuppressWarnings("requires-automatic") // MySQL Connector/J's
module dev.heddle {
  exports dev.heddle.bio;
  exports dev.heddle.config;
  exports dev.heddle.fanout;
  exports dev.heddle.fault;
  exports dev.heddle.jsse;
  exports dev.heddle.jsse.jetty;
  exports dev.heddle.jsse.mariadb;
  exports dev.heddle.jsse.mysql;
  exports dev.heddle.net;
  exports dev.heddle.preamble;
  exports dev.heddle.ssl;
  exports dev.heddle.testing;

  requires static jdk.jfr;
  requires static mysql.connector.j;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.tls;
  requires static org.eclipse.jetty.alpn.server;
  requires static org.mariadb.jdbc;

  provides java.security.Provider with
      dev.heddle.jsse.HeddleProvider;
}
