package dev.heddle.jsse.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ExportControlled;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * MySQL Connector/J's connections, with TLS over this library: {@code
 * socketFactory=dev.heddle.jsse.mysql.MySqlSocketFactory}. Equal settings share a context, and so
 * resume each other's sessions.
 *
 * <p>The driver's own options decide: {@code sslMode}, {@code trustCertificateKeyStoreUrl}, {@code
 * clientCertificateKeyStoreUrl}, {@code tlsVersions} and so on. {@code VERIFY_CA} and {@code
 * VERIFY_IDENTITY} verify the server, and {@code VERIFY_IDENTITY} its name, within the handshake;
 * {@code PREFERRED} and {@code REQUIRED} verify nobody, as the driver's manual says of them.
 */
@SuppressWarnings("exports") // whoever names this class to the driver has the driver
public class MySqlSocketFactory extends StandardSocketFactory {

  /** For the driver, which makes one for each connection. */
  public MySqlSocketFactory() {}

  @Override
  @SuppressWarnings("unchecked") // what the driver asks for is a socket
  public <T extends Closeable> T performTlsHandshake(
      SocketConnection connection, ServerSession session, Log log) throws IOException {
    PropertySet properties = connection.getPropertySet();
    MySqlSettings settings = new MySqlSettings(properties, connection.getExceptionInterceptor());
    SSLSocket socket =
        (SSLSocket)
            settings
                .context()
                .getSocketFactory()
                .createSocket(rawSocket, connection.getHost(), connection.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(protocols(properties, socket));
    String[] suites = suites(properties, socket);
    if (suites != null) {
      parameters.setCipherSuites(suites);
    }
    if (settings.checksName()) {
      if (connection.getHost() == null || connection.getHost().isEmpty()) {
        throw new SSLException("sslMode=VERIFY_IDENTITY, and no host name to verify");
      }
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    sslSocket = socket;
    return (T) socket;
  }

  private static String[] protocols(PropertySet properties, SSLSocket socket) throws SSLException {
    RuntimeProperty<String> versions = properties.getStringProperty(PropertyKey.tlsVersions);
    List<String> wanted = List.of("TLSv1.3", "TLSv1.2");
    if (versions.isExplicitlySet() && versions.getValue() != null) {
      List<String> named = List.of(versions.getValue().strip().split("\\s*,\\s*"));
      ExportControlled.checkValidProtocols(named);
      wanted = wanted.stream().filter(named::contains).toList();
    }
    List<String> supported = Arrays.asList(socket.getSupportedProtocols());
    return wanted.stream().filter(supported::contains).toArray(String[]::new);
  }

  /** Null to leave them as they are. */
  private static String[] suites(PropertySet properties, SSLSocket socket) throws SSLException {
    String names = properties.getStringProperty(PropertyKey.tlsCiphersuites).getValue();
    if (names == null || names.isBlank()) {
      return null;
    }
    List<String> supported = Arrays.asList(socket.getSupportedCipherSuites());
    String[] suites =
        Stream.of(names.strip().split("\\s*,\\s*"))
            .filter(supported::contains)
            .toArray(String[]::new);
    if (suites.length == 0) {
      throw new SSLException("tlsCiphersuites has none that is supported: " + names);
    }
    return suites;
  }
}
