package dev.heddle.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/** Makes the server sockets of a context. */
final class HeddleServerSocketFactory extends SSLServerSocketFactory {

  /** What {@link ServerSocket} takes where nobody says. */
  private static final int BACKLOG = 50;

  private final Context context;

  HeddleServerSocketFactory(Context context) {
    this.context = context;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return context.defaults(false).cipherSuites().toArray(String[]::new);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return context.supported().cipherSuites().toArray(String[]::new);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new HeddleServerSocket(context);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, BACKLOG, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return new HeddleServerSocket(context, port, backlog, address);
  }
}
