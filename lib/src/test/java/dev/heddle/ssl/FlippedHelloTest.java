package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.bio.MemoryBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.support.Ends;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bit of a hello that is wrong is the peer's fault, wherever it is. */
class FlippedHelloTest {

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void ofAClient(TlsVersion version) throws IOException {
    byte[] hello = output(client(version), new byte[0]);
    SslContext context = Ends.server(KeyType.EC_P256, version).build();
    assertNeverInternal(
        hello,
        () -> {
          Ssl ssl = context.newSsl();
          ssl.setAcceptState();
          return ssl;
        });
  }

  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void ofAServer(TlsVersion version) throws IOException {
    byte[] flight =
        output(
            Ends.server(KeyType.EC_P256, version).build().newSsl(),
            output(client(version), new byte[0]));
    byte[] hello = new byte[5 + ((flight[3] & 0xff) << 8 | flight[4] & 0xff)];
    System.arraycopy(flight, 0, hello, 0, hello.length);
    assertNeverInternal(hello, () -> client(version));
  }

  private static Ssl client(TlsVersion version) {
    return Ends.localhost(Ends.client(version).groupsList("X25519:P-256").build());
  }

  private interface Maker {
    Ssl make();
  }

  private static void assertNeverInternal(byte[] hello, Maker maker) throws IOException {
    List<String> internal = new ArrayList<>();
    for (int bit = 0; bit < 8 * hello.length; bit++) {
      byte[] flipped = hello.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try (Ssl ssl = maker.make()) {
        output(ssl, flipped);
        ErrorEntry entry = ssl.errors().getError();
        if (entry != null && entry.report().fault() instanceof Fault.Internal fault) {
          internal.add("bit " + bit + ": " + fault);
        }
      }
    }
    assertEquals(List.of(), internal);
  }

  /** What this end answers to these bytes. */
  private static byte[] output(Ssl ssl, byte[] input) throws IOException {
    MemoryBio in = MemoryBio.create();
    MemoryBio out = MemoryBio.create();
    in.write(input, 0, input.length);
    ssl.setBio(in, out);
    ssl.errors().clearError();
    int answer = ssl.isServer() ? ssl.accept() : ssl.connect();
    assertEquals(-1, answer);
    byte[] output = new byte[(int) out.pending()];
    out.read(output, 0, output.length);
    return output;
  }
}
