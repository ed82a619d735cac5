package dev.heddle.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A factory whose sockets speak TLS 1.3 with {@code TLS_AES_128_GCM_SHA256} and nothing else, so
 * that libraries with different preferences do the same work.
 */
final class OneSuite extends SSLSocketFactory {

  private final SSLSocketFactory factory;

  OneSuite(SSLSocketFactory factory) {
    this.factory = factory;
  }

  private static Socket only(Socket socket) {
    SSLSocket tls = (SSLSocket) socket;
    tls.setEnabledProtocols(new String[] {"TLSv1.3"});
    tls.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
    return tls;
  }

  @Override
  public Socket createSocket() throws IOException {
    return only(factory.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return only(factory.createSocket(socket, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return only(factory.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return only(factory.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return only(factory.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return only(factory.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }
}
