package dev.heddle.interop;

import dev.heddle.config.TlsVersion;
import dev.heddle.interop.VisitedServer.Visit;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client of the JDK's, which resumes what its context remembers of a server. */
final class JdkVisitor {

  private static final char[] PASSWORD = "heddle".toCharArray();

  private final SSLContext context;
  private final TlsVersion version;

  /**
   * Remembers nothing yet.
   *
   * @param own what it shows when asked; null for nothing
   */
  JdkVisitor(TlsVersion version, Identity own) throws GeneralSecurityException {
    this.version = version;
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TestCerts.root().trustStore());
    KeyManager[] keys = null;
    if (own != null) {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(own.keyStore(PASSWORD), PASSWORD);
      keys = factory.getKeyManagers();
    }
    context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
  }

  /** Stays until it has been greeted. */
  Visit visit(VisitedServer server, String... protocols) throws Exception {
    return visit(server, new byte[0], protocols);
  }

  /** Sends these bytes past its TLS before it leaves, if there are some. */
  Visit visit(VisitedServer server, byte[] atLast, String... protocols) throws Exception {
    FutureTask<Visit> visit = server.receive();
    try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), server.port());
        SSLSocket socket =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(connected, "localhost", server.port(), false)) {
      var parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {version.openSslName()});
      parameters.setApplicationProtocols(protocols);
      socket.setSSLParameters(parameters);
      if (socket.getInputStream().read() < 0) {
        throw new IOException("not greeted");
      }
      if (atLast.length > 0) {
        OutputStream past = connected.getOutputStream();
        past.write(atLast);
        Ends.await(visit);
      }
    }
    return Ends.await(visit).good();
  }
}
