package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Server sockets: ours as the JDK's. */
class ServerSocketTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
  }

  private static SSLServerSocket unbound(Face face) throws IOException {
    return (SSLServerSocket) context(face).getServerSocketFactory().createServerSocket();
  }

  private static SSLServerSocket listening(Face face) throws IOException {
    return (SSLServerSocket)
        context(face).getServerSocketFactory().createServerSocket(0, 5, LOOPBACK);
  }

  private static SSLSocket connect(Face face, SSLServerSocket to) throws IOException {
    SSLSocket socket =
        (SSLSocket) context(face).getSocketFactory().createSocket(LOOPBACK, to.getLocalPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @ParameterizedTest
  @EnumSource
  void bindsAndCloses(Face face) throws Exception {
    SSLServerSocket listener = unbound(face);
    try (listener) {
      assertFalse(listener.isBound());
      assertEquals(-1, listener.getLocalPort());
      assertThrows(SocketException.class, listener::accept);
      listener.bind(new InetSocketAddress(LOOPBACK, 0), 5);
      assertTrue(listener.isBound());
      assertTrue(listener.getLocalPort() > 0);
      assertThrows(SocketException.class, () -> listener.bind(new InetSocketAddress(LOOPBACK, 0)));
    }
    assertTrue(listener.isClosed());
    assertThrows(SocketException.class, listener::accept);
  }

  @ParameterizedTest
  @EnumSource
  void acceptingTakesNoLongerThanItMay(Face face) throws Exception {
    try (SSLServerSocket listener = listening(face)) {
      listener.setSoTimeout(30);
      assertEquals(30, listener.getSoTimeout());
      assertThrows(SocketTimeoutException.class, listener::accept);
      try (Socket client = new Socket(LOOPBACK, listener.getLocalPort());
          Socket accepted = listener.accept()) {
        assertEquals(client.getLocalPort(), accepted.getPort());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesWhoAccepts(Face face) throws Exception {
    FutureTask<Socket> accepting;
    try (SSLServerSocket listener = listening(face)) {
      accepting = Ends.virtually(listener::accept);
    }
    assertThrows(SocketException.class, () -> Ends.await(accepting));
  }

  /** The peer says nothing: a handshake would wait for it. */
  @ParameterizedTest
  @EnumSource
  void acceptedSocketHasNotShakenHands(Face face) throws Exception {
    try (SSLServerSocket listener = listening(face);
        Socket silent = new Socket(LOOPBACK, listener.getLocalPort());
        SSLSocket accepted = (SSLSocket) listener.accept()) {
      assertTrue(silent.isConnected() && accepted.isConnected());
      assertFalse(accepted.getUseClientMode());
      accepted.setSoTimeout(30);
      assertThrows(SocketTimeoutException.class, accepted.getInputStream()::read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptedSocketIsAsTheServersIsSet(Face face) throws Exception {
    try (SSLServerSocket listener = listening(face)) {
      assertEquals(List.of("TLSv1.3", "TLSv1.2"), List.of(listener.getEnabledProtocols()));
      assertTrue(
          List.of(listener.getSupportedCipherSuites())
              .containsAll(List.of(listener.getEnabledCipherSuites())));
      assertTrue(List.of(listener.getSupportedProtocols()).contains("TLSv1.2"));
      assertFalse(listener.getNeedClientAuth() || listener.getWantClientAuth());
      assertTrue(listener.getEnableSessionCreation());
      String[] protocols = {"TLSv1.2"};
      String[] suites = {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"};
      listener.setEnabledProtocols(protocols);
      listener.setEnabledCipherSuites(suites);
      listener.setNeedClientAuth(true);
      listener.setWantClientAuth(true);
      assertTrue(listener.getWantClientAuth());
      assertFalse(listener.getNeedClientAuth());
      listener.setEnableSessionCreation(false);
      SSLParameters parameters = listener.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost")));
      listener.setSSLParameters(parameters);
      try (Socket client = new Socket(LOOPBACK, listener.getLocalPort());
          SSLSocket accepted = (SSLSocket) listener.accept()) {
        assertTrue(client.isConnected());
        assertArrayEquals(protocols, accepted.getEnabledProtocols());
        assertArrayEquals(suites, accepted.getEnabledCipherSuites());
        assertTrue(accepted.getWantClientAuth());
        assertFalse(accepted.getEnableSessionCreation());
        SSLParameters its = accepted.getSSLParameters();
        assertArrayEquals(new String[] {"h2"}, its.getApplicationProtocols());
        assertEquals(1, its.getSNIMatchers().size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatItDoesNotKnow(Face face) throws Exception {
    try (SSLServerSocket listener = unbound(face)) {
      String[] unknown = {"nonsense"};
      assertThrows(IllegalArgumentException.class, () -> listener.setEnabledProtocols(unknown));
      assertThrows(IllegalArgumentException.class, () -> listener.setEnabledProtocols(null));
      assertThrows(IllegalArgumentException.class, () -> listener.setEnabledCipherSuites(unknown));
      assertThrows(IllegalArgumentException.class, () -> listener.setEnabledCipherSuites(null));
      assertEquals(2, listener.getEnabledProtocols().length);
    }
  }

  /** As FTP has it: who accepts shakes hands as the client. */
  @ParameterizedTest
  @EnumSource
  void acceptedSocketMayBeAClient(Face face) throws Exception {
    try (SSLServerSocket listener = listening(face)) {
      listener.setUseClientMode(true);
      assertTrue(listener.getUseClientMode());
      FutureTask<Integer> other =
          Ends.virtually(
              () -> {
                try (SSLSocket socket = connect(Face.SUNJSSE, listener)) {
                  socket.setUseClientMode(false);
                  int read = socket.getInputStream().read();
                  socket.getOutputStream().write(read + 1);
                  return read;
                }
              });
      try (SSLSocket accepted = (SSLSocket) listener.accept()) {
        accepted.setSoTimeout(20_000);
        assertTrue(accepted.getUseClientMode());
        accepted.getOutputStream().write(5);
        assertEquals(6, accepted.getInputStream().read());
      }
      assertEquals(5, Ends.await(other));
    }
  }

  /** A selector and a need for certificates that are set on the accepted socket. */
  @ParameterizedTest
  @EnumSource
  void acceptedSocketMayBeSetBeforeItsHandshake(Face face) throws Exception {
    try (SSLServerSocket listener = listening(face)) {
      FutureTask<String> client =
          Ends.virtually(
              () -> {
                try (SSLSocket socket = connect(Face.SUNJSSE, listener)) {
                  SSLParameters parameters = socket.getSSLParameters();
                  parameters.setApplicationProtocols(new String[] {"a", "b"});
                  socket.setSSLParameters(parameters);
                  socket.startHandshake();
                  socket.getInputStream().read();
                  socket.setSoTimeout(0); // or the JDK's close waits for an answer as long
                  return socket.getApplicationProtocol();
                }
              });
      try (SSLSocket accepted = (SSLSocket) listener.accept()) {
        accepted.setSoTimeout(20_000);
        accepted.setHandshakeApplicationProtocolSelector((socket, offered) -> offered.get(1));
        accepted.getOutputStream().write(1);
        assertEquals("b", accepted.getApplicationProtocol());
        assertEquals("b", Ends.await(client));
      }
      FutureTask<Integer> without =
          Ends.virtually(
              () -> {
                SSLContext nobody = Face.SUNJSSE.context(TestCerts.root(), null);
                try (SSLSocket socket =
                    (SSLSocket)
                        nobody.getSocketFactory().createSocket(LOOPBACK, listener.getLocalPort())) {
                  return socket.getInputStream().read();
                }
              });
      try (SSLSocket accepted = (SSLSocket) listener.accept()) {
        accepted.setSoTimeout(20_000);
        accepted.setNeedClientAuth(true);
        assertThrows(SSLHandshakeException.class, accepted::startHandshake);
      }
      assertThrows(IOException.class, () -> Ends.await(without));
    }
  }
}
