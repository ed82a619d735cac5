package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Loopback.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The socket's part of the conformance kit's scenario {@code bio-ndelay}. */
class NagleTest {

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNIX"},
      mode = EnumSource.Mode.EXCLUDE)
  void onAndOffAtAnyTime(Kind kind) throws IOException {
    try (Loopback loopback = Loopback.of(kind)) {
      Bio bio = loopback.bio();
      assertEquals(Optional.of(false), Nagle.tcpNoDelay(bio));
      assertTrue(Nagle.setTcpNoDelay(bio, true));
      assertEquals(Optional.of(true), Nagle.tcpNoDelay(bio));
      bio.write(new byte[1], 0, 1);
      assertEquals(Optional.of(true), Nagle.tcpNoDelay(bio));
      assertTrue(Nagle.setTcpNoDelay(bio, false));
      assertEquals(Optional.of(false), Nagle.tcpNoDelay(bio));
      bio.close();
      assertThrows(IOException.class, () -> Nagle.setTcpNoDelay(bio, true));
    }
  }

  @Test
  void onAConnectingTransportOnceItStands() throws IOException {
    try (ServerSocketChannel listener = Loopback.listen();
        ConnectBio bio = ConnectBio.to((InetSocketAddress) listener.getLocalAddress())) {
      assertFalse(Nagle.setTcpNoDelay(bio, true));
      bio.doConnect();
      assertTrue(Nagle.setTcpNoDelay(bio, true));
      assertEquals(Optional.of(true), Nagle.tcpNoDelay(bio));
    }
  }

  @Test
  void notOnAnythingElse() throws IOException {
    try (Loopback unix = Loopback.of(Kind.UNIX)) {
      assertFalse(Nagle.setTcpNoDelay(unix.bio(), true));
      assertEquals(Optional.empty(), Nagle.tcpNoDelay(unix.bio()));
      for (Bio bio :
          new Bio[] {
            MemoryBio.create(),
            BioPair.of(0, 0).first(),
            CallbackBio.over((b, o, l) -> 0, (b, o, l) -> l).build()
          }) {
        assertFalse(Nagle.setTcpNoDelay(bio, true));
        assertEquals(Optional.empty(), Nagle.tcpNoDelay(bio));
      }
    }
  }
}
