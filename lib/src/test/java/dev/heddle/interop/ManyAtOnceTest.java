package dev.heddle.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.ConnectBio;
import dev.heddle.bio.FilterBio;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.TlsVersion;
import dev.heddle.config.Trust;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import dev.heddle.support.Ends;
import dev.heddle.support.OpenSsl;
import dev.heddle.support.PinGuard;
import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many connections at once after a single full handshake: as many resume as there are tickets. */
class ManyAtOnceTest {

  private static final int MANY = 64;
  private static final byte[] LINE = "123\n".getBytes(StandardCharsets.US_ASCII);

  /** What a client has sent to be resumed by, in hex. */
  private final Queue<String> offered = new ConcurrentLinkedQueue<>();

  /** Loading a class holds the carriers of those who wait for it. */
  @BeforeAll
  static void warmUp() throws Exception {
    new ManyAtOnceTest().resumed(2);
  }

  @Test
  @ExtendWith(PinGuard.class)
  void eachHasATicketOfItsOwn() throws Exception {
    assertEquals(MANY, resumed(MANY));
    assertOffered(MANY);
  }

  /** How many of so many are resumed, at either end, by a server of ours. */
  private int resumed(int number) throws Exception {
    TlsConfig config =
        TlsConfig.builder()
            .credentials(Ends.credentials(TestCerts.localhost(KeyType.EC_P256)))
            .minVersion(TlsVersion.TLS_1_3)
            .sessions(Sessions.create().withTickets(number))
            .build();
    SslContext server = SslContext.from(config).build();
    try (ServerSocket listener =
        new ServerSocket(0, 2 * number, InetAddress.getLoopbackAddress())) {
      List<FutureTask<Boolean>> served = new ArrayList<>();
      SslContext client = client();
      served.add(Ends.virtually(() -> serve(listener, server)));
      assertEquals(false, converse(client, listener.getLocalPort(), () -> {}));
      for (int i = 0; i < number; i++) {
        served.add(Ends.virtually(() -> serve(listener, server)));
      }
      int atClient = resumed(client, listener.getLocalPort(), number, number);
      int atServer = 0;
      for (FutureTask<Boolean> each : served) {
        atServer += Ends.await(each) ? 1 : 0;
      }
      assertEquals(atServer, atClient);
      return atClient;
    }
  }

  private static boolean serve(ServerSocket listener, SslContext context) throws IOException {
    try (Socket socket = listener.accept();
        Ssl ssl = context.newSsl()) {
      ssl.setSocket(socket);
      assertEquals(1, ssl.accept(), () -> ssl.errors().getError().toString());
      assertEquals(LINE.length, ssl.read(new byte[100]));
      assertEquals(LINE.length, ssl.write(LINE));
      assertEquals(0, ssl.read(new byte[100]));
      ssl.shutdown();
      return ssl.sessionReused();
    }
  }

  /** It serves one connection at a time, so not too many are to wait for it at once. */
  @Test
  void withoutATicketItIsAFullHandshake() throws Exception {
    try (OpenSsl server =
        OpenSsl.server(TestCerts.localhost(KeyType.EC_P256), "-rev", "-num_tickets", "2")) {
      SslContext client = client();
      assertEquals(false, converse(client, server.port(), () -> {}));
      assertEquals(2, resumed(client, server.port(), MANY, 8));
      assertOffered(2);
    }
  }

  private void assertOffered(int number) {
    assertEquals(number, offered.size());
    assertEquals(number, new HashSet<>(offered).size(), "a ticket was offered twice");
  }

  private SslContext client() {
    TlsConfig config =
        TlsConfig.builder()
            .trust(Trust.of(List.of(TestCerts.root().certificate())))
            .hostName("localhost")
            .minVersion(TlsVersion.TLS_1_3)
            .messageCallback((sent, version, type, bytes) -> note(sent, bytes))
            .build();
    return SslContext.from(config).build();
  }

  /** RFC 8446 section 4.2.11: the identities come first in the last extension of the hello. */
  private void note(boolean sent, byte[] message) {
    if (!sent || message.length < 44 || message[0] != 1) {
      return;
    }
    int at = 4 + 2 + 32;
    at += 1 + message[at];
    at += 2 + number(message, at);
    at += 1 + message[at];
    at += 2;
    while (at < message.length) {
      int length = number(message, at + 2);
      if (number(message, at) == 41) {
        int identity = at + 6;
        int end = identity + 2 + number(message, identity);
        offered.add(HexFormat.of().formatHex(message, identity + 2, end));
      }
      at += 4 + length;
    }
  }

  private static int number(byte[] message, int at) {
    return (message[at] & 0xff) << 8 | message[at + 1] & 0xff;
  }

  /** So many at once, of which only a few go on to the server at a time. */
  private static int resumed(SslContext client, int port, int number, int atATime)
      throws Exception {
    CountDownLatch hellos = new CountDownLatch(number);
    Semaphore turns = new Semaphore(atATime);
    List<FutureTask<Boolean>> connections = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      connections.add(
          Ends.virtually(
              () -> {
                boolean[] waited = new boolean[1];
                try {
                  return converse(
                      client,
                      port,
                      () -> {
                        hellos.countDown();
                        assertTrue(hellos.await(20, TimeUnit.SECONDS));
                        turns.acquire();
                        waited[0] = true;
                      });
                } finally {
                  if (waited[0]) {
                    turns.release();
                  }
                }
              }));
    }
    int resumed = 0;
    for (FutureTask<Boolean> each : connections) {
      resumed += Ends.await(each) ? 1 : 0;
    }
    return resumed;
  }

  /** Something to wait for. */
  private interface Wait {
    void run() throws InterruptedException;
  }

  /** A line each way, which brings the tickets; whether the connection was resumed. */
  private static boolean converse(SslContext context, int port, Wait beforeHello)
      throws IOException {
    try (Ssl ssl = context.newSsl();
        Bio bio = new HeldBack(ConnectBio.to("127.0.0.1", port), beforeHello)) {
      ssl.setBio(bio, bio);
      assertEquals(1, ssl.connect(), () -> ssl.errors().getError().toString());
      assertEquals(LINE.length, ssl.write(LINE));
      assertTrue(ssl.read(new byte[100]) > 0, () -> ssl.errors().getError().toString());
      ssl.shutdown();
      return ssl.sessionReused();
    }
  }

  /** Waits before the first bytes leave, when the hello has been made and its ticket chosen. */
  private static final class HeldBack extends FilterBio {
    private final Wait wait;
    private boolean begun;

    HeldBack(Bio bio, Wait wait) {
      super(bio);
      this.wait = wait;
    }

    @Override
    public int write(byte[] buf, int off, int len) throws IOException {
      if (!begun) {
        begun = true;
        try {
          wait.run();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      return super.write(buf, off, len);
    }
  }
}
