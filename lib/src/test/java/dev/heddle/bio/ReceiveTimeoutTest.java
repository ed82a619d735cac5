package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Loopback.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiveTimeoutTest {

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, true), Arguments.of(kind, false)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isARetryAndLosesNothing(Kind kind, boolean virtual) throws Exception {
    try (Loopback loopback = Loopback.of(kind)) {
      Stuck.start(
              virtual,
              () -> {
                Bio bio = loopback.bio();
                byte[] buf = new byte[10];
                assertTrue(bio.receiveTimeout(20));
                assertEquals(20, bio.receiveTimeout());
                long begun = System.nanoTime();
                assertEquals(-1, bio.read(buf, 0, 10));
                assertTrue(System.nanoTime() - begun >= 19_000_000, "it did wait");
                assertTrue(bio.shouldRead());
                assertFalse(bio.eof());
                loopback.send("late");
                assertTrue(bio.receiveTimeout(0));
                assertEquals(4, bio.read(buf, 0, 10));
                assertEquals("late", new String(buf, 0, 4));
                assertEquals(Bio.Retry.NONE, bio.readRetry());
                bio.write(buf, 0, 4);
                loopback.finish();
                assertEquals(0, bio.read(buf, 0, 10));
                return null;
              })
          .result();
    }
  }

  /** Whoever sets it: a driver sets the timeout of the socket beneath. */
  @Test
  void setOnTheSocketOfAChannel() throws IOException {
    try (Loopback loopback = Loopback.of(Kind.CHANNEL)) {
      loopback.channelBio().channel().socket().setSoTimeout(1);
      assertEquals(-1, loopback.bio().read(new byte[1], 0, 1));
      assertEquals(Bio.Retry.READ, loopback.bio().readRetry());
    }
  }

  /**
   * On a platform thread the JDK makes the descriptor non-blocking for a timed read, under the feet
   * of a writer that is in a blocking write.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void besideABlockingWriteLosesNothing(Kind kind, boolean virtual) throws Exception {
    long seed = System.nanoTime();
    System.out.println("ReceiveTimeoutTest seed " + seed);
    byte[] data = new byte[3 << 20];
    new Random(seed).nextBytes(data);
    try (Loopback loopback = Loopback.of(kind)) {
      Bio bio = loopback.bio();
      bio.receiveTimeout(1);
      Stuck echo = Stuck.start(true, () -> echo(loopback, data.length));
      Stuck writer = Stuck.start(virtual, () -> writeAll(bio, data));
      Stuck reader = Stuck.start(virtual, () -> readAll(bio, data.length));
      writer.result();
      echo.result();
      assertEquals(ByteBuffer.wrap(data), ByteBuffer.wrap((byte[]) reader.result()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotNegativeNorOfAClosedTransport(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      assertThrows(IllegalArgumentException.class, () -> loopback.bio().receiveTimeout(-1));
      loopback.bio().close();
      assertThrows(IOException.class, () -> loopback.bio().receiveTimeout(1));
    }
  }

  @Test
  void notForMemory() throws IOException {
    assertFalse(MemoryBio.create().receiveTimeout(10));
    assertEquals(0, MemoryBio.create().receiveTimeout());
  }

  private static Object echo(Loopback loopback, int length) throws IOException {
    ByteBuffer some = ByteBuffer.allocate(10_000);
    for (int done = 0; done < length; ) {
      done += loopback.peer().read(some.clear());
      some.flip();
      while (some.hasRemaining()) {
        loopback.peer().write(some);
      }
    }
    return null;
  }

  private static Object writeAll(Bio bio, byte[] data) throws IOException {
    for (int at = 0; at < data.length; ) {
      at += bio.write(data, at, data.length - at);
    }
    return null;
  }

  private static byte[] readAll(Bio bio, int length) throws IOException {
    byte[] got = new byte[length];
    for (int at = 0; at < length; ) {
      int n = bio.read(got, at, Math.min(length - at, 3000));
      assertTrue(n != 0, "the end");
      assertEquals(n < 0 ? Bio.Retry.READ : Bio.Retry.NONE, bio.readRetry());
      at += Math.max(0, n);
    }
    return got;
  }
}
