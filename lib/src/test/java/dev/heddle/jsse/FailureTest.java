package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.Scenario;
import dev.heddle.fault.Category;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers are thrown: the class that they know, with our report inside. */
class FailureTest {

  /** A client decides by the cause whether it tries again. The server is told why. */
  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      names = {"WRONG_CA", "EXPIRED", "WRONG_NAME"})
  void aCertificateThatIsRefusedIsTheCause(Scenario scenario) throws Exception {
    for (SSLContext trusting : List.of(jdkTrust(), ownTrust())) {
      try (Wire wire = Wire.open()) {
        SSLSocket client = Wire.over(trusting, wire.near(), true);
        SSLParameters name = new SSLParameters();
        name.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(name);
        SSLSocket server = wire.server(Face.SUNJSSE, Pki.server(scenario), null);
        Blocked told = Blocked.virtually(server::startHandshake);
        OutputStream out = client.getOutputStream();
        SSLHandshakeException thrown =
            assertThrows(SSLHandshakeException.class, client::startHandshake);
        assertInstanceOf(CertificateException.class, thrown.getCause());
        assertEquals(Category.CERTIFICATE, inside(thrown).fault().category());
        SSLHandshakeException alert =
            assertInstanceOf(SSLHandshakeException.class, told.ended().thrown());
        assertTrue(alert.getMessage().contains("Received fatal alert"), alert.getMessage());
        assertThrows(SSLHandshakeException.class, () -> out.write(1));
        assertTrue(client.isClosed());
        assertFalse(client.getSession().isValid());
        assertThrows(
            SSLPeerUnverifiedException.class, () -> client.getSession().getPeerCertificates());
      }
    }
  }

  private static SSLContext jdkTrust() {
    return Face.HEDDLE.context(TestCerts.root(), null);
  }

  private static SSLContext ownTrust() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", new HeddleProvider());
    Trust trust = Trust.of(List.of(TestCerts.root().certificate()));
    context.init(null, new TrustManager[] {new HeddleTrustManager(trust)}, null);
    return context;
  }

  /** A channel's socket fails with an IOException of no kind; callers look for a socket's. */
  @Test
  void whatTheTransportSaysIsASocketsException() {
    Fault fault = new Fault.Transport(new IOException("Broken pipe"));
    IOException thrown = Failures.of(new FailureReport(fault, Phase.DATA, "a:1", 2, 3));
    assertEquals(SocketException.class, thrown.getClass());
    assertEquals("Broken pipe", thrown.getMessage());
    assertEquals(fault, assertInstanceOf(TlsException.class, thrown.getCause()).fault());
  }

  /** The handshake of TLS 1.3 is over for a client before its certificate is looked at. */
  @Test
  void aRefusalAfterTheHandshakeIsWhatTheNextReadThrows() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      FutureTask<Exception> refused = demanding(wire);
      client.startHandshake();
      refused.get();
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      assertRefused(assertThrows(IOException.class, in::read));
      assertRefused(assertThrows(IOException.class, in::read));
      assertRefused(assertThrows(IOException.class, () -> out.write(1)));
    }
  }

  @Test
  void aRefusalAfterTheHandshakeIsWhatAFailingWriteThrows() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      FutureTask<Exception> refused = demanding(wire);
      client.startHandshake();
      refused.get();
      assertRefused(assertThrows(IOException.class, () -> writeOn(client.getOutputStream())));
    }
  }

  @Test
  void aRefusalAfterTheHandshakeIsWhatBothAreThrown() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      FutureTask<Exception> refused = demanding(wire);
      client.startHandshake();
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      Blocked reader = Blocked.virtually(in::read);
      Blocked writer = Blocked.virtually(() -> writeOn(out));
      refused.get();
      assertRefused(reader.ended().thrown());
      assertRefused(writer.ended().thrown());
    }
  }

  private static void writeOn(OutputStream out) throws IOException {
    for (; ; ) {
      out.write(new byte[1000]);
    }
  }

  /** A server that wants a certificate, gets none, says so, and is gone. */
  private static FutureTask<Exception> demanding(Wire wire) throws Exception {
    SSLSocket server = wire.server();
    server.setNeedClientAuth(true);
    return CloseTest.start(
        () -> {
          Exception thrown = assertThrows(IOException.class, server::startHandshake);
          server.close();
          return thrown;
        });
  }

  private static void assertRefused(Throwable thrown) {
    SSLHandshakeException refused = assertInstanceOf(SSLHandshakeException.class, thrown);
    assertTrue(refused.getMessage().contains("Received fatal alert: "), refused.getMessage());
    assertEquals(Category.PEER_ALERT, inside(refused).fault().category());
  }

  @Test
  void anAlertInTheHandshake() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      SSLSocket server = wire.server();
      server.setEnabledProtocols(new String[] {"TLSv1.3"});
      Blocked other = Blocked.virtually(server::startHandshake);
      SSLHandshakeException thrown =
          assertThrows(SSLHandshakeException.class, client::startHandshake);
      assertTrue(
          thrown.getMessage().contains("Received fatal alert: protocol_version"),
          thrown.getMessage());
      assertEquals(Category.PEER_ALERT, inside(thrown).fault().category());
      other.ended();
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 400 Bad Request, NOT_TLS", "'', TRUNCATED"})
  void whatIsNoHandshake(String answer, Category category) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      wire.far().getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      wire.far().shutdownOutput();
      SSLHandshakeException thrown =
          assertThrows(SSLHandshakeException.class, () -> client.getInputStream().read());
      assertEquals(category, inside(thrown).fault().category());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEndWithoutCloseNotify(boolean tolerated) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Options.defaults().withIgnoreUnexpectedEof(tolerated), true);
      Wire.shakeHands(client, wire.server());
      wire.far().shutdownOutput();
      if (tolerated) {
        assertEquals(-1, client.getInputStream().read());
        return;
      }
      SSLException thrown = assertThrows(SSLException.class, () -> client.getInputStream().read());
      assertEquals(Category.TRUNCATED, inside(thrown).fault().category());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void aRecordThatIsForged() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      Wire.shakeHands(client, wire.server());
      wire.far().getOutputStream().write(new byte[] {23, 3, 3, 0, 20});
      wire.far().getOutputStream().write(new byte[20]);
      wire.far().shutdownOutput();
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      SSLException thrown = assertThrows(SSLProtocolException.class, in::read);
      assertEquals(Category.PROTOCOL, inside(thrown).fault().category());
      assertThrows(SSLProtocolException.class, in::read);
      assertThrows(SSLProtocolException.class, () -> out.write(1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aResetIsASocketException(boolean inHandshake) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      if (!inHandshake) {
        Wire.shakeHands(client, wire.server());
      }
      reset(wire.far());
      SocketException thrown =
          assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertEquals(Category.TRANSPORT, inside(thrown).fault().category());
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** A manager's bug is not the peer's fault, and nothing unchecked comes out. */
  @Test
  void aTrustManagerThatThrowsWhatItMustNot() throws Exception {
    try (Wire wire = Wire.open()) {
      X509TrustManager broken =
          new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {
              throw new IllegalStateException("broken");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {
              throw new IllegalStateException("broken");
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
              return new X509Certificate[0];
            }
          };
      SSLContext context = SSLContext.getInstance("TLS", new HeddleProvider());
      context.init(null, new TrustManager[] {broken}, null);
      SSLSocket client = Wire.over(context, wire.near(), true);
      Blocked other = Blocked.virtually(wire.server()::startHandshake);
      SSLException thrown = assertThrows(SSLException.class, client::startHandshake);
      assertEquals(Category.INTERNAL, inside(thrown).fault().category());
      assertInstanceOf(IllegalStateException.class, root(thrown));
      other.ended();
    }
  }

  /** Over a socket that stays open the failure says the same, and only that. */
  @Test
  void aSocketThatIsSomebodyElsesStaysOpen() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = Wire.over(jdkTrust(), wire.near(), false);
      SSLSocket server = wire.server(Face.SUNJSSE, Pki.server(Scenario.WRONG_CA), null);
      Blocked told = Blocked.virtually(server::startHandshake);
      assertThrows(SSLHandshakeException.class, client::startHandshake);
      told.ended();
      assertFalse(wire.near().isClosed());
      assertFalse(wire.near().isOutputShutdown());
      client.close();
      assertFalse(wire.near().isClosed());
    }
  }

  @Test
  void aServersCertificateIsItsOwnAffair() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.SUNJSSE);
      Identity none = null;
      SSLSocket server = wire.server(Face.HEDDLE, none, null);
      Blocked other = Blocked.virtually(client::startHandshake);
      assertThrows(SSLHandshakeException.class, server::startHandshake);
      assertInstanceOf(SSLHandshakeException.class, other.ended().thrown());
    }
  }

  @Test
  void aConfigurationOfOursFailsAlike() throws Exception {
    try (Wire wire = Wire.open()) {
      TlsConfig config = TlsConfig.builder().trust(Trust.none()).build();
      SSLSocket client =
          (SSLSocket)
              HeddleSocketFactory.of(config).createSocket(wire.near(), "localhost", 4433, true);
      Blocked other =
          Blocked.virtually(
              wire.server(Face.SUNJSSE, TestCerts.localhost(KeyType.RSA_2048), null)
                  ::startHandshake);
      SSLHandshakeException thrown =
          assertThrows(SSLHandshakeException.class, client::startHandshake);
      assertInstanceOf(CertificateException.class, thrown.getCause());
      other.ended();
    }
  }

  private static TlsException inside(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof TlsException ours) {
        return ours;
      }
      for (Throwable suppressed : each.getSuppressed()) {
        if (suppressed instanceof TlsException ours) {
          return ours;
        }
      }
    }
    throw new AssertionError("no report of ours inside", thrown);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** A manager that asks for the session it is to make possible would wait for itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTrustManagerThatComesBack(boolean platform) throws Exception {
    try (Wire wire = Wire.open()) {
      ComesBack curious = new ComesBack();
      SSLContext context = SSLContext.getInstance("TLS", new HeddleProvider());
      context.init(null, new TrustManager[] {curious}, null);
      SSLSocket client = Wire.over(context, wire.near(), true);
      SSLSocket server = wire.server();
      FutureTask<Integer> other = CloseTest.start(() -> server.getInputStream().read());
      Blocked.Call call = () -> client.getInputStream().read();
      Blocked reader = platform ? Blocked.onPlatform(call) : Blocked.virtually(call);
      client.getOutputStream().write(7);
      assertEquals(7, other.get());
      assertFalse(curious.session.isValid());
      assertInstanceOf(SSLException.class, curious.thrown);
      assertTrue(client.getSession().isValid(), "all the same");
      client.close();
      reader.ended();
    }
  }

  private static final class ComesBack extends X509ExtendedTrustManager {
    private volatile SSLSession session;
    private volatile Exception thrown;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      SSLSocket mine = (SSLSocket) socket;
      session = mine.getSession();
      thrown = assertThrows(IOException.class, () -> mine.getInputStream().read());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new AssertionError();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new AssertionError();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new AssertionError();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new AssertionError();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new AssertionError();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
