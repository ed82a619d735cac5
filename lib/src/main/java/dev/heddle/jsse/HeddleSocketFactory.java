package dev.heddle.jsse;

import dev.heddle.config.TlsConfig;
import dev.heddle.jsse.plug.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes this library's TLS sockets, for whoever takes an {@link SSLSocketFactory} or the name of a
 * class. Sessions are resumed among the sockets of a factory, so a program keeps one; all that are
 * made by the constructor without arguments share their sessions. Safe for use by several threads.
 */
public class HeddleSocketFactory extends SSLSocketFactory {

  /** Those of factories that were made by name. */
  private static final Shared<Context> NAMED = new Shared<>(64);

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

  /**
   * As a driver's connection properties say: those of pgjdbc, {@code sslmode}, {@code sslrootcert},
   * {@code sslcert}, {@code sslkey} (PKCS#8 in PEM or DER, or PKCS#12 by the file name's ending),
   * {@code sslpassword}, and {@code sslfactoryarg} with the settings of {@link
   * #HeddleSocketFactory(String)}, which come first. Files that are not named are looked for where
   * that driver has them, {@code ~/.postgresql/root.crt} and so on. Others are passed over.
   *
   * <p>The server is always verified, also with {@code sslmode=require}: by the {@code
   * sslrootcert}, or by what the system trusts where there is none. Its name is checked in the
   * handshake unless {@code sslmode} is {@code verify-ca}.
   *
   * <p>Equal properties give factories that share their sessions, as long as the files have the
   * same content.
   *
   * @throws dev.heddle.config.ConfigException naming the property and the file that is missing or
   *     broken
   */
  public HeddleSocketFactory(Properties properties) {
    this(FactorySettings.of(properties));
  }

  /**
   * As a text says, for drivers that hand one on: {@code name=value}, several of them with commas
   * or line ends between, and no commas within.
   *
   * <ul>
   *   <li>{@code trust}: a PEM file of certificates that are trusted, or a directory of such files;
   *       without it, what the system trusts
   *   <li>{@code cert} and {@code key}: what a server that asks is shown, two files in PEM, or the
   *       key in PKCS#8's DER; or {@code key} alone, a PKCS#12 file named {@code .p12} or {@code
   *       .pfx}
   *   <li>{@code passwordFile}: a file with the key's password in its first line; or {@code
   *       password}, the password itself
   *   <li>{@code insecureNoHostName}: {@code true} accepts a trusted certificate for any other name
   * </ul>
   *
   * <p>Equal settings give factories that share their sessions, as long as the files have the same
   * content.
   *
   * @param settings null is as good as empty
   * @throws dev.heddle.config.ConfigException naming the setting that is not understood, or the
   *     file that is missing or broken
   */
  public HeddleSocketFactory(String settings) {
    this(FactorySettings.of(settings));
  }

  private HeddleSocketFactory(FactorySettings settings) {
    this(NAMED.get(settings.key(), () -> Context.of(settings.config(), Options.defaults())));
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

  /**
   * A client over a connected socket, which may be a subclass that is two streams and nothing else.
   * No byte beyond a record is read from it. With {@code autoClose} false it stays open and usable
   * when the client is closed: close_notify goes out if that needs no waiting, and who is blocked
   * in a read is freed within half a second, for reads are timed; on two streams that cannot be
   * timed he stays until something comes. A writer that is blocked stays until the write limit
   * ({@link Options#limits}) resets the socket underneath after all, for half a record is on it.
   */
  @Override
  public Socket createSocket(Socket under, String host, int port, boolean autoClose)
      throws IOException {
    return new HeddleSocket(context, under, host, port, autoClose);
  }

  @Override
  public Socket createSocket(Socket under, InputStream consumed, boolean autoClose)
      throws IOException {
    return new HeddleSocket(context, under, consumed, autoClose);
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
}
