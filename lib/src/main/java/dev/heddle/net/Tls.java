package dev.heddle.net;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The front door: TLS connections with safe defaults, in one line.
 *
 * <pre>{@code
 * try (TlsSocket socket = Tls.connect("example.org", 443)) {
 *   socket.outputStream().write(request);
 *   socket.inputStream().transferTo(out);
 * }
 * }</pre>
 *
 * <p>What is not the default is set on a {@link Dialer} or a {@link TlsListener}.
 */
public final class Tls {

  /**
   * Connects to a host and verifies that it is it, by the system's trust; all as {@link
   * Dialer#connect(String, int)} of a dialer with all defaults.
   */
  public static TlsSocket connect(String host, int port) throws IOException {
    return Defaults.DIALER.connect(host, port);
  }

  /**
   * Serves connections on all of this machine's addresses, until the listener is closed; all as
   * {@link TlsListener.Builder#start} of a listener with all defaults.
   *
   * @param port 0 to 65535; 0 for one that is free, which {@link TlsListener#localAddress} tells
   * @param credentials who the server is
   * @param handler serves each connection, on a thread of its own
   * @throws IllegalArgumentException if the port is none
   */
  public static TlsListener listen(int port, Credentials credentials, TlsListener.Handler handler)
      throws IOException {
    return TlsListener.builder()
        .config(TlsConfig.builder().credentials(credentials).build())
        .address(new InetSocketAddress(port))
        .start(handler);
  }

  /** Made when first needed: the system's trust is read then. */
  private static final class Defaults {
    private static final Dialer DIALER = Dialer.builder().build();
  }

  private Tls() {}
}
