package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BioPairTest {

  /** The conformance kit's scenario {@code bio-pair}, with the trace that libssl printed for it. */
  @Test
  void doesWhatLibsslDoes() throws IOException {
    BioPair pair = BioPair.of(8, 16);
    BioScript script = new BioScript(Map.of("int", pair.first(), "net", pair.second()));
    assertEquals(
        """
        BIO_get_write_guarantee on=int ret=8
        BIO_get_write_guarantee on=net ret=16
        BIO_read on=net n=4 ret=-1 retry=1 read=1 write=0 special=0 reason=- data=-
        BIO_get_read_request on=int ret=4
        BIO_write on=int n=10 ret=8 retry=0 read=0 write=0 special=0 reason=-
        BIO_pending on=net ret=8
        BIO_wpending on=int ret=8
        BIO_get_write_guarantee on=int ret=0
        BIO_write on=int n=1 ret=-1 retry=1 read=0 write=1 special=0 reason=-
        BIO_should_retry on=int ret=1
        BIO_should_write on=int ret=1
        BIO_read on=net n=5 ret=5 retry=0 read=0 write=0 special=0 reason=- data=abcde
        BIO_read on=net n=100 ret=3 retry=0 read=0 write=0 special=0 reason=- data=fgh
        BIO_read on=net n=100 ret=-1 retry=1 read=1 write=0 special=0 reason=- data=-
        BIO_should_read on=net ret=1
        BIO_get_read_request on=int ret=8
        BIO_eof on=net ret=0
        BIO_write on=int n=2 ret=2 retry=0 read=0 write=0 special=0 reason=-
        BIO_shutdown_wr on=int ret=1
        BIO_write on=int n=1 ret=-1 retry=0 read=0 write=0 special=0 reason=broken_pipe
        BIO_eof on=net ret=0
        BIO_read on=net n=100 ret=2 retry=0 read=0 write=0 special=0 reason=- data=yz
        BIO_eof on=net ret=1
        BIO_read on=net n=100 ret=0 retry=0 read=0 write=0 special=0 reason=- data=-
        BIO_should_retry on=net ret=0
        BIO_write on=net n=4 ret=4 retry=0 read=0 write=0 special=0 reason=-
        BIO_read on=int n=10 ret=4 retry=0 read=0 write=0 special=0 reason=- data=back
        BIO_flush on=int ret=1
        """,
        String.join(
                "\n",
                script.run(
                    "BIO_get_write_guarantee int",
                    "BIO_get_write_guarantee net",
                    "BIO_read net 4",
                    "BIO_get_read_request int",
                    "BIO_write int abcdefghij",
                    "BIO_pending net",
                    "BIO_wpending int",
                    "BIO_get_write_guarantee int",
                    "BIO_write int x",
                    "BIO_should_retry int",
                    "BIO_should_write int",
                    "BIO_read net 5",
                    "BIO_read net 100",
                    "BIO_read net 100",
                    "BIO_should_read net",
                    "BIO_get_read_request int",
                    "BIO_eof net",
                    "BIO_write int yz",
                    "BIO_shutdown_wr int",
                    "BIO_write int q",
                    "BIO_eof net",
                    "BIO_read net 100",
                    "BIO_eof net",
                    "BIO_read net 100",
                    "BIO_should_retry net",
                    "BIO_write net back",
                    "BIO_read int 10",
                    "BIO_flush int"))
            + "\n");
  }

  @Test
  void sizeZeroTakesTheLargestTlsRecord() {
    BioPair pair = BioPair.of(0, 5);
    assertEquals(17 * 1024, pair.first().writeGuarantee());
    assertEquals(17 * 1024, pair.first().writeBufSize());
    assertEquals(5, pair.second().writeGuarantee());
    assertThrows(IllegalArgumentException.class, () -> BioPair.of(-1, 0));
  }

  @Test
  void requestEndsWithAWriteAReadOrAReset() throws IOException {
    BioPair pair = BioPair.of(8, 8);
    byte[] buf = new byte[20];
    pair.second().read(buf, 0, 20);
    assertEquals(8, pair.first().readRequest(), "the buffer's size is less");
    pair.first().write(buf, 0, 3);
    assertEquals(0, pair.first().readRequest(), "part of it has been written");
    pair.second().read(buf, 0, 20);
    assertEquals(0, pair.first().readRequest(), "the read was done");
    pair.second().read(buf, 0, 2);
    assertEquals(2, pair.first().readRequest());
    pair.first().resetReadRequest();
    assertEquals(0, pair.first().readRequest());
    pair.second().read(buf, 0, 2);
    pair.first().shutdownWrite();
    assertEquals(0, pair.first().writeGuarantee());
    assertEquals(0, pair.first().readRequest(), "never more than the guarantee");
  }

  @Test
  void closedHalfLeavesWhatItWroteAndThenTheEnd() throws IOException {
    BioPair pair = BioPair.of(8, 8);
    BioPair.Half gone = pair.first();
    BioPair.Half left = pair.second();
    gone.write(Loopback.bytes("bye"), 0, 3);
    left.write(Loopback.bytes("lost"), 0, 4);
    gone.close();
    assertEquals(0, left.wpending());
    assertEquals(0, left.writeGuarantee());
    assertEquals("broken pipe", message(() -> left.write(new byte[1], 0, 1)));
    byte[] buf = new byte[8];
    assertFalse(left.eof());
    assertEquals(3, left.read(buf, 0, 8));
    assertEquals(0, left.read(buf, 0, 8));
    assertTrue(left.eof());
    assertEquals("closed", message(() -> gone.read(buf, 0, 1)));
    assertEquals("closed", message(() -> gone.write(buf, 0, 1)));
    assertTrue(gone.eof());
    assertEquals(0, gone.pending());
  }

  @Test
  void destroyedAssociationLosesEverything() throws IOException {
    BioPair pair = BioPair.of(8, 8);
    pair.first().write(Loopback.bytes("lost"), 0, 4);
    pair.first().abort();
    BioPair.Half left = pair.second();
    assertEquals(0, left.pending());
    assertEquals(0, left.writeGuarantee());
    assertTrue(left.eof());
    String why = "the association of the pair was destroyed";
    assertEquals(why, message(() -> left.read(new byte[1], 0, 1)));
    assertEquals(why, message(() -> left.write(new byte[1], 0, 1)));
    assertEquals(why, message(() -> pair.first().read(new byte[1], 0, 1)));
  }

  @Test
  void resetDropsOnlyWhatThisHalfWrote() throws IOException {
    BioPair pair = BioPair.of(8, 8);
    pair.first().write(new byte[3], 0, 3);
    pair.second().write(new byte[2], 0, 2);
    pair.first().reset();
    assertEquals(0, pair.second().pending());
    assertEquals(2, pair.first().pending());
  }

  /** A retry of one kind does not outlive a success of the other. */
  @Test
  void shouldRetrySpeaksOfTheLastCall() throws IOException {
    BioPair pair = BioPair.of(1, 1);
    BioPair.Half half = pair.first();
    half.write(new byte[1], 0, 1);
    half.write(new byte[1], 0, 1);
    assertTrue(half.shouldWrite());
    pair.second().write(new byte[1], 0, 1);
    half.read(new byte[1], 0, 1);
    assertFalse(half.shouldRetry());
    assertEquals(Bio.Retry.WRITE, half.writeRetry(), "of the last write");
    assertEquals(Bio.Retry.NONE, half.readRetry());
  }

  /** The race below is rare where processors are few; this is not. */
  @Test
  void everyCallTakesTheLock() throws Exception {
    BioPair pair = BioPair.of(4, 4);
    BioPair.Half half = pair.first();
    byte[] buf = new byte[4];
    List<Executable> calls =
        List.of(
            () -> half.read(buf, 0, 4),
            () -> half.write(buf, 0, 4),
            half::pending,
            half::wpending,
            half::eof,
            half::writeGuarantee,
            half::readRequest,
            half::resetReadRequest,
            half::reset,
            half::shutdownWrite,
            half::flush,
            half::close,
            pair::destroy);
    for (Executable call : calls) {
      Stuck stuck;
      pair.lock.lock();
      try {
        stuck = Stuck.in(true, () -> run(call));
      } finally {
        pair.lock.unlock();
      }
      stuck.result();
    }
  }

  private static Object run(Executable call) throws Exception {
    try {
      call.execute();
      return null;
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Both directions at once, with sizes that make the rings wrap; nothing is lost or reordered. */
  @ParameterizedTest
  @ValueSource(ints = {1, 64, 4096})
  void fourThreadsOverOnePair(int size) throws Exception {
    long seed = System.nanoTime();
    System.out.println("BioPairTest seed " + seed);
    BioPair pair = BioPair.of(size, size);
    byte[] there = new byte[Math.min(20_000 + size * 10_000, 600_000)];
    byte[] back = new byte[there.length];
    new Random(seed).nextBytes(there);
    new Random(seed + 1).nextBytes(back);
    CountDownLatch ready = new CountDownLatch(4);
    Stuck[] all = {
      Stuck.start(false, () -> writeAll(ready, pair.first(), there, new Random(seed + 2))),
      Stuck.start(false, () -> writeAll(ready, pair.second(), back, new Random(seed + 3))),
      Stuck.start(false, () -> readAll(ready, pair.second(), new Random(seed + 4))),
      Stuck.start(false, () -> readAll(ready, pair.first(), new Random(seed + 5)))
    };
    assertEquals(null, all[0].result());
    assertEquals(null, all[1].result());
    assertArrayEquals(there, (byte[]) all[2].result());
    assertArrayEquals(back, (byte[]) all[3].result());
  }

  private static Object writeAll(
      CountDownLatch ready, BioPair.Half half, byte[] data, Random random) throws Exception {
    ready.countDown();
    ready.await();
    for (int at = 0; at < data.length; ) {
      int n = half.write(data, at, Math.min(data.length - at, 1 + random.nextInt(100)));
      if (n < 0) {
        assertEquals(Bio.Retry.WRITE, half.writeRetry());
        Thread.yield();
      } else {
        at += n;
      }
    }
    half.shutdownWrite();
    return null;
  }

  private static Object readAll(CountDownLatch ready, BioPair.Half half, Random random)
      throws Exception {
    ready.countDown();
    ready.await();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buf = new byte[100];
    while (true) {
      int n = half.read(buf, 0, 1 + random.nextInt(buf.length));
      if (n == 0) {
        return got.toByteArray();
      }
      if (n < 0) {
        assertEquals(Bio.Retry.READ, half.readRetry());
        Thread.yield();
      } else {
        got.write(buf, 0, n);
      }
    }
  }

  private static String message(Executable call) {
    return assertThrows(IOException.class, call).getMessage();
  }
}
