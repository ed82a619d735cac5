package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackBioTest {
  private final List<String> called = new ArrayList<>();
  private final byte[] buf = new byte[10];

  @Test
  void handsThrough() throws IOException {
    CallbackBio bio =
        CallbackBio.over(
                (to, off, len) -> {
                  to[off] = 42;
                  return 1;
                },
                (from, off, len) -> len - 1)
            .flush(() -> false)
            .blocking(false)
            .peer("elsewhere")
            .build();
    assertEquals(1, bio.read(buf, 3, 5));
    assertEquals(42, buf[3]);
    assertEquals(4, bio.write(buf, 0, 5));
    assertFalse(bio.flush());
    assertFalse(bio.isBlocking());
    assertEquals("elsewhere", bio.peer());
    assertTrue(returning(1, 1).flush());
    assertTrue(returning(1, 1).isBlocking());
    assertNull(returning(1, 1).peer());
  }

  @Test
  void retriesAndEnd() throws IOException {
    CallbackBio bio = returning(-1, -1);
    assertEquals(-1, bio.read(buf, 0, 5));
    assertTrue(bio.shouldRead());
    assertEquals(-1, bio.write(buf, 0, 5));
    assertTrue(bio.shouldWrite());
    assertEquals(Bio.Retry.READ, bio.readRetry());
    CallbackBio ended = returning(0, 1);
    assertFalse(ended.eof());
    assertEquals(0, ended.read(buf, 0, 5));
    assertTrue(ended.eof());
  }

  @ParameterizedTest
  @CsvSource({"-2", "6"})
  void impossibleReadIsNamed(int result) {
    Exception e =
        assertThrows(IllegalStateException.class, () -> returning(result, 1).read(buf, 0, 5));
    assertEquals(
        "the read callback returned "
            + result
            + " for 5 bytes; it may return -1 (call again), 0 (end of stream) or 1 to 5",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"-2", "0", "6"})
  void impossibleWriteIsNamed(int result) {
    Exception e =
        assertThrows(IllegalStateException.class, () -> returning(1, result).write(buf, 0, 5));
    assertEquals(
        "the write callback returned "
            + result
            + " for 5 bytes; it may return -1 (call again) or 1 to 5",
        e.getMessage());
  }

  @Test
  void closesOnceAndAbortsOnce() {
    CallbackBio bio =
        callbacks().close(() -> called.add("close")).abort(() -> called.add("abort")).build();
    bio.close();
    bio.close();
    assertEquals(List.of("close"), called);
    bio.abort();
    bio.abort();
    bio.close();
    assertEquals(List.of("close", "abort"), called, "a close that hangs can be cut short");
    assertThrows(IOException.class, () -> bio.read(buf, 0, 1));
    assertThrows(IOException.class, () -> bio.write(buf, 0, 1));
    assertThrows(IOException.class, bio::flush);
  }

  @Test
  void closeStandsInForAbort() {
    CallbackBio bio =
        callbacks()
            .close(
                () -> {
                  called.add("close");
                  throw new IOException("ignored");
                })
            .build();
    bio.abort();
    bio.close();
    assertEquals(List.of("close"), called);
    callbacks().build().abort();
  }

  @Test
  void callbacksAreNeeded() {
    assertThrows(NullPointerException.class, () -> CallbackBio.over(null, (from, off, len) -> len));
    assertThrows(NullPointerException.class, () -> CallbackBio.over((to, off, len) -> 0, null));
    assertThrows(NullPointerException.class, () -> callbacks().flush(null));
  }

  private static CallbackBio.Builder callbacks() {
    return CallbackBio.over((to, off, len) -> 1, (from, off, len) -> len);
  }

  private static CallbackBio returning(int read, int write) {
    return CallbackBio.over((to, off, len) -> read, (from, off, len) -> write).build();
  }
}
