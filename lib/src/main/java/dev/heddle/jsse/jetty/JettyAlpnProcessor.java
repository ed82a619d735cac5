package dev.heddle.jsse.jetty;

import dev.heddle.jsse.HeddleProvider;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * Lets Jetty choose the application's protocol within a handshake of this library's engines. Jetty
 * has processors for the engines of the providers that it knows, the JDK's among them, and refuses
 * an engine that none is for.
 *
 * <p>On the class path Jetty finds it. As a module it looks in modules that provide one, and this
 * library's does not, for then it would not start without Jetty: a program of modules has a class
 * that extends this one, and its module provides that one.
 */
@SuppressWarnings("exports") // whoever extends this class has Jetty
public class JettyAlpnProcessor implements ALPNProcessor.Server {

  /** For Jetty, which asks it about each engine. */
  public JettyAlpnProcessor() {}

  @Override
  public boolean appliesTo(SSLEngine engine) {
    return engine.getClass().getPackage() == HeddleProvider.class.getPackage();
  }

  @Override
  public void configure(SSLEngine engine, Connection connection) {
    ALPNServerConnection alpn = (ALPNServerConnection) connection;
    engine.setHandshakeApplicationProtocolSelector((asking, offered) -> choose(alpn, offered));
    ((SslEndPoint) alpn.getEndPoint())
        .getSslConnection()
        .addHandshakeListener(new WithoutOffer(alpn));
  }

  /**
   * The connector's first protocol that is among those; null, which ends the handshake, for none.
   */
  private static String choose(ALPNServerConnection alpn, List<String> offered) {
    try {
      alpn.select(offered);
      return alpn.getProtocol();
    } catch (IllegalStateException e) { // its way to say that there is none
      return null;
    }
  }

  /** A client may offer nothing: then it gets the default protocol. */
  private record WithoutOffer(ALPNServerConnection alpn) implements SslHandshakeListener {
    @Override
    public void handshakeSucceeded(Event event) {
      if (alpn.getProtocol() == null) {
        alpn.unsupported();
      }
    }
  }
}
