package dev.heddle.drivers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * What JNDI is told by the name of its class: a factory over the context that the test has set. It
 * is no {@code SSLSocketFactory}, and need not be.
 */
public final class JndiFactory extends SocketFactory {

  private static final AtomicReference<SSLContext> CONTEXT = new AtomicReference<>();

  private final SocketFactory factory = CONTEXT.get().getSocketFactory();

  /** From now on for that context. */
  static void use(SSLContext context) {
    CONTEXT.set(context);
  }

  /** Called by JNDI. */
  public static SocketFactory getDefault() {
    return new JndiFactory();
  }

  @Override
  public Socket createSocket() throws IOException {
    return factory.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }
}
