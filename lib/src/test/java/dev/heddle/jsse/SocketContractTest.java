package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code SSLSocket} promises its caller. Where both faces are named, the JDK's own socket goes
 * through the same, so that the promise is the one that callers know.
 */
@ExtendWith(PinGuard.class)
class SocketContractTest {

  @ParameterizedTest
  @EnumSource(Face.class)
  void theFirstWriteShakesHands(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      SSLSocket server = wire.server();
      FutureTask<Integer> got = CloseTest.start(() -> server.getInputStream().read());
      client.getOutputStream().write(new byte[0]);
      client.getOutputStream().write(7);
      client.getOutputStream().flush();
      assertEquals(7, got.get());
      server.getOutputStream().write(8);
      assertEquals(8, client.getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void theFirstReadShakesHands(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      SSLSocket server = wire.server();
      FutureTask<Void> sent = CloseTest.start(() -> write(server, new byte[] {1, 2, 3, 4, 5}));
      InputStream in = client.getInputStream();
      assertEquals(0, in.available());
      assertEquals(0, in.read(new byte[1], 0, 0));
      assertEquals(1, in.read());
      assertEquals(4, in.available());
      assertEquals(0, in.read(new byte[1], 0, 0));
      assertEquals(2, in.skip(2));
      assertEquals(4, in.read());
      assertEquals(1, in.available());
      assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[3], 2, 2));
      assertEquals(5, in.read());
      sent.get();
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void askingForTheSessionShakesHands(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      SSLSocket server = wire.server();
      FutureTask<Void> shaken = CloseTest.start(() -> shake(server));
      assertNull(client.getHandshakeSession());
      assertTrue(client.getSession().isValid());
      shaken.get();
      assertEquals("TLSv1.3", client.getSession().getProtocol());
      assertEquals("localhost", client.getSession().getPeerHost());
      assertEquals(1, client.getSession().getPeerCertificates().length);
      assertNull(client.getHandshakeSession());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void anUnconnectedSocketHasTheNullSession(Face face) throws Exception {
    try (SSLSocket client = unconnected(face)) {
      assertFalse(client.isConnected());
      assertFalse(client.getSession().isValid());
      assertEquals("SSL_NULL_WITH_NULL_NULL", client.getSession().getCipherSuite());
      assertThrows(SocketException.class, client::startHandshake);
      assertThrows(SocketException.class, client::getInputStream);
      assertThrows(SocketException.class, client::getOutputStream);
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void listenersAreToldOnceItIsDone(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      BlockingQueue<HandshakeCompletedEvent> events = new ArrayBlockingQueue<>(9);
      BlockingQueue<Thread> threads = new ArrayBlockingQueue<>(9);
      HandshakeCompletedListener unwanted = event -> threads.add(Thread.currentThread());
      assertThrows(
          IllegalArgumentException.class, () -> client.addHandshakeCompletedListener(null));
      assertThrows(
          IllegalArgumentException.class, () -> client.removeHandshakeCompletedListener(unwanted));
      client.addHandshakeCompletedListener(unwanted);
      client.removeHandshakeCompletedListener(unwanted);
      client.addHandshakeCompletedListener(
          event -> {
            threads.add(Thread.currentThread());
            events.add(event);
          });
      Wire.shakeHands(client, wire.server());
      HandshakeCompletedEvent event = events.poll(20, TimeUnit.SECONDS);
      assertNotNull(event);
      assertSame(client, event.getSocket());
      assertEquals(client.getSession(), event.getSession());
      assertEquals(face == Face.HEDDLE, threads.remove().isVirtual());
      assertTrue(threads.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void theRoleIsFixedOnceItHasBegun(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      assertTrue(client.getUseClientMode());
      client.setUseClientMode(false);
      assertFalse(client.getUseClientMode());
      client.setUseClientMode(true);
      Wire.shakeHands(client, wire.server());
      assertThrows(IllegalArgumentException.class, () -> client.setUseClientMode(false));
      assertThrows(IllegalArgumentException.class, () -> client.setUseClientMode(true));
      assertTrue(client.getUseClientMode());
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3", "TLSv1.2"})
  void anotherHandshakeIsAKeyUpdateOrNothing(String version) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      client.setEnabledProtocols(new String[] {version});
      Wire.shakeHands(client, server);
      FutureTask<Void> sent = CloseTest.start(() -> write(server, new byte[] {1}));
      client.startHandshake();
      client.startHandshake();
      assertEquals(1, client.getInputStream().read());
      client.getOutputStream().write(2);
      assertEquals(2, server.getInputStream().read());
      sent.get();
      server.getOutputStream().write(3);
      assertEquals(3, client.getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void applicationProtocols(Face face) throws Exception {
    for (String offered : new String[] {"h2", null}) {
      try (Wire wire = Wire.open()) {
        SSLSocket client = wire.client(face);
        SSLSocket server = wire.server();
        if (offered != null) {
          client.setSSLParameters(offering(client, offered));
          server.setSSLParameters(offering(server, offered));
        }
        assertNull(client.getApplicationProtocol());
        assertNull(client.getHandshakeApplicationProtocol());
        Wire.shakeHands(client, server);
        assertEquals(offered == null ? "" : offered, client.getApplicationProtocol());
        assertNull(client.getHandshakeApplicationProtocol());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void aServerChoosesTheProtocolByItself(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.SUNJSSE);
      client.setSSLParameters(offering(client, "one", "two"));
      SSLSocket server = wire.server(face, TestCerts.localhost(KeyType.EC_P256), null);
      assertNull(server.getHandshakeApplicationProtocolSelector());
      server.setHandshakeApplicationProtocolSelector(
          (socket, offered) ->
              socket == server && offered.equals(List.of("one", "two")) ? "two" : null);
      Wire.shakeHands(client, server);
      assertEquals("two", server.getApplicationProtocol());
      assertEquals("two", client.getApplicationProtocol());
    }
  }

  private static SSLParameters offering(SSLSocket socket, String... protocols) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    return parameters;
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void halfOfItCanBeShut(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      var out = client.getOutputStream();
      InputStream in = client.getInputStream();
      assertFalse(client.isOutputShutdown());
      client.shutdownOutput();
      assertTrue(client.isOutputShutdown());
      client.shutdownOutput();
      assertThrows(SocketException.class, () -> out.write(1));
      assertThrows(SocketException.class, client::getOutputStream);
      assertEquals(-1, server.getInputStream().read());
      server.getOutputStream().write(7);
      assertEquals(7, in.read());
      assertFalse(client.isClosed());
      server.close();
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
      client.shutdownInput();
      assertTrue(client.isInputShutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void shuttingTheInputBeforeThePeerIsDoneIsToldAndDone(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      assertThrows(SSLException.class, client::shutdownInput);
      assertTrue(client.isInputShutdown());
      assertThrows(SocketException.class, client::getInputStream);
      client.shutdownInput();
      client.getOutputStream().write(7);
      assertEquals(7, server.getInputStream().read());
    }
  }

  @Test
  void shuttingTheInputFreesAReaderWithTheEnd() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      InputStream in = client.getInputStream();
      FutureTask<Integer> reader = CloseTest.start(in::read);
      assertThrows(SSLException.class, client::shutdownInput);
      assertEquals(-1, reader.get());
      assertEquals(-1, in.read());
      client.getOutputStream().write(7);
      assertEquals(7, server.getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void itIsTheSocketUnderneath(Face face) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(face);
      assertSame(client.getInputStream(), client.getInputStream());
      assertSame(client.getOutputStream(), client.getOutputStream());
      assertEquals(wire.near().getRemoteSocketAddress(), client.getRemoteSocketAddress());
      assertEquals(wire.near().getLocalSocketAddress(), client.getLocalSocketAddress());
      assertEquals(wire.near().getPort(), client.getPort());
      assertEquals(wire.near().getLocalPort(), client.getLocalPort());
      assertEquals(wire.near().getInetAddress(), client.getInetAddress());
      assertEquals(wire.near().getLocalAddress(), client.getLocalAddress());
      assertNull(client.getChannel());
      assertTrue(client.isConnected());
      assertTrue(client.isBound());
      client.setTcpNoDelay(true);
      assertTrue(wire.near().getTcpNoDelay());
      client.setKeepAlive(true);
      assertTrue(wire.near().getKeepAlive());
      client.setSoLinger(true, 3);
      assertEquals(3, client.getSoLinger());
      client.setReuseAddress(true);
      client.setTrafficClass(8);
      client.setSendBufferSize(20_000);
      client.setReceiveBufferSize(20_000);
      assertEquals(wire.near().getSendBufferSize(), client.getSendBufferSize());
      assertEquals(wire.near().getReceiveBufferSize(), client.getReceiveBufferSize());
      assertThrows(SocketException.class, () -> client.sendUrgentData(1));
      assertThrows(SocketException.class, () -> client.setOOBInline(true));
      assertThrows(SocketException.class, client::getOOBInline);
      assertThrows(SocketException.class, () -> client.connect(wire.far().getLocalSocketAddress()));
      assertThrows(IllegalArgumentException.class, () -> client.setSoTimeout(-1));
    }
  }

  /** The newer way to options; the JDK's own keeps them to a socket that is not used. */
  @Test
  void whatTheCallerSaysAboutNagleStays() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      client.setTcpNoDelay(true);
      client.getOutputStream().write(1);
      assertTrue(client.getTcpNoDelay());
    }
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      assertTrue(client.getTcpNoDelay());
      client.getOutputStream().write(1);
      assertFalse(client.getTcpNoDelay());
    }
  }

  @Test
  void optionsByNameAreTheSocketsUnderneath() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      assertSame(client, client.setOption(StandardSocketOptions.TCP_NODELAY, true));
      assertTrue(wire.near().getTcpNoDelay());
      assertEquals(true, client.getOption(StandardSocketOptions.TCP_NODELAY));
      assertEquals(wire.near().supportedOptions(), client.supportedOptions());
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void connectsByTheNameThatTheAddressHas(Face face) throws Exception {
    try (SSLServerSocket listener = listener();
        SSLSocket client = unconnected(face)) {
      SSLParameters named = new SSLParameters();
      named.setEndpointIdentificationAlgorithm("HTTPS");
      client.setSSLParameters(named);
      client.setTcpNoDelay(true);
      client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client.setSoTimeout(30_000);
      byte[] local = InetAddress.getLoopbackAddress().getAddress();
      client.connect(
          new InetSocketAddress(
              InetAddress.getByAddress("localhost", local), listener.getLocalPort()),
          20_000);
      FutureTask<Void> shaken = CloseTest.start(() -> shakeOnce(listener));
      client.startHandshake();
      shaken.get();
      assertEquals("localhost", client.getSession().getPeerHost());
      assertEquals(listener.getLocalPort(), client.getSession().getPeerPort());
      assertEquals(30_000, client.getSoTimeout());
      assertTrue(client.getTcpNoDelay());
    }
  }

  /** The address underneath has another name, which nobody asked for. */
  @ParameterizedTest
  @EnumSource(Face.class)
  void connectingByAnotherNameFails(Face face) throws Exception {
    try (SSLServerSocket listener = listener();
        SSLSocket client = unconnected(face)) {
      SSLParameters named = new SSLParameters();
      named.setEndpointIdentificationAlgorithm("HTTPS");
      client.setSSLParameters(named);
      byte[] local = InetAddress.getLoopbackAddress().getAddress();
      client.connect(
          new InetSocketAddress(
              InetAddress.getByAddress("elsewhere.test", local), listener.getLocalPort()));
      FutureTask<Void> shaken = CloseTest.start(() -> shakeOnce(listener));
      assertThrows(SSLException.class, client::startHandshake);
      assertThrows(Exception.class, shaken::get);
    }
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void whatCannotBeConnectedTo(Face face) throws Exception {
    try (SSLSocket client = unconnected(face);
        SSLSocket other = unconnected(face)) {
      assertThrows(
          UnknownHostException.class,
          () -> client.connect(InetSocketAddress.createUnresolved("no.such.test", 1)));
      assertThrows(
          IOException.class, () -> other.connect(UnixDomainSocketAddress.of("nowhere"), 1));
    }
  }

  private static SSLServerSocket listener() throws IOException {
    return (SSLServerSocket)
        Face.SUNJSSE
            .context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256))
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static SSLSocket unconnected(Face face) throws IOException {
    return (SSLSocket) face.context(TestCerts.root(), null).getSocketFactory().createSocket();
  }

  /** Both ways at once, in virtual threads and in platform threads. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsAndWritesAtTheSameTime(boolean platform) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server(Face.HEDDLE, TestCerts.localhost(KeyType.EC_P256), null);
      byte[] there = new byte[2_000_000];
      byte[] back = new byte[2_000_000];
      new Random(1).nextBytes(there);
      new Random(2).nextBytes(back);
      FutureTask<Void> w1 = start(platform, () -> write(client, there));
      FutureTask<Void> w2 = start(platform, () -> write(server, back));
      FutureTask<byte[]> r1 =
          start(platform, () -> client.getInputStream().readNBytes(back.length));
      FutureTask<byte[]> r2 =
          start(platform, () -> server.getInputStream().readNBytes(there.length));
      assertArrayEquals(back, r1.get());
      assertArrayEquals(there, r2.get());
      w1.get();
      w2.get();
    }
  }

  private static <T> FutureTask<T> start(boolean platform, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    (platform ? Thread.ofPlatform() : Thread.ofVirtual()).start(task);
    return task;
  }

  private static Void write(SSLSocket socket, byte[] data) throws IOException {
    socket.getOutputStream().write(data);
    return null;
  }

  private static Void shake(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return null;
  }

  private static Void shakeOnce(SSLServerSocket listener) throws IOException {
    try (SSLSocket accepted = (SSLSocket) listener.accept()) {
      accepted.startHandshake();
    }
    return null;
  }
}
