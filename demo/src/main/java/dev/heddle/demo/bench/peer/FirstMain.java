package dev.heddle.demo.bench.peer;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.config.CipherSuites;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.demo.bench.peer.Library.Connection;
import dev.heddle.demo.common.Version;
import dev.heddle.net.Dialer;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A process of the command {@code bench} that connects once, has an octet echoed, and says so on
 * the standard output: {@code done} at that moment, which is the one that counts. A second line has
 * the CPU time of the process in nanoseconds, how many classes it has loaded, and the library's
 * version.
 *
 * <p>It does nothing else before: no thread, no lambda, no stream that the library would not need
 * itself.
 */
public final class FirstMain {

  private static final int PING = 7;

  private FirstMain() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = new Settings(arguments);
    InetSocketAddress server =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(settings.text("port")));
    String version =
        settings.text("library").equals("heddle")
            ? byDialer(settings, server)
            : byLibrary(library(settings), settings, server);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.out.println(
        system.getProcessCpuTime()
            + " "
            + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount()
            + " "
            + version);
  }

  private static Library library(Settings settings) throws Exception {
    try {
      return PeerMain.library(settings);
    } catch (UnableException e) {
      System.err.println(e.getMessage());
      System.exit(PeerMain.UNABLE);
      throw e;
    }
  }

  /** This library as a program that knows it uses it. */
  private static String byDialer(Settings settings, InetSocketAddress server) throws IOException {
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.pem(settings.file("ca")))
            .minVersion(TlsVersion.TLS_1_3)
            .cipherSuites(CipherSuites.parse13(settings.text("suite")))
            .groups(settings.isHybrid() ? "X25519MLKEM768" : "X25519")
            .build();
    Dialer dialer = Dialer.builder().config(config).build();
    try (TlsSocket socket = dialer.connect(server, settings.text("host"))) {
      socket.outputStream().write(Talk.echoes(1));
      socket.outputStream().write(PING);
      done(socket.inputStream().read());
    }
    return "Heddle " + Version.number();
  }

  private static String byLibrary(Library library, Settings settings, InetSocketAddress server)
      throws IOException {
    Socket socket = new Socket(server.getAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    try (Connection connection = library.connect(socket, settings.text("host"))) {
      connection.write(Talk.echoes(1));
      byte[] octet = {PING};
      connection.write(octet);
      octet[0] = 0;
      done(connection.read(octet) < 0 ? -1 : octet[0]);
    }
    return library.version();
  }

  private static void done(int octet) throws IOException {
    if (octet != PING) {
      throw new IOException("the octet has come back as " + octet);
    }
    System.out.println("done");
  }
}
