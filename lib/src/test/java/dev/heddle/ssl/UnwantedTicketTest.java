package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.Bio;
import dev.heddle.bio.BioPair;
import dev.heddle.bio.CallbackBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A client that is gone when the server's tickets come has still said what it has said. */
class UnwantedTicketTest {

  private final BioPair pair = BioPair.of(20_000, 20_000);
  private final AtomicBoolean gone = new AtomicBoolean();

  private Bio serverBio() {
    return CallbackBio.over(
            pair.second()::read,
            (buf, off, length) -> {
              if (gone.get()) {
                throw new IOException("Broken pipe");
              }
              return pair.second().write(buf, off, length);
            })
        .build();
  }

  @Test
  void handshakeIsDoneAndItsDataIsRead() {
    try (Ssl client = Ends.localhost(Ends.client(TlsVersion.TLS_1_3).build());
        Ssl server = Ends.server(KeyType.EC_P256, TlsVersion.TLS_1_3).build().newSsl()) {
      client.setBio(pair.first(), pair.first());
      Bio bio = serverBio();
      server.setBio(bio, bio);
      assertEquals(-1, client.connect());
      assertEquals(-1, server.accept());
      assertEquals(1, client.connect());
      byte[] data = {1, 2, 3};
      assertEquals(3, client.write(data));
      gone.set(true);
      assertEquals(1, server.accept());
      byte[] read = new byte[3];
      assertEquals(3, server.read(read));
      assertEquals(-1, server.write(data));
      assertEquals(SslError.SYSCALL, server.getError(-1));
    }
  }
}
