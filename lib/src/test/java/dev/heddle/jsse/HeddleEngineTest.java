package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Face;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void inboundThatEndsUnsaidIsTruncated() throws Exception {
    EnginePair pair = pair(Face.HEDDLE, Face.HEDDLE, "TLSv1.3").settle();
    assertThrows(SSLException.class, pair.client.engine::closeInbound);
    assertTrue(pair.client.engine.isInboundDone());
  }
}
