package dev.heddle.drivers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/** A factory that remembers its sockets, for clients that have no way to close one in use. */
final class KeptSockets extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  KeptSockets(SSLSocketFactory factory) {
    this.factory = factory;
  }

  /** Closes all that it has made. */
  void closeAll() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  private Socket kept(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return kept(factory.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return kept(factory.createSocket(socket, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("no client here uses it");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("no client here uses it");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("no client here uses it");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("no client here uses it");
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
