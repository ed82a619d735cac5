package dev.heddle.libcrypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is no libcrypto, or another library in its place, it is done without. */
class LibcryptoTest {

  @ParameterizedTest
  @ValueSource(strings = {"libcrypto.so.nowhere", "libc.so.6"})
  void whatIsNoLibcryptoIsDoneWithout(String name) {
    assertEquals(Optional.empty(), Libcrypto.load(name));
  }

  /** All of it or nothing: each primitive is there where the library is. */
  @Test
  void primitivesAreThereWhereTheLibraryIs() {
    boolean there = Libcrypto.shared().isPresent();
    assertEquals(there, LibcryptoX25519.shared().isPresent());
    if (Runtime.version().feature() < 22) {
      assertFalse(there, "java.lang.foreign is of Java 22");
    }
  }

  @Test
  void isLookedForOnceAndNotBeforeItPays() {
    var looked = new AtomicInteger();
    var patient = new Patient<>(() -> Optional.of("found " + looked.incrementAndGet()), 3);
    for (int i = 0; i < 3; i++) {
      assertNull(patient.next());
    }
    assertEquals(0, looked.get());
    for (int i = 0; i < 3; i++) {
      assertEquals("found 1", patient.next());
    }
  }

  @Test
  void whatIsNotThereIsNotLookedForAgain() {
    var looked = new AtomicInteger();
    Supplier<Optional<String>> linking =
        () -> {
          looked.incrementAndGet();
          return Optional.empty();
        };
    var patient = new Patient<>(linking, 0);
    for (int i = 0; i < 3; i++) {
      assertNull(patient.next());
    }
    assertEquals(1, looked.get());
  }
}
