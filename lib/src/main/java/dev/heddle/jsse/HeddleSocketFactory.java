package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes this library's TLS sockets, for whoever takes an {@link SSLSocketFactory} or the name of a
 * class. Sessions are resumed among the sockets of a factory, so a program keeps one; all that are
 * made by the constructor without arguments share their sessions. Safe for use by several threads.
 */
public class HeddleSocketFactory extends SSLSocketFactory {

  private final Context context;

  /**
   * As the context by the name of "Default": keys by the system properties {@code
   * javax.net.ssl.keyStore…}, trust by {@code javax.net.ssl.trustStore…}, options by {@code
   * dev.heddle.…}, all of them as they were when the process first asked.
   *
   * @throws dev.heddle.config.ConfigException naming the property or file that cannot be read; the
   *     next call tries again
   */
  public HeddleSocketFactory() {
    this(DefaultContext.get());
  }

  HeddleSocketFactory(Context context) {
    this.context = context;
  }

  /**
   * A factory as {@link #HeddleSocketFactory()} makes it; the method that JNDI looks for.
   *
   * @throws dev.heddle.config.ConfigException naming the property or file that cannot be read
   */
  public static SocketFactory getDefault() {
    return new HeddleSocketFactory();
  }

  /**
   * A factory whose connections are as a configuration says, with the options of the system
   * properties.
   *
   * @throws dev.heddle.config.ConfigException naming the property that cannot be read
   */
  public static HeddleSocketFactory of(TlsConfig config) {
    return of(config, Options.defaults());
  }

  /**
   * A factory whose connections are as a configuration says: its credentials, trust, versions and
   * so on. A server has to prove the configuration's host name or, where it has none, that of the
   * host the socket connects to, unless the configuration says {@code insecureNoHostName}; what a
   * driver sets on its socket comes on top. Not taken from the configuration: its sessions, which
   * are those of the options.
   *
   * @throws dev.heddle.config.ConfigException naming the property that cannot be read
   */
  public static HeddleSocketFactory of(TlsConfig config, Options options) {
    Objects.requireNonNull(options, "options");
    return new HeddleSocketFactory(Context.of(config, options));
  }

  final Context context() {
    return context;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return context.defaults(true).cipherSuites().toArray(String[]::new);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return context.supported().cipherSuites().toArray(String[]::new);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new HeddleSocket(context);
  }

  @Override
  public Socket createSocket(Socket under, String host, int port, boolean autoClose)
      throws IOException {
    return new HeddleSocket(context, connected(under), host, port, autoClose);
  }

  @Override
  public Socket createSocket(Socket under, InputStream consumed, boolean autoClose)
      throws IOException {
    return new HeddleSocket(context, connected(under), consumed, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connect(address(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connect(address(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return connect(new InetSocketAddress(Objects.requireNonNull(address, "address"), port), null);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connect(
        new InetSocketAddress(Objects.requireNonNull(address, "address"), port),
        new InetSocketAddress(localHost, localPort));
  }

  /** Null is this machine, as it is for {@link Socket}. */
  private static InetSocketAddress address(String host, int port) {
    return host == null
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(host, port);
  }

  private Socket connect(InetSocketAddress peer, InetSocketAddress local) throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(peer);
      return socket;
    } catch (IOException | RuntimeException e) {
      try {
        socket.close();
      } catch (IOException close) {
        e.addSuppressed(close);
      }
      throw e;
    }
  }

  private static Socket connected(Socket under) throws IOException {
    if (!Objects.requireNonNull(under, "the socket below").isConnected()) {
      throw new SocketException("the socket below is not connected");
    }
    return under;
  }
}
