package dev.heddle.net;

import java.io.IOException;

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

  /** Made when first needed: the system's trust is read then. */
  private static final class Defaults {
    private static final Dialer DIALER = Dialer.builder().build();
  }

  private Tls() {}
}
