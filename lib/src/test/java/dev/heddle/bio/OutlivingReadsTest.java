package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Loopback.Kind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a read over a Unix-domain socket whose caller has given up the wait. */
class OutlivingReadsTest {

  private final byte[] buf = new byte[10];
  private Loopback loopback;
  private ChannelBio bio;

  @BeforeEach
  void leaveAReadPending() throws IOException {
    loopback = Loopback.of(Kind.UNIX);
    bio = loopback.channelBio();
    bio.receiveTimeout(1);
    assertEquals(-1, bio.read(buf, 0, 10));
  }

  @AfterEach
  void close() {
    loopback.close();
  }

  @Test
  void whatItBringsIsForTheNextReadsHoweverShort() throws Exception {
    loopback.send("abcdefgh");
    while (bio.pending() == 0) {
      Thread.onSpinWait();
    }
    assertEquals(8, bio.pending());
    assertEquals(3, bio.read(buf, 0, 3));
    assertEquals(5, bio.pending());
    bio.receiveTimeout(0);
    assertEquals(5, bio.read(buf, 3, 7));
    assertEquals("abcdefgh", new String(buf, 0, 8));
    loopback.send("ij");
    assertEquals(2, bio.read(buf, 0, 10));
  }

  @Test
  void itIsTheOnlyOne() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertEquals(-1, bio.read(buf, 0, 10));
    }
    loopback.send("a");
    bio.receiveTimeout(60_000);
    assertEquals(1, bio.read(buf, 0, 10));
    assertEquals(0, bio.pending());
    assertTrue(bio.setNbio(true), "another read goes on");
  }

  @Test
  void theEndThatItFindsIsForTheNextRead() throws Exception {
    loopback.finish();
    bio.receiveTimeout(0);
    assertEquals(0, bio.read(buf, 0, 10));
    assertTrue(bio.eof());
    assertEquals(0, bio.read(buf, 0, 10));
  }

  @Test
  void theEndIsFoundBeforeTheLimitToo() throws Exception {
    bio.receiveTimeout(60_000);
    Stuck reader = Stuck.in(true, () -> bio.read(buf, 0, 10));
    loopback.finish();
    assertEquals(0, reader.result());
  }

  @Test
  void itCanBeWaitedForWithoutALimit() throws Exception {
    bio.receiveTimeout(0);
    Stuck reader = Stuck.in(true, () -> bio.read(buf, 0, 10));
    loopback.send("abc");
    assertEquals(3, reader.result());
  }

  /** That the thread is gone too, the guard against leaks sees. */
  @Test
  void closeEndsIt() throws Exception {
    bio.receiveTimeout(60_000);
    bio.close();
    assertThrows(AsynchronousCloseException.class, () -> bio.read(buf, 0, 10));
    assertThrows(ClosedChannelException.class, () -> bio.read(buf, 0, 10));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptOfWhoeverWaitsForItEndsIt(boolean virtual) throws Exception {
    bio.receiveTimeout(60_000);
    Stuck reader = Stuck.in(virtual, () -> bio.read(buf, 0, 10));
    reader.interrupt();
    assertInstanceOf(IOException.class, reader.failure());
    assertTrue(reader.interrupted());
    assertFalse(bio.channel().isOpen());
  }

  @Test
  void modeStaysWhileItGoesOn() throws Exception {
    assertFalse(bio.setNbio(true));
    assertTrue(bio.isBlocking());
    loopback.send("ab");
    bio.receiveTimeout(60_000);
    assertEquals(1, bio.read(buf, 0, 1));
    assertTrue(bio.setNbio(true));
    assertEquals(1, bio.read(buf, 0, 10), "what it has brought");
    assertEquals(-1, bio.read(buf, 0, 10));
    assertEquals(Bio.Retry.READ, bio.readRetry());
  }
}
