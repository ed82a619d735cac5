package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryBioTest {
  private final byte[] buf = new byte[100];

  @Test
  void emptyIsARetryAtFirst() throws IOException {
    MemoryBio memory = MemoryBio.create();
    assertTrue(memory.eof());
    assertEquals(-1, memory.read(buf, 0, 10));
    assertTrue(memory.shouldRetry());
    assertTrue(memory.shouldRead());
    assertEquals(Bio.Retry.READ, memory.readRetry());
    assertEquals(Bio.Retry.NONE, memory.writeRetry());
  }

  @Test
  void emptyIsTheEndWhenToldSo() throws IOException {
    MemoryBio memory = MemoryBio.create();
    memory.setEofReturn(0);
    memory.write(Loopback.bytes("abc"), 0, 3);
    assertFalse(memory.eof());
    assertEquals(2, memory.read(buf, 0, 2));
    assertEquals(1, memory.read(buf, 0, 2));
    assertEquals(0, memory.read(buf, 0, 2));
    assertFalse(memory.shouldRetry());
    assertTrue(memory.eof());
    memory.setEofReturn(-7);
    assertEquals(-7, memory.read(buf, 0, 2));
    assertTrue(memory.shouldRead());
    assertThrows(IllegalArgumentException.class, () -> memory.setEofReturn(1));
  }

  @Test
  void readingNothingIsNotTheEnd() throws IOException {
    MemoryBio memory = MemoryBio.create();
    assertEquals(0, memory.read(buf, 0, 0));
    assertEquals(0, memory.write(buf, 0, 0));
    assertFalse(memory.shouldRetry());
    assertThrows(IndexOutOfBoundsException.class, () -> memory.read(buf, 99, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.write(buf, -1, 2));
  }

  @Test
  void boundedTakesWhatFits() throws IOException {
    MemoryBio memory = MemoryBio.bounded(10);
    assertEquals(10, memory.write(buf, 0, 12));
    assertEquals(-1, memory.write(buf, 0, 1));
    assertTrue(memory.shouldWrite());
    assertEquals(4, memory.read(buf, 0, 4));
    assertFalse(memory.shouldRetry());
    assertEquals(Bio.Retry.WRITE, memory.writeRetry());
    assertEquals(4, memory.write(buf, 0, 12));
  }

  @Test
  void holdsGivenBytesAndEnds() throws IOException {
    byte[] given = Loopback.bytes("abc");
    MemoryBio memory = MemoryBio.of(given);
    given[0] = 'x';
    assertEquals(3, memory.pending());
    assertEquals(3, memory.read(buf, 0, 10));
    assertEquals('a', buf[0]);
    assertEquals(0, memory.read(buf, 0, 10));
  }

  @Test
  void resetDropsAll() throws IOException {
    MemoryBio memory = MemoryBio.create();
    memory.write(buf, 0, 10);
    memory.reset();
    assertEquals(0, memory.pending());
    assertTrue(memory.flush());
  }

  @Test
  void closedFails() {
    MemoryBio memory = MemoryBio.of(new byte[5]);
    memory.close();
    memory.close();
    memory.abort();
    assertEquals(0, memory.pending());
    assertThrows(IOException.class, () -> memory.read(buf, 0, 1));
    assertThrows(IOException.class, () -> memory.write(buf, 0, 1));
    assertThrows(IOException.class, memory::flush);
  }
}
