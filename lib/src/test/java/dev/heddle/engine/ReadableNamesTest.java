package dev.heddle.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** Names of authorities that a peer has sent: what cannot be read is left out, and costs little. */
class ReadableNamesTest {

  private static final X500Principal NAME = new X500Principal("CN=root");

  private static List<X500Principal> behind(int unreadable) {
    List<byte[]> names = new ArrayList<>(Collections.nCopies(unreadable, new byte[1]));
    names.add(NAME.getEncoded());
    return Wire.readable(names);
  }

  @Test
  void someMayBeUnreadable() {
    assertEquals(List.of(NAME), behind(Wire.MOST_UNREADABLE));
  }

  @Test
  void theRestOfRubbishIsNotRead() {
    assertEquals(List.of(), behind(Wire.MOST_UNREADABLE + 1));
  }
}
