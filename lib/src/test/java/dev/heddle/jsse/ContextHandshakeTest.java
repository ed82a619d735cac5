package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import java.net.InetAddress;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Contexts of this provider and of the JDK's with each other. */
class ContextHandshakeTest {

  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Identity SERVER = TestCerts.localhost(TestCerts.KeyType.EC_P256);
  private static final Provider HEDDLE = new HeddleProvider();
  private static final Provider JDK = Security.getProvider("SunJSSE");

  private static KeyManager[] keys(Identity identity) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(identity.keyStore(PASSWORD), PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(Provider provider) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", provider);
    factory.init(TestCerts.root().trustStore());
    return factory.getTrustManagers();
  }

  private static SSLContext context(Provider provider, KeyManager[] keys, TrustManager[] trust)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", provider);
    context.init(keys, trust, null);
    return context;
  }

  private static void connect(SSLContext client, SSLContext server) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      FutureTask<Integer> served =
          new FutureTask<>(
              () -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                  int read = accepted.getInputStream().read();
                  accepted.getOutputStream().write(read + 1);
                  return read;
                }
              });
      Thread.ofVirtual().start(served);
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.getOutputStream().write(7);
        assertEquals(8, socket.getInputStream().read());
      }
      assertEquals(7, served.get());
    }
  }

  @Test
  void ourContextsTalkToEachOther() throws Exception {
    connect(context(HEDDLE, null, trust(HEDDLE)), context(HEDDLE, keys(SERVER), null));
  }
}
