package dev.heddle.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.bio.SocketBio;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.support.Ends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection's calls, between two ends of ours. */
class TlsSocketTest {

  @ParameterizedTest
  @EnumSource
  void carriesDataBothWaysAndEnds(TlsVersion version) throws Exception {
    byte[] much = new byte[300_000];
    new Random(1).nextBytes(much);
    try (Pair pair = Pair.open(version)) {
      FutureTask<byte[]> echoed =
          run(
              () -> {
                byte[] all = pair.server().inputStream().readAllBytes();
                pair.server().outputStream().write(all);
                pair.server().close();
                return all;
              });
      pair.client().write(much, 0, much.length);
      if (version == TlsVersion.TLS_1_3) {
        pair.client().shutdownOutput();
        assertArrayEquals(much, pair.client().inputStream().readAllBytes());
        assertArrayEquals(much, echoed.get());
      }
      pair.client().close();
      assertArrayEquals(much, echoed.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingWrittenIsLostWhenTheOtherEndHasSentWhatIsNotRead(TlsVersion version)
      throws Exception {
    byte[] much = new byte[100_000];
    new Random(2).nextBytes(much);
    try (Pair pair = Pair.open(version)) {
      pair.server().write(new byte[1000], 0, 1000); // unread, it would make of a close a reset
      pair.client().write(much, 0, much.length);
      FutureTask<byte[]> read = run(() -> allAndClose(pair.server()));
      pair.client().close();
      assertArrayEquals(much, read.get());
    }
  }

  /** A close drops what comes, so what comes behind that is no data for a reader. */
  @Test
  void readBesideACloseFailsWhateverComes() throws Exception {
    try (Pair pair = Pair.open(TlsVersion.TLS_1_3)) {
      pair.client().limits(Limits.defaults().withClose(Duration.ofSeconds(30)));
      FutureTask<Integer> read = new FutureTask<>(() -> pair.client().read(new byte[9], 0, 9));
      Thread reader = Thread.ofVirtual().start(read);
      Visitor.await(() -> reader.getState() == Thread.State.WAITING);
      FutureTask<Void> closed = run(() -> closed(pair.client()));
      assertEquals(-1, pair.server().read(new byte[1], 0, 1));
      pair.server().write("late".getBytes(US_ASCII), 0, 4);
      TlsException refused = assertThrows(TlsException.class, () -> Ends.await(read));
      assertTrue(refused.getMessage().contains("socket is closed"), refused.getMessage());
      pair.server().close();
      Ends.await(closed);
    }
  }

  private static Void closed(TlsSocket socket) {
    socket.close();
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void readThatTimesOutLosesNothing(TlsVersion version) throws Exception {
    Limits limits = Limits.defaults().withRead(Duration.ofMillis(30));
    try (Pair pair = Pair.open(Pair.Kind.CHANNEL, version, limits)) {
      byte[] target = new byte[10];
      TlsTimeoutException late =
          assertThrows(TlsTimeoutException.class, () -> pair.client().read(target, 0, 10));
      assertTrue(
          late.getMessage().contains(": timed out after 30 ms, waiting for data ("),
          late.getMessage());
      pair.server().write("hello".getBytes(US_ASCII), 0, 5);
      pair.client().limits(Limits.defaults());
      assertEquals(5, pair.client().read(target, 0, 10));
    }
  }

  /** Another thread may close what somebody is about to shake hands over. */
  @Test
  void transportThatIsClosedIsAFailureOfTls() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      Bio bio = SocketBio.of(near);
      bio.close();
      TlsException failure =
          assertThrows(
              TlsException.class,
              () -> TlsSocket.client(bio, Pair.client(TlsVersion.TLS_1_3), Limits.defaults()));
      assertEquals(Category.TRANSPORT, failure.report().fault().category());
      assertTrue(failure.getMessage().contains("Socket closed"), failure.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void infoTellsWhatWasAgreedOn(TlsVersion version) throws Exception {
    try (Pair pair = Pair.open(version)) {
      ConnectionInfo info = pair.client().info();
      assertEquals(version, info.version());
      assertEquals(1, info.peerChain().size());
      assertEquals("localhost", pair.server().info().serverName());
      assertTrue(info.sent() > 100 && info.received() > 100, info.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Pair.Kind.class)
  void callsAfterCloseSaySo(Pair.Kind kind) throws Exception {
    try (Pair pair = Pair.open(kind, TlsVersion.TLS_1_3, Limits.defaults())) {
      run(() -> allAndClose(pair.server()));
      pair.client().close();
      TlsException e =
          assertThrows(TlsException.class, () -> pair.client().read(new byte[1], 0, 1));
      assertEquals(Category.MISUSE, e.fault().category());
      assertThrows(IOException.class, () -> pair.client().write(new byte[1], 0, 1));
      assertEquals(Probe.CLOSED, pair.client().probe());
    }
  }

  /** Reads to the end, and ends as well: the other end's close waits for that. */
  private static byte[] allAndClose(TlsSocket socket) throws IOException {
    byte[] all = socket.inputStream().readAllBytes();
    socket.close();
    return all;
  }

  private static <T> FutureTask<T> run(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
