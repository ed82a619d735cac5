package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine's contract: statuses, sizes, ends. */
class HeddleEngineTest {

  private static SSLContext context(Face face) {
    return face.context(TestCerts.root(), TestCerts.localhost(KeyType.EC_P256));
  }

  private static EnginePair pair(Face client, Face server, String protocol) {
    EnginePair pair =
        new EnginePair(
            context(client).createSSLEngine("localhost", 4433), context(server).createSSLEngine());
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    return pair;
  }

  @ParameterizedTest
  @CsvSource({
    "HEDDLE, HEDDLE, TLSv1.3",
    "HEDDLE, HEDDLE, TLSv1.2",
    "HEDDLE, SUNJSSE, TLSv1.3",
    "HEDDLE, SUNJSSE, TLSv1.2",
    "SUNJSSE, HEDDLE, TLSv1.3",
    "SUNJSSE, HEDDLE, TLSv1.2",
  })
  void shakesHandsAndSendsBothWaysAndCloses(Face client, Face server, String protocol)
      throws Exception {
    EnginePair pair = pair(client, server, protocol).settle();
    assertFinished(client, pair.client);
    assertFinished(server, pair.server);
    assertEquals(protocol, pair.client.engine.getSession().getProtocol());
    assertEquals(protocol, pair.server.engine.getSession().getProtocol());
    byte[] data = new byte[100_000];
    new Random(1).nextBytes(data);
    assertArrayEquals(data, pair.send(pair.client, data));
    assertArrayEquals(data, pair.send(pair.server, data));

    pair.client.engine.closeOutbound();
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    assertEquals(Status.CLOSED, pair.wrap(pair.client, new byte[0]).getStatus());
    assertTrue(pair.client.engine.isOutboundDone());
    assertEquals(Status.CLOSED, pair.unwrap(pair.server, ByteBuffer.allocate(1 << 15)).getStatus());
    assertTrue(pair.server.engine.isInboundDone());
    pair.server.engine.closeOutbound();
    assertEquals(Status.CLOSED, pair.wrap(pair.server, new byte[0]).getStatus());
    assertEquals(Status.CLOSED, pair.unwrap(pair.client, ByteBuffer.allocate(1 << 15)).getStatus());
    pair.client.engine.closeInbound();
    pair.server.engine.closeInbound();
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client.engine.getHandshakeStatus());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server.engine.getHandshakeStatus());
  }

  /** The JDK's says so for a ticket, too. */
  private static void assertFinished(Face face, EnginePair.End end) {
    assertTrue(
        face == Face.SUNJSSE ? end.finished >= 1 : end.finished == 1,
        () -> end.finished + " times");
  }

  /**
   * Kafka takes a buffer of data that is full for an error, before it has looked at all records.
   */
  @Test
  void bufferOfDataHasRoomForWhatABufferOfRecordsCarries() throws Exception {
    int overhead = 5 + 16; // what a record has at least beside data
    EnginePair pair = pair(Face.HEDDLE, Face.SUNJSSE, "TLSv1.3");
    for (int i = 0; i < 2; i++) {
      SSLSession session = pair.client.engine.getSession();
      assertTrue(session.getApplicationBufferSize() >= session.getPacketBufferSize() - overhead);
      pair.settle();
    }
  }

  /** ServerHello to Finished, which are four records or more. */
  @ParameterizedTest
  @CsvSource({"TLSv1.3", "TLSv1.2"})
  void flightLeavesAtOnceWhereThereIsRoom(String protocol) throws Exception {
    EnginePair pair = pair(Face.SUNJSSE, Face.HEDDLE, protocol);
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, ByteBuffer.allocate(0));
    pair.server.engine.getDelegatedTask().run();
    pair.wrap(pair.server, new byte[0]);
    assertEquals(HandshakeStatus.NEED_UNWRAP, pair.server.engine.getHandshakeStatus());
  }

  @Test
  void flightLeavesInPartsWhereThereIsNoRoomForAllOfIt() throws Exception {
    EnginePair pair = pair(Face.SUNJSSE, Face.HEDDLE, "TLSv1.3");
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, ByteBuffer.allocate(0));
    pair.server.engine.getDelegatedTask().run();
    ByteBuffer none = ByteBuffer.allocate(0);
    ByteBuffer small = ByteBuffer.allocate(150); // a ServerHello's record has 127
    assertEquals(Status.OK, pair.server.engine.wrap(none, small).getStatus());
    assertEquals(Status.BUFFER_OVERFLOW, pair.server.engine.wrap(none, small).getStatus());
    pair.client.come(small.flip());
    pair.settle();
    assertEquals(1, pair.server.finished);
  }

  /** Who closes wraps once, and takes the status for whether it is out. */
  @Test
  void goodbyeLeavesTogetherWithWhatWaits() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.SUNJSSE, "TLSv1.3").settle();
    pair.client.engine.beginHandshake();
    pair.client.engine.closeOutbound();
    assertEquals(Status.CLOSED, pair.wrap(pair.client, new byte[0]).getStatus());
    ByteBuffer data = ByteBuffer.allocate(1 << 15);
    assertEquals(Status.OK, pair.unwrap(pair.server, data).getStatus());
    assertEquals(Status.CLOSED, pair.unwrap(pair.server, data).getStatus());
  }

  @Test
  void inboundThatEndsUnsaidIsTruncated() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, "TLSv1.3").settle();
    assertThrows(SSLException.class, pair.client.engine::closeInbound);
    assertTrue(pair.client.engine.isInboundDone());
  }

  @Test
  void outboundClosedInTheHandshakeEndsBothDirections() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.SUNJSSE, "TLSv1.3");
    pair.wrap(pair.client, new byte[0]);
    pair.client.engine.closeOutbound();
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    assertEquals(Status.CLOSED, pair.wrap(pair.client, new byte[0]).getStatus());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client.engine.getHandshakeStatus());
    assertTrue(pair.client.engine.isInboundDone());
    assertTrue(pair.client.engine.isOutboundDone());
  }

  @Test
  void outboundClosedBeforeATaskIsRunCancelsIt() throws Exception {
    EnginePair pair = pair(Face.SUNJSSE, Face.HEDDLE, "TLSv1.3");
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, ByteBuffer.allocate(0));
    Runnable task = pair.server.engine.getDelegatedTask();
    pair.server.engine.closeOutbound();
    task.run();
    assertEquals(Status.CLOSED, pair.wrap(pair.server, new byte[0]).getStatus());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.server.engine.getHandshakeStatus());
    assertTrue(pair.server.engine.isInboundDone());
    assertNull(pair.server.engine.getSession().getSessionContext());
  }

  @Test
  void outboundClosedBesideATaskIsClosedAfterIt() throws Exception {
    SSLEngine[] asked = new SSLEngine[1];
    EnginePair pair = pair(Face.SUNJSSE, Face.HEDDLE, "TLSv1.3");
    SSLParameters alpn = pair.client.engine.getSSLParameters();
    alpn.setApplicationProtocols(new String[] {"h2"});
    pair.client.engine.setSSLParameters(alpn);
    pair.server.engine.setHandshakeApplicationProtocolSelector(
        (engine, offered) -> {
          engine.closeOutbound();
          asked[0] = engine;
          assertFalse(engine.isOutboundDone());
          return "h2";
        });
    pair.wrap(pair.client, new byte[0]);
    pair.unwrap(pair.server, ByteBuffer.allocate(0));
    pair.server.engine.getDelegatedTask().run();
    assertSame(pair.server.engine, asked[0]);
    while (pair.server.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      pair.wrap(pair.server, new byte[0]);
    }
    assertTrue(pair.server.engine.isOutboundDone());
    assertTrue(pair.server.engine.isInboundDone());
  }

  @Test
  void failedTaskIsToldByTheNextCallAndItsAlertIsWrapped() throws Exception {
    SSLContext mistrusts = Face.HEDDLE.context(TestCerts.make("another root").ca().build(), null);
    EnginePair pair =
        new EnginePair(
            mistrusts.createSSLEngine("localhost", 4433), context(Face.SUNJSSE).createSSLEngine());
    assertThrows(SSLHandshakeException.class, pair::settle);
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    assertEquals(Status.CLOSED, pair.wrap(pair.client, new byte[0]).getStatus());
    assertTrue(pair.client.engine.isInboundDone());
    SSLException again =
        assertThrows(
            SSLException.class, () -> pair.unwrap(pair.client, ByteBuffer.allocate(1 << 15)));
    assertInstanceOf(CertificateException.class, again.getCause());
    SSLException heard = assertThrows(SSLException.class, pair::settle);
    assertTrue(heard.getMessage().contains("certificate_unknown"), heard::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void alertIsHeardBeforeAFlightThatWaits(String protocol) throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, protocol);
    pair.client.engine.beginHandshake();
    pair.client.come(ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 2, 2, 40}));
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    SSLException heard =
        assertThrows(
            SSLException.class, () -> pair.unwrap(pair.client, ByteBuffer.allocate(1 << 15)));
    assertTrue(heard.getMessage().contains("handshake_failure"), heard::getMessage);
  }
}
