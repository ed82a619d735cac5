package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.testing.FakeTime;
import dev.heddle.testing.MemoryPair;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reads that end at a deadline, whatever the peer and the transport do. */
class TimedBioTest {

  private final FakeTime time = new FakeTime();
  private final byte[] one = new byte[1];

  /** A record may have 16 KB: a byte each millisecond would make 16 seconds of any limit. */
  @Test
  void peerThatSendsByteAfterByteDoesNotStretchTheLimit() throws Exception {
    MemoryPair pair = MemoryPair.of(time);
    TimedBio bio = new TimedBio(pair.first());
    pair.second().write(new byte[100], 0, 100);
    bio.readUntil(time.in(Duration.ZERO));
    int late = 0;
    while (bio.read(one, 0, 1) == 1) {
      late++;
      assertTrue(late < 100, "the limit has no end");
    }
    assertEquals(TimedBio.MOST_LATE, late);
    assertEquals(Bio.Retry.READ, bio.readRetry());
    bio.readUntil(time.in(Duration.ofSeconds(1)));
    assertEquals(1, bio.read(one, 0, 1)); // nothing is lost
    assertEquals(Bio.Retry.NONE, bio.readRetry());
  }

  @Test
  void transportWhoseReadsCannotBeLimitedIsRefused() throws Exception {
    Bio bio = SocketBio.of(new TwoStreams());
    TimedBio timed = new TimedBio(bio);
    timed.readUntil(time.in(Duration.ofSeconds(1)));
    IOException thrown = assertThrows(IOException.class, () -> timed.read(one, 0, 1));
    assertTrue(thrown.getMessage().contains("cannot be limited"), thrown.getMessage());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TlsSocket.client(bio, Pair.client(TlsVersion.TLS_1_3), Limits.defaults()));
    assertTrue(refused.getMessage().contains("cannot be limited"), refused.getMessage());
  }

  /** A socket that is no more than two streams, as those of some tunnels are. */
  private static final class TwoStreams extends Socket {
    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(new byte[10]);
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public boolean isConnected() {
      return true;
    }
  }
}
