package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.drivers.Face;
import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines whose peer, or whose caller, means no good. */
class EngineAttackTest {

  private static final Identity SERVER = TestCerts.localhost(KeyType.EC_P256);

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), SERVER);
  }

  private static EnginePair pair(Face client, Face server, String protocol) {
    EnginePair pair =
        new EnginePair(
            context(client).createSSLEngine("localhost", 4433), context(server).createSSLEngine());
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    return pair;
  }

  private static void set(SSLEngine engine, Consumer<SSLParameters> change) {
    SSLParameters parameters = engine.getSSLParameters();
    change.accept(parameters);
    engine.setSSLParameters(parameters);
  }

  /** Which asks the matchers as the first does, and has keys and a signature made. */
  @Test
  void secondHelloIsATaskToo() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, "TLSv1.3");
    set(
        pair.client.engine,
        p -> {
          p.setNamedGroups(new String[] {"x25519", "secp256r1", "secp384r1"});
          p.setServerNames(List.of(new SNIHostName("a.example")));
        });
    List<HandshakeStatus> asked = new ArrayList<>();
    SNIMatcher matcher =
        new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
          @Override
          public boolean matches(SNIServerName name) {
            return asked.add(pair.server.engine.getHandshakeStatus());
          }
        };
    set(
        pair.server.engine,
        p -> {
          p.setNamedGroups(new String[] {"secp384r1"});
          p.setSNIMatchers(List.of(matcher));
        });
    pair.settle();
    assertEquals(List.of(HandshakeStatus.NEED_TASK, HandshakeStatus.NEED_TASK), asked);
  }

  /** A manager reads there what it is to check; others resume the session as it was begun. */
  @Test
  void whatIsSetInTheHandshakeDoesNotChangeWhatIsChecked() throws Exception {
    SSLContext client = context(Face.HEDDLE);
    EnginePair pair =
        new EnginePair(
            client.createSSLEngine("other.example", 4433), context(Face.HEDDLE).createSSLEngine());
    set(pair.client.engine, p -> p.setEndpointIdentificationAlgorithm("HTTPS"));
    pair.client.engine.beginHandshake();
    set(pair.client.engine, p -> p.setEndpointIdentificationAlgorithm(""));
    assertThrows(SSLHandshakeException.class, pair::settle);
  }

  @Test
  void identificationNeedsAHost() throws Exception {
    for (TrustManager judge :
        List.of(Face.trust(TestCerts.root())[0], plain(), heddle(TestCerts.root()))) {
      SSLContext context = SSLContext.getInstance("TLS", Face.HEDDLE.provider());
      context.init(null, new TrustManager[] {judge}, null);
      EnginePair pair =
          new EnginePair(context.createSSLEngine(), context(Face.HEDDLE).createSSLEngine());
      set(pair.client.engine, p -> p.setEndpointIdentificationAlgorithm("HTTPS"));
      assertThrows(SSLHandshakeException.class, pair::settle, judge::toString);
    }
  }

  private static TrustManager heddle(Identity trusted) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", Face.HEDDLE.provider());
    factory.init(trusted.trustStore());
    return factory.getTrustManagers()[0];
  }

  /** One that sees no connection, and trusts everybody. */
  private static TrustManager plain() {
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String authType) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String authType) {}

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
      }
    };
  }

  @Test
  void buffersBesideTheCallersAreNotTouched() throws Exception {
    ByteBuffer own = ByteBuffer.allocate(8);
    ByteBuffer beside = ByteBuffer.allocate(100);
    ByteBuffer[] both = {own, own, beside};
    Scattered twice = new Scattered(both, 0, 2);
    assertEquals(16, twice.remaining(100));
    assertThrows(IndexOutOfBoundsException.class, () -> twice.put(new byte[16], 0, 16));
    assertThrows(IndexOutOfBoundsException.class, () -> twice.skip(1));
    assertThrows(IndexOutOfBoundsException.class, () -> twice.peek(new byte[16], 16));
    assertEquals(0, beside.position());
  }

  /** What a server is set to is not enough for a client to be safe. */
  @Test
  void roleIsFixedBeforeTheCallersCodeIsAsked() throws Exception {
    SSLEngine engine = context(Face.HEDDLE).createSSLEngine();
    engine.setUseClientMode(false);
    List<String> refusals = new ArrayList<>();
    set(engine, p -> p.setAlgorithmConstraints(new Meddler(engine, refusals)));
    engine.beginHandshake();
    assertFalse(refusals.isEmpty());
    assertFalse(engine.getUseClientMode());
    assertEquals(HandshakeStatus.NEED_UNWRAP, engine.getHandshakeStatus());
  }

  /** Tries to change an engine's role when it is asked. */
  private record Meddler(SSLEngine engine, List<String> refusals) implements AlgorithmConstraints {

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
      try {
        engine.setUseClientMode(true);
      } catch (IllegalArgumentException e) {
        refusals.add(e.getMessage());
      }
      return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        AlgorithmParameters parameters) {
      return true;
    }
  }

  private static final byte[][] FORGED = {
    {21, 3, 3, 0, 2, 1, 0}, // close_notify
    {21, 3, 3, 0, 2, 1, 90}, // user_canceled
    {23, 3, 3, 0, 3, 'a', 'b', 'c'}, // data
    {23, 3, 3, 0, 0},
    {22, 3, 3, 0, 4, 20, 0, 0, 0}, // an empty Finished
    {22, 3, 3, 0, 5, 24, 0, 0, 1, 1}, // KeyUpdate
    {20, 3, 3, 0, 1, 1},
  };

  /**
   * Whoever is between the two puts a record in somewhere, in either direction. Nobody takes it for
   * data or for an end, and the two either come to terms or fail.
   */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void forgedRecordIsNeitherDataNorEnd(String protocol) throws Exception {
    for (int i = 0; i < FORGED.length; i++) {
      int before = i % 3;
      while (put(FORGED[i], protocol, before, (before + i) % 2 == 0)) {
        before += 3;
      }
    }
  }

  /** Answers whether there were so many steps before the end of the handshake. */
  private static boolean put(byte[] forged, String protocol, int before, boolean toClient)
      throws SSLException {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, protocol);
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    int steps = 0;
    while (steps < before && (pair.step(pair.client) | pair.step(pair.server))) {
      steps++;
    }
    EnginePair.End to = toClient ? pair.client : pair.server;
    String where = Arrays.toString(forged) + " to " + to.engine + " after " + steps;
    to.come(ByteBuffer.wrap(forged));
    try {
      pair.settle();
      byte[] sent = {1, 2, 3};
      assertArrayEquals(sent, pair.send(pair.client, sent), where);
      assertArrayEquals(sent, pair.send(pair.server, sent), where);
      boolean warns = forged[0] == 20 || forged[6 % forged.length] == 90;
      assertTrue(warns, () -> where + " is passed over");
    } catch (SSLException e) {
      assertTrue(to.engine.isInboundDone(), where);
      assertThrows(SSLException.class, () -> pair.unwrap(to, ByteBuffer.allocate(1 << 15)), where);
    }
    return steps == before;
  }

  @Test
  void nothingIsHeardAfterTheEnd() throws Exception {
    List<byte[]> records = new ArrayList<>();
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .hostName("localhost")
            .build();
    ReentrantLock lock = new ReentrantLock();
    TlsEngine peer =
        TlsEngine.client(
            config,
            null,
            null,
            lock,
            (buf, off, length) -> records.add(Arrays.copyOfRange(buf, off, off + length)),
            (sent, level, alert) -> {});
    EnginePair pair =
        new EnginePair(
            context(Face.HEDDLE).createSSLEngine(), context(Face.HEDDLE).createSSLEngine());
    SSLEngine engine = pair.server.engine;
    peer.start();
    ByteBuffer data = ByteBuffer.allocate(1 << 15);
    while (!peer.isHandshakeDone() || !records.isEmpty()) {
      records.forEach(each -> pair.server.come(ByteBuffer.wrap(each)));
      records.clear();
      while (pair.server.coming.hasRemaining()
          || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        pair.unwrap(pair.server, data);
        Runnable task = engine.getDelegatedTask();
        if (task != null) {
          task.run();
        }
      }
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        pair.wrap(pair.server, new byte[0]);
      }
      while (pair.client.coming.hasRemaining()) {
        byte[] record =
            new byte[5 + (pair.client.coming.getShort(pair.client.coming.position() + 3) & 0xffff)];
        pair.client.coming.get(record);
        peer.recordLength(record);
        assertNotEquals(Step.FAILED, peer.feed(record, 0, record.length));
      }
    }
    lock.lock();
    assertNull(peer.write(new byte[] {1}, 0, 1));
    assertNull(peer.closeNotify());
    assertNull(peer.write(new byte[] {2}, 0, 1));
    assertNull(peer.write(new byte[20_000], 0, 16_000));
    lock.unlock();
    records.forEach(each -> pair.server.come(ByteBuffer.wrap(each)));
    assertEquals(1, pair.unwrap(pair.server, data).bytesProduced());
    for (int i = 0; i < 3; i++) {
      SSLEngineResult result = pair.unwrap(pair.server, data);
      assertEquals(Status.CLOSED, result.getStatus());
      assertEquals(0, result.bytesProduced());
    }
    assertEquals(1, data.position());
  }
}
