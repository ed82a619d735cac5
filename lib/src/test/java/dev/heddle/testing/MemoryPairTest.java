package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryPairTest {

  private final FakeTime time = new FakeTime();
  private final MemoryPair pair = MemoryPair.of(time, 4);
  private final Bio near = pair.first();
  private final Bio far = pair.second();

  @Test
  void readWaitsForDataAndWriteForRoom() throws Exception {
    FutureTask<String> read = run(() -> all(far));
    byte[] much = "hello, other end".getBytes(US_ASCII);
    for (int done = 0; done < much.length; ) {
      done += near.write(much, done, much.length - done);
    }
    near.shutdownOutput();
    assertEquals("hello, other end", read.get());
    far.write(much, 0, 2);
    assertEquals(2, near.read(new byte[5], 0, 5));
  }

  @Test
  void readIsARetryAfterTheReceiveTimeout() throws Exception {
    near.receiveTimeout(500);
    FutureTask<Integer> read = run(() -> near.read(new byte[1], 0, 1));
    time.awaitAlarms(1);
    time.advance(Duration.ofMillis(499));
    assertEquals(1, time.alarms());
    time.advance(Duration.ofMillis(1));
    assertEquals(-1, read.get());
    assertEquals(Bio.Retry.READ, near.readRetry());
    far.write(new byte[1], 0, 1);
    assertEquals(1, near.read(new byte[1], 0, 1));
    assertEquals(0, time.alarms());
  }

  @Test
  void closeIsTheEndForThePeerOnceItHasReadWhatThereIs() throws Exception {
    near.write("bye".getBytes(US_ASCII), 0, 3);
    near.close();
    assertEquals("bye", all(far));
    assertTrue(far.eof());
    assertEquals("broken pipe", message(() -> far.write(new byte[1], 0, 1)));
    assertEquals("Socket closed", message(() -> near.read(new byte[1], 0, 1)));
  }

  @Test
  void closeWithUnreadDataIsAReset() throws Exception {
    far.write(new byte[1], 0, 1);
    near.write(new byte[1], 0, 1);
    near.close();
    assertEquals("Connection reset", message(() -> far.read(new byte[1], 0, 1)));
  }

  @Test
  void abortIsAReset() throws Exception {
    near.write(new byte[1], 0, 1);
    near.abort();
    assertEquals("Connection reset", message(() -> far.read(new byte[1], 0, 1)));
    assertEquals("Connection reset", message(() -> far.write(new byte[1], 0, 1)));
  }

  @Test
  void closeAndAbortFreeStuckCalls() throws Exception {
    FutureTask<Integer> read = run(() -> near.read(new byte[1], 0, 1));
    near.abort();
    assertEquals("Socket closed", thrown(read).getMessage());

    Bio full = MemoryPair.of(time, 1).first();
    full.write(new byte[1], 0, 1);
    FutureTask<Integer> write = run(() -> full.write(new byte[1], 0, 1));
    full.close();
    assertEquals("Socket closed", thrown(write).getMessage());
  }

  @Test
  void interruptCloses() throws Exception {
    CountDownLatch flag = new CountDownLatch(1);
    FutureTask<Integer> read =
        new FutureTask<>(
            () -> {
              try {
                return near.read(new byte[1], 0, 1);
              } finally {
                if (Thread.currentThread().isInterrupted()) {
                  flag.countDown();
                }
              }
            });
    Thread reader = Thread.ofVirtual().start(read);
    reader.interrupt();
    assertTrue(thrown(read) instanceof ClosedByInterruptException);
    assertTrue(flag.await(10, TimeUnit.SECONDS));
    assertEquals(0, far.read(new byte[1], 0, 1));
  }

  static String all(Bio bio) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buf = new byte[10];
    int n;
    while ((n = bio.read(buf, 0, buf.length)) > 0) {
      text.append(new String(buf, 0, n, US_ASCII));
    }
    return text.toString();
  }

  static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IOException.class, call).getMessage();
  }

  static Throwable thrown(FutureTask<?> task) {
    return assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS)).getCause();
  }

  static <T> FutureTask<T> run(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
