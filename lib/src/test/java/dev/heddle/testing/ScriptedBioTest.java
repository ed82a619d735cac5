package dev.heddle.testing;

import static dev.heddle.testing.MemoryPairTest.all;
import static dev.heddle.testing.MemoryPairTest.message;
import static dev.heddle.testing.MemoryPairTest.run;
import static dev.heddle.testing.MemoryPairTest.thrown;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedBioTest {

  private static final Script CLEAN = Script.clean();
  private static final byte[] TEN = "0123456789".getBytes(US_ASCII);

  private final FakeTime time = new FakeTime();
  private final MemoryPair pair = MemoryPair.of(time);
  private final Bio far = pair.second();

  @Test
  void movesInPieces() throws Exception {
    Bio bio = scripted(CLEAN.pieces(1), CLEAN.pieces(3));
    assertEquals(3, bio.write(TEN, 0, 10));
    assertEquals(3, far.read(new byte[10], 0, 10));
    far.write(TEN, 0, 2);
    assertEquals(1, bio.read(new byte[10], 0, 10));
    assertEquals(1, bio.read(new byte[10], 0, 10));
  }

  @Test
  void randomPiecesComeFromTheSeed() throws Exception {
    Script script = CLEAN.randomPieces(5, 42);
    int[] sizes = sizes(script);
    assertArrayEquals(sizes, sizes(script));
    assertTrue(IntStream.of(sizes).allMatch(each -> each >= 1 && each <= 5));
    assertTrue(IntStream.of(sizes).distinct().count() > 1);
    assertEquals("Script[pieces of 1 to 5 by seed 42]", script.toString());
  }

  private int[] sizes(Script script) throws IOException {
    Bio bio = scripted(CLEAN, script);
    int[] sizes = new int[20];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = bio.write(TEN, 0, 10);
    }
    return sizes;
  }

  @Test
  void delayHoldsUpEachPieceAndCountsForTheReceiveTimeout() throws Exception {
    Bio bio = scripted(CLEAN.delay(Duration.ofMillis(100)), CLEAN);
    far.write(TEN, 0, 10);
    bio.receiveTimeout(60);
    FutureTask<Integer> early = run(() -> bio.read(new byte[10], 0, 10));
    time.awaitAlarms(1);
    time.advance(Duration.ofMillis(60));
    assertEquals(-1, early.get());
    assertEquals(Bio.Retry.READ, bio.readRetry());

    FutureTask<Integer> again = run(() -> bio.read(new byte[10], 0, 10));
    time.awaitAlarmWithin(Duration.ofMillis(40)); // the rest of the delay
    time.advance(Duration.ofMillis(40));
    assertEquals(10, again.get());
  }

  @Test
  void delayHoldsUpWrites() throws Exception {
    Bio bio = scripted(CLEAN, CLEAN.delay(Duration.ofMillis(100)));
    FutureTask<Integer> write = run(() -> bio.write(TEN, 0, 10));
    time.awaitAlarms(1);
    assertFalse(write.isDone());
    time.advance(Duration.ofMillis(100));
    assertEquals(10, write.get());

    FutureTask<Integer> another = run(() -> bio.write(TEN, 0, 10));
    time.awaitAlarms(1);
    time.advance(Duration.ofMillis(100));
    assertEquals(10, another.get());
  }

  @Test
  void endsAfterSoManyBytes() throws Exception {
    Bio bio = scripted(CLEAN.endAfter(7), CLEAN.endAfter(4));
    far.write(TEN, 0, 10);
    assertEquals("0123456", all(bio));
    assertTrue(bio.eof());
    assertEquals(4, bio.write(TEN, 0, 10));
    assertEquals("Broken pipe", message(() -> bio.write(TEN, 4, 6)));
    assertEquals("0123", all(far));
  }

  @Test
  void resetsAfterSoManyBytes() throws Exception {
    Bio reading = scripted(CLEAN.resetAfter(3), CLEAN);
    far.write(TEN, 0, 10);
    assertEquals(3, reading.read(new byte[10], 0, 10));
    assertEquals("Connection reset", message(() -> reading.read(new byte[10], 0, 10)));
    assertEquals("Connection reset", message(() -> far.read(new byte[10], 0, 10)));

    Bio writing = new ScriptedBio(MemoryPair.of(time).first(), time, CLEAN, CLEAN.resetAfter(0));
    assertEquals("Connection reset", message(() -> writing.write(TEN, 0, 10)));
  }

  @Test
  void stalledReadEndsByItsReceiveTimeout() throws Exception {
    Bio bio = scripted(CLEAN.stallAfter(2), CLEAN);
    far.write(TEN, 0, 10);
    assertEquals(2, bio.read(new byte[10], 0, 10));
    bio.receiveTimeout(50);
    FutureTask<Integer> read = run(() -> bio.read(new byte[10], 0, 10));
    time.awaitAlarms(1);
    time.advance(Duration.ofMillis(50));
    assertEquals(-1, read.get());
  }

  @Test
  void closeAndAbortFreeStalledCalls() throws Exception {
    Bio bio = scripted(CLEAN.stallAfter(0), CLEAN.stallAfter(0));
    FutureTask<Integer> read = run(() -> bio.read(new byte[10], 0, 10));
    FutureTask<Integer> write = run(() -> bio.write(TEN, 0, 10));
    bio.abort();
    assertEquals("Socket closed", thrown(read).getMessage());
    assertEquals("Socket closed", thrown(write).getMessage());
    assertEquals("Connection reset", message(() -> far.read(new byte[10], 0, 10)));
  }

  @Test
  void interruptEndsAStalledCall() throws Exception {
    Bio bio = scripted(CLEAN, CLEAN.stallAfter(0));
    FutureTask<Integer> write = new FutureTask<>(() -> bio.write(TEN, 0, 10));
    Thread.ofVirtual().start(write).interrupt();
    assertTrue(thrown(write) instanceof ClosedByInterruptException);
    assertEquals(0, far.read(new byte[10], 0, 10));
  }

  @Test
  void saysWhatItDoesNotTake() {
    assertThrows(IllegalArgumentException.class, () -> CLEAN.pieces(0));
    assertThrows(IllegalArgumentException.class, () -> CLEAN.stallAfter(-1));
    assertThrows(IllegalArgumentException.class, () -> CLEAN.delay(Duration.ofMillis(-1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScriptedBio(BioPair.of(0, 0).first(), time, CLEAN, CLEAN));
    assertEquals(
        "Script[pieces of 3, each after PT0.1S, STALL after 9 bytes]",
        CLEAN.pieces(3).delay(Duration.ofMillis(100)).stallAfter(9).toString());
  }

  private Bio scripted(Script reads, Script writes) {
    return new ScriptedBio(pair.first(), time, reads, writes);
  }
}
