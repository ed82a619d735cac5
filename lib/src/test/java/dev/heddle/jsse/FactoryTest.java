package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** All the ways in which factories make sockets. */
class FactoryTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);

  private static final TlsConfig CONFIG =
      TlsConfig.builder()
          .trust(Trust.of(List.of(TestCerts.root().certificate())))
          .credentials(Credentials.of(SERVER.key(), SERVER.chain()))
          .build();

  /** Makes a socket for a port. */
  private interface Form {
    Socket make(HeddleSocketFactory factory, int port) throws IOException;
  }

  private static String talk(Form form) throws Exception {
    HeddleSocketFactory factory = HeddleSocketFactory.of(CONFIG);
    SSLContext context = new HeddleProvider().context(CONFIG);
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 3, HERE)) {
      FutureTask<Integer> served =
          new FutureTask<>(
              () -> {
                try (Socket accepted = listening.accept()) {
                  accepted.setSoTimeout(20_000);
                  int read = accepted.getInputStream().read();
                  accepted.getOutputStream().write(read);
                  return read;
                }
              });
      Thread.ofVirtual().start(served);
      String host;
      try (SSLSocket socket = (SSLSocket) form.make(factory, listening.getLocalPort())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(9);
        assertEquals(9, socket.getInputStream().read());
        host = socket.getSession().getPeerHost();
      }
      assertEquals(9, served.get()); // its close has waited for ours
      return host;
    }
  }

  @Test
  void everyFormConnects() throws Exception {
    assertEquals("localhost", talk((factory, port) -> factory.createSocket("localhost", port)));
    assertEquals(
        "localhost", talk((factory, port) -> factory.createSocket("localhost", port, HERE, 0)));
    talk((factory, port) -> factory.createSocket(HERE, port));
    talk((factory, port) -> factory.createSocket(HERE, port, HERE, 0));
    assertEquals(
        "localhost",
        talk(
            (factory, port) ->
                factory.createSocket(new Socket(HERE, port), "localhost", port, true)));
    assertEquals(
        "localhost",
        talk(
            (factory, port) -> {
              Socket socket = factory.createSocket();
              socket.connect(new InetSocketAddress("localhost", port));
              return socket;
            }));
  }

  @Test
  void theServersSideIsLayeredToo() throws Exception {
    HeddleSocketFactory factory = HeddleSocketFactory.of(CONFIG);
    try (ServerSocket plain = new ServerSocket(0, 3, HERE)) {
      FutureTask<Integer> served =
          new FutureTask<>(
              () -> {
                try (Socket accepted = plain.accept();
                    SSLSocket over = (SSLSocket) factory.createSocket(accepted, null, true)) {
                  assertEquals(false, over.getUseClientMode());
                  over.setSoTimeout(20_000);
                  return over.getInputStream().read();
                }
              });
      Thread.ofVirtual().start(served);
      try (Socket socket = factory.createSocket("localhost", plain.getLocalPort())) {
        socket.getOutputStream().write(5);
      }
      assertEquals(5, served.get());
    }
  }

  @Test
  void whatCannotBeConnectedIsRefusedAsByTheJdk() throws Exception {
    SSLContext jdk = SSLContext.getInstance("TLS", "SunJSSE");
    jdk.init(null, null, null);
    int closed;
    try (ServerSocket gone = new ServerSocket(0, 1, HERE)) {
      closed = gone.getLocalPort();
    }
    for (SSLSocketFactory factory :
        List.of(HeddleSocketFactory.of(CONFIG), jdk.getSocketFactory())) {
      assertThrows(ConnectException.class, () -> factory.createSocket(HERE, closed));
      assertThrows(
          NullPointerException.class, () -> factory.createSocket((Socket) null, "a", 1, true));
      try (Socket idle = new Socket()) {
        assertThrows(SocketException.class, () -> factory.createSocket(idle, "a", 1, true));
      }
    }
  }

  @Test
  void theDefaultIsOneForTheProcess() {
    SocketFactory first = HeddleSocketFactory.getDefault();
    HeddleSocketFactory made = assertInstanceOf(HeddleSocketFactory.class, first);
    assertSame(made.context(), new HeddleSocketFactory().context());
    assertNotSame(
        HeddleSocketFactory.of(CONFIG).context(), HeddleSocketFactory.of(CONFIG).context());
  }

  @Test
  void theCallersConstraintsJudgeTheServersKey() throws Exception {
    for (boolean allowed : new boolean[] {true, false}) {
      Form form =
          (factory, port) -> {
            SSLSocket socket = (SSLSocket) factory.createSocket("localhost", port);
            SSLParameters parameters = new SSLParameters();
            parameters.setAlgorithmConstraints(new Keys(allowed));
            socket.setSSLParameters(parameters);
            return socket;
          };
      if (allowed) {
        talk(form);
        continue;
      }
      SSLHandshakeException refused = assertThrows(SSLHandshakeException.class, () -> talk(form));
      assertInstanceOf(CertificateException.class, refused.getCause());
      assertTrue(refused.getMessage().contains("certificate"), refused.getMessage());
    }
  }

  /** Has a word about keys alone. */
  private record Keys(boolean allowed) implements AlgorithmConstraints {

    @Override
    public boolean permits(Set<CryptoPrimitive> use, String name, AlgorithmParameters parameters) {
      return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> use, Key key) {
      return allowed;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> use, String name, Key key, AlgorithmParameters parameters) {
      return allowed;
    }
  }
}
