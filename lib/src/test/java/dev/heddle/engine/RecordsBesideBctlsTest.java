package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.CipherSuite;
import dev.heddle.config.Credentials;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine of ours and a server of bctls' own, over its own cipher, after a whole handshake. */
class RecordsBesideBctlsTest {

  private static final int[] SIZES = {1, 15, 16, 17, 512, 513, 5000, 16383, 16384};

  private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
  private final byte[] target = new byte[TlsEngine.MAX_RECORD];

  /** Takes records, and offers room for them if it is to. */
  private final class Sink implements RecordSink {
    final byte[] array = new byte[TlsEngine.MAX_RECORD + 11];
    final boolean offers;
    int made;

    Sink(boolean offers) {
      this.offers = offers;
    }

    @Override
    public byte[] room(int length) {
      return offers ? array : null;
    }

    @Override
    public int roomOffset() {
      return 11;
    }

    @Override
    public void put(byte[] buf, int off, int length) {
      if (buf == array) {
        assertEquals(11, off);
        made++;
      }
      toServer.write(buf, off, length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_AES_128_GCM_SHA256, true",
    "TLS_AES_128_GCM_SHA256, false",
    "TLS_AES_256_GCM_SHA384, true",
    "TLS_CHACHA20_POLY1305_SHA256, true",
    "TLS_CHACHA20_POLY1305_SHA256, false",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true",
  })
  void bothReadWhatTheOtherWrites(CipherSuite suite, boolean offers) throws Exception {
    var sink = new Sink(offers);
    TlsEngine client = client(suite, sink);
    TlsProtocol server = server(suite);
    assertEquals(Step.MORE, client.start());
    for (int round = 0; round < 4; round++) {
      exchange(client, server, sink);
    }
    assertTrue(client.isHandshakeDone());
    assertTrue(server.isConnected());
    for (int update = 0; update < 2; update++) {
      for (int size : SIZES) {
        byte[] data = new byte[size + 3];
        new Random(size).nextBytes(data);
        sink.made = 0;
        assertNull(client.write(data, 2, size));
        assertEquals(offers ? 1 : 0, sink.made);
        exchange(client, server, sink);
        byte[] received = new byte[server.getAvailableInputBytes()];
        server.readInput(received, 0, received.length);
        assertArrayEquals(Arrays.copyOfRange(data, 2, 2 + size), received);

        server.writeApplicationData(data, 0, size);
        assertArrayEquals(Arrays.copyOf(data, size), exchange(client, server, sink));
      }
      if (suite.version() == TlsVersion.TLS_1_3) {
        assertNull(client.keyUpdate(true));
      }
    }
  }

  /** Moves what there is either way: answers the last data that the engine has read. */
  private byte[] exchange(TlsEngine client, TlsProtocol server, Sink sink) throws Exception {
    server.offerInput(toServer.toByteArray());
    toServer.reset();
    byte[] bytes = new byte[server.getAvailableOutputBytes()];
    server.readOutput(bytes, 0, bytes.length);
    byte[] data = null;
    for (int off = 0; off < bytes.length; ) {
      byte[] header = Arrays.copyOfRange(bytes, off, off + RecordHeader.LENGTH);
      int length = RecordHeader.LENGTH + client.recordLength(header);
      Step step =
          sink.offers && client.isHandshakeDone()
              ? client.feed(bytes, off, length, target, 5, length)
              : client.feed(bytes, off, length);
      assertNull(client.fault());
      if (step == Step.PLAINTEXT) {
        assertSame(sink.offers ? target : bytes, client.plain());
        int from = client.plainOffset();
        data = Arrays.copyOfRange(client.plain(), from, from + client.plainLength());
      }
      off += length;
    }
    return data;
  }

  private static TlsEngine client(CipherSuite suite, RecordSink sink) {
    TlsConfig config =
        TlsConfig.builder()
            .minVersion(suite.version())
            .maxVersion(suite.version())
            .cipherSuites(List.of(suite))
            .hostName("localhost")
            .insecureVerifyNone()
            .build();
    return TlsEngine.client(config, null, null, new ReentrantLock(), sink, AlertListener.NONE);
  }

  private static TlsProtocol server(CipherSuite suite) throws Exception {
    var identity = TestCerts.localhost(KeyType.EC_P256);
    ProtocolVersion version =
        suite.version() == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
    return Loopback.accept(
        new Loopback.Server(
            new BcTlsCrypto(new SecureRandom()),
            new Loopback.Terms(version, suite.code(), List.of()),
            LocalCredentials.of(Crypto.shared(), Credentials.of(identity.key(), identity.chain())),
            false));
  }
}
