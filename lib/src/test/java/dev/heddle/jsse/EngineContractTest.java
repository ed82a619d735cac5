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
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code SSLEngine} promises its caller, call by call; {@link EngineMachine} takes them in any
 * order. Where both faces are named, the JDK's own goes through the same.
 */
class EngineContractTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
  }

  private static SSLEngine client(Face face) {
    SSLEngine engine = context(face).createSSLEngine("localhost", 4433);
    engine.setUseClientMode(true);
    return engine;
  }

  private static EnginePair pair(Face client, Face server) {
    return new EnginePair(client(client), context(server).createSSLEngine());
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocate(1 << 15);
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void hasNoModeUntilItIsSet(Face face) {
    SSLEngine engine = context(face).createSSLEngine();
    assertFalse(engine.getUseClientMode());
    assertThrows(IllegalStateException.class, () -> engine.wrap(NOTHING, room()));
    assertThrows(IllegalStateException.class, () -> engine.unwrap(NOTHING, room()));
    assertThrows(IllegalStateException.class, engine::beginHandshake);
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void refusesBuffersThatAreNone(Face face) {
    SSLEngine engine = client(face);
    ByteBuffer[] holed = {NOTHING, null};
    ByteBuffer[] none = null;
    ByteBuffer sealed = room().asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> engine.wrap(none, room()));
    assertThrows(IllegalArgumentException.class, () -> engine.wrap(none, 0, 0, room()));
    assertThrows(IllegalArgumentException.class, () -> engine.wrap((ByteBuffer) null, room()));
    assertThrows(IllegalArgumentException.class, () -> engine.wrap(holed, room()));
    assertThrows(IllegalArgumentException.class, () -> engine.wrap(NOTHING, null));
    assertThrows(ReadOnlyBufferException.class, () -> engine.wrap(NOTHING, sealed));
    assertThrows(IllegalArgumentException.class, () -> engine.unwrap(null, room()));
    assertThrows(IllegalArgumentException.class, () -> engine.unwrap(NOTHING, none));
    assertThrows(IllegalArgumentException.class, () -> engine.unwrap(NOTHING, none, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> engine.unwrap(NOTHING, holed));
    assertThrows(ReadOnlyBufferException.class, () -> engine.unwrap(NOTHING, sealed));
    for (int[] part : new int[][] {{-1, 1}, {0, -1}, {1, 2}, {3, 0}, {Integer.MAX_VALUE, 2}}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> engine.wrap(holed, part[0], part[1], room()));
      assertThrows(
          IndexOutOfBoundsException.class, () -> engine.unwrap(NOTHING, holed, part[0], part[1]));
    }
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void hasASessionOfNothingBeforeTheHandshake(Face face) {
    SSLEngine engine = client(face);
    SSLSession session = engine.getSession();
    assertEquals("NONE", session.getProtocol());
    assertEquals("SSL_NULL_WITH_NULL_NULL", session.getCipherSuite());
    assertFalse(session.isValid());
    assertThrows(SSLPeerUnverifiedException.class, session::getPeerCertificates);
    assertTrue(session.getPacketBufferSize() > 16_384 + 256);
    assertTrue(session.getApplicationBufferSize() >= 16_384);
    assertNull(engine.getHandshakeSession());
    assertNull(engine.getHandshakeApplicationProtocol());
    assertNull(engine.getApplicationProtocol());
    assertNull(engine.getDelegatedTask());
    assertFalse(engine.isInboundDone());
    assertFalse(engine.isOutboundDone());
    assertEquals("localhost", engine.getPeerHost());
    assertEquals(4433, engine.getPeerPort());
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void beginsOnlyOnce(Face face) throws Exception {
    EnginePair pair = pair(face, face);
    for (int i = 0; i < 2; i++) {
      pair.client.engine.beginHandshake();
      assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
      pair.server.engine.beginHandshake();
      assertEquals(HandshakeStatus.NEED_UNWRAP, pair.server.engine.getHandshakeStatus());
    }
    assertThrows(IllegalArgumentException.class, () -> pair.client.engine.setUseClientMode(false));
    pair.settle();
    assertThrows(IllegalArgumentException.class, () -> pair.server.engine.setUseClientMode(true));
    assertNull(pair.client.engine.getDelegatedTask());
    assertNull(pair.client.engine.getHandshakeSession());
    assertTrue(pair.client.engine.getSession().isValid());
    assertEquals("", pair.client.engine.getApplicationProtocol());
  }

  @Test
  void takesNoNoticeOfWhatIsSetInTheHandshake() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE);
    pair.client.engine.beginHandshake();
    pair.client.engine.setEnabledProtocols(new String[] {"TLSv1.2"});
    pair.settle();
    assertEquals("TLSv1.3", pair.client.engine.getSession().getProtocol());
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void asksForClientsAsItWasToldLast(Face face) {
    SSLEngine engine = context(face).createSSLEngine();
    engine.setUseClientMode(false);
    assertFalse(engine.getNeedClientAuth() || engine.getWantClientAuth());
    engine.setNeedClientAuth(true);
    assertTrue(engine.getNeedClientAuth());
    engine.setWantClientAuth(true);
    assertTrue(engine.getWantClientAuth());
    assertFalse(engine.getNeedClientAuth());
    assertTrue(engine.getSSLParameters().getWantClientAuth());
    engine.setWantClientAuth(false);
    assertFalse(engine.getNeedClientAuth() || engine.getWantClientAuth());
    assertTrue(engine.getEnableSessionCreation());
    engine.setEnableSessionCreation(false);
    assertFalse(engine.getEnableSessionCreation());
  }

  @Test
  void asksForTheRestOfARecordWithoutTakingOfIt() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE).settle();
    pair.wrap(pair.client, new byte[1000]);
    ByteBuffer record = pair.server.coming;
    int length = record.remaining();
    for (int n = 0; n < length; n++) {
      SSLEngineResult result =
          pair.server.engine.unwrap(record.duplicate().limit(record.position() + n), room());
      assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
      assertEquals(0, result.bytesConsumed() + result.bytesProduced());
    }
    ByteBuffer target = ByteBuffer.allocate(1001);
    SSLEngineResult result = pair.server.engine.unwrap(record, target);
    assertEquals(Status.OK, result.getStatus());
    assertEquals(length, result.bytesConsumed());
    assertEquals(1000, target.position());
  }

  @Test
  void dataBehindAKeyUpdateThatIsOwedGoesWithIt() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE).settle();
    pair.client.engine.beginHandshake();
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, room());

    byte[] data = {1, 2, 3};
    ByteBuffer tight = ByteBuffer.allocate(data.length + 22);
    assertEquals(
        Status.BUFFER_OVERFLOW, pair.server.engine.wrap(ByteBuffer.wrap(data), tight).getStatus());
    assertEquals(data.length, pair.wrap(pair.server, data).bytesConsumed());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server.engine.getHandshakeStatus());
    ByteBuffer came = room();
    while (pair.client.coming.hasRemaining()) {
      pair.unwrap(pair.client, came);
    }
    assertEquals(ByteBuffer.wrap(data), came.flip());
    assertArrayEquals(data, pair.send(pair.client, data));
  }

  @Test
  void inboundClosedBeforeTheHandshakeEndsBothDirections() throws Exception {
    SSLEngine engine = client(Face.HEDDLE);
    engine.closeInbound();
    assertTrue(engine.isInboundDone());
    assertTrue(engine.isOutboundDone());
    assertEquals(Status.CLOSED, engine.wrap(ByteBuffer.allocate(9), room()).getStatus());
    assertEquals(Status.CLOSED, engine.unwrap(NOTHING, room()).getStatus());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
  }

  @Test
  void inboundClosedBeforeATaskIsRunCancelsIt() throws Exception {
    EnginePair pair = pair(Face.SUNJSSE, Face.HEDDLE);
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, room());
    Runnable task = pair.server.engine.getDelegatedTask();
    assertThrows(SSLException.class, pair.server.engine::closeInbound);
    assertEquals(HandshakeStatus.NEED_WRAP, pair.server.engine.getHandshakeStatus());
    task.run();
    assertEquals(Status.CLOSED, pair.wrap(pair.server, new byte[0]).getStatus());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server.engine.getHandshakeStatus());
    assertTrue(pair.server.engine.isOutboundDone());
    SSLException heard = assertThrows(SSLException.class, () -> pair.unwrap(pair.client, room()));
    assertTrue(heard.getMessage().contains("close_notify"), heard::getMessage);
  }

  @Test
  void inboundThatEndsUnsaidSaysHowFarItHadCome() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE).settle();
    pair.client.engine.closeOutbound();
    SSLException cut = assertThrows(SSLException.class, pair.server.engine::closeInbound);
    assertTrue(cut.getMessage().contains("close_notify"), cut::getMessage);
    pair.server.engine.closeInbound(); // says it once
  }

  @Test
  void isNotDoneBeforeItHasToldWhatATaskHasMet() throws Exception {
    SSLContext mistrusts = Face.HEDDLE.context(TestCerts.make("another root").ca().build(), null);
    EnginePair pair =
        new EnginePair(
            mistrusts.createSSLEngine("localhost", 4433), context(Face.HEDDLE).createSSLEngine());
    pair.server.engine.setNeedClientAuth(true);
    assertThrows(SSLHandshakeException.class, pair::settle);
    while (!pair.client.engine.isOutboundDone()) {
      pair.wrap(pair.client, new byte[0]);
    }
    // In TLS 1.3 its alert comes encrypted, as what is for a task does.
    while (pair.server.coming.hasRemaining()) {
      pair.unwrap(pair.server, room());
      Runnable task = pair.server.engine.getDelegatedTask();
      if (task != null) {
        task.run();
      }
    }
    assertFalse(pair.server.engine.isOutboundDone());
    assertEquals(HandshakeStatus.NEED_WRAP, pair.server.engine.getHandshakeStatus());
    SSLException told = assertThrows(SSLException.class, () -> pair.wrap(pair.server, new byte[0]));
    assertTrue(told.getMessage().contains("Received fatal alert"), told::getMessage);
    assertTrue(pair.server.engine.isOutboundDone());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server.engine.getHandshakeStatus());
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void asksTheServersSelectorWithTheHandshakesSession(Face face) throws Exception {
    EnginePair pair = pair(face, face);
    offer(pair.client.engine, "h2", "x");
    List<String> seen = new ArrayList<>();
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          seen.addAll(offered);
          assertSame(pair.server.engine, engine);
          assertNotNull(engine.getHandshakeSession());
          return "x";
        });
    assertNotNull(pair.server.engine.getHandshakeApplicationProtocolSelector());
    pair.settle();
    assertEquals(List.of("h2", "x"), seen);
    assertEquals("x", pair.client.engine.getApplicationProtocol());
    assertEquals("x", pair.server.engine.getApplicationProtocol());
    assertNull(pair.server.engine.getHandshakeApplicationProtocol());
  }

  private static void offer(SSLEngine engine, String... protocols) {
    SSLParameters set = engine.getSSLParameters();
    set.setApplicationProtocols(protocols);
    engine.setSSLParameters(set);
  }

  @ParameterizedTest
  @EnumSource(Face.class)
  void servesOnlyNamesThatItsMatchersTake(Face face) throws Exception {
    for (String name : List.of("localhost", "elsewhere.test")) {
      EnginePair pair = pair(face, face);
      SSLParameters ofClient = pair.client.engine.getSSLParameters();
      ofClient.setServerNames(List.of(new SNIHostName(name)));
      pair.client.engine.setSSLParameters(ofClient);
      SSLParameters set = pair.server.engine.getSSLParameters();
      SNIMatcher matcher = SNIHostName.createSNIMatcher("localhost");
      set.setSNIMatchers(List.of(matcher));
      pair.server.engine.setSSLParameters(set);
      if (name.equals("localhost")) {
        pair.settle();
      } else {
        SSLException refused = assertThrows(SSLException.class, pair::settle);
        assertFalse(refused.getMessage().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void resumesWhatASocketOfItsContextHasBegun(String protocol) throws Exception {
    SSLContext server = context(Face.HEDDLE);
    SSLContext client = Face.HEDDLE.context(TestCerts.root(), null);
    try (Meeting meeting = new Meeting(server)) {
      Meeting.Met met =
          meeting.meet(client, socket -> socket.setEnabledProtocols(new String[] {protocol}));
      EnginePair pair =
          new EnginePair(
              client.createSSLEngine("localhost", meeting.port()), server.createSSLEngine());
      pair.client.engine.setEnabledProtocols(new String[] {protocol});
      pair.settle();
      SSLSession resumed = pair.client.engine.getSession();
      assertEquals(met.client().getCreationTime(), resumed.getCreationTime());
      assertEquals(protocol, resumed.getProtocol());
      assertEquals(
          met.server().getCreationTime(), pair.server.engine.getSession().getCreationTime());
    }
  }
}
