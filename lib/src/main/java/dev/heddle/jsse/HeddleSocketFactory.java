package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Makes this library's TLS sockets, for whoever takes an {@link SSLSocketFactory}. */
public class HeddleSocketFactory extends SSLSocketFactory {

  private final Context context;

  /** As the Default context: keys and trust by {@code javax.net.ssl.keyStore} and so on. */
  public HeddleSocketFactory() {
    this((Context) null);
  }

  HeddleSocketFactory(Context context) {
    this.context = context;
  }

  /** The factory of the Default context, one for the process. */
  public static SocketFactory getDefault() {
    throw new UnsupportedOperationException();
  }

  /** A factory whose connections are as this configuration says, with these options. */
  public static HeddleSocketFactory of(TlsConfig config, Options options) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(Socket under, String host, int port, boolean autoClose)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(Socket under, InputStream consumed, boolean autoClose)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
