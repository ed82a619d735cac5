package dev.heddle.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.drivers.Blocked;
import dev.heddle.drivers.Face;
import dev.heddle.fault.Fault;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.net.Limits;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of time: SO_TIMEOUT, and those that {@code javax.net.ssl} has no method for. */
@ExtendWith(PinGuard.class)
class TimeoutTest {

  /** The peer is silent, then answers: nothing was lost. Set above and below. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHandshakeThatTimesOutGoesOn(boolean above) throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      (above ? client : wire.near()).setSoTimeout(20);
      assertEquals(20, client.getSoTimeout());
      assertEquals(20, wire.near().getSoTimeout());
      assertThrows(SocketTimeoutException.class, client::startHandshake);
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      assertThrows(SocketTimeoutException.class, () -> client.getOutputStream().write(1));
      wire.near().setSoTimeout(0);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      server.getOutputStream().write(7);
      assertEquals(7, client.getInputStream().read());
    }
  }

  /** A relay that passes on one half of each record, and the other when it is told to. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReadThatTimesOutInARecordGoesOn(boolean autoClose) throws Exception {
    try (Wire wire = Wire.open();
        Wire behind = Wire.open()) {
      SSLSocket server = behind.server();
      SSLSocket client = wire.client(Face.HEDDLE, autoClose);
      FutureTask<Void> up = relay(wire.far(), behind.near());
      AtomicBoolean halting = new AtomicBoolean();
      FutureTask<Void> down = haltingRelay(behind.near(), wire.far(), halting);
      Wire.shakeHands(client, server);
      halting.set(true);
      byte[] data = new byte[5000];
      new Random(1).nextBytes(data);
      server.getOutputStream().write(data);
      client.setSoTimeout(20);
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      client.setSoTimeout(0);
      halting.set(false);
      assertArrayEquals(data, client.getInputStream().readNBytes(data.length));
      client.close();
      wire.far().close();
      behind.near().close();
      up.get();
      down.get();
    }
  }

  @Test
  void itCountsFromTheNextWaitOn() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      int[] got = {0};
      Blocked reader =
          Blocked.virtually(() -> got[0] = client.getInputStream().read()).untilReading();
      wire.near().setSoTimeout(20);
      server.getOutputStream().write(1);
      assertNull(reader.join().thrown());
      assertEquals(1, got[0]);
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    }
  }

  /** One byte every few milliseconds keeps SO_TIMEOUT quiet, but not the limit of the whole. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHandshakeHasADeadline(boolean autoClose) throws Exception {
    try (Wire wire = Wire.open()) {
      Options options =
          Options.defaults().withLimits(Limits.defaults().withConnect(Duration.ofMillis(300)));
      SSLSocket client = wire.client(options, autoClose);
      client.setSoTimeout(20_000);
      FutureTask<Void> drip = drip(wire.far());
      IOException thrown = assertThrows(IOException.class, client::startHandshake);
      TlsTimeoutException late = assertInstanceOf(TlsTimeoutException.class, thrown);
      assertEquals(300, ((Fault.TimedOut) late.report().fault()).limitMillis());
      assertInstanceOf(
          SocketTimeoutException.class,
          assertThrows(IOException.class, client::startHandshake),
          "and stays");
      assertEquals(autoClose, wire.near().isClosed());
      wire.near().close();
      drip.get();
    }
  }

  /** The deadline is for all the calls together. */
  @Test
  void theDeadlineOfAHandshakeOutlivesACall() throws Exception {
    try (Wire wire = Wire.open()) {
      Options options =
          Options.defaults().withLimits(Limits.defaults().withConnect(Duration.ofMillis(200)));
      SSLSocket client = wire.client(options, true);
      client.setSoTimeout(10);
      while (!wire.near().isClosed()) {
        assertThrows(SocketTimeoutException.class, client::startHandshake);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWriteHasALimit(boolean autoClose) throws Exception {
    try (Wire wire = Wire.open()) {
      Options options =
          Options.defaults().withLimits(Limits.defaults().withWrite(Duration.ofMillis(300)));
      SSLSocket client = wire.client(options, autoClose);
      Wire.shakeHands(client, wire.server());
      byte[] much = new byte[1_000_000];
      IOException thrown =
          assertThrows(
              IOException.class,
              () -> {
                for (; ; ) {
                  client.getOutputStream().write(much);
                }
              });
      TlsTimeoutException late = assertInstanceOf(TlsTimeoutException.class, thrown);
      assertEquals(300, ((Fault.TimedOut) late.report().fault()).limitMillis());
      assertTrue(wire.near().isClosed(), "half a record is on it");
      client.close();
    }
  }

  /** Whichever is less ends a read, and the connection goes on. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 60_000})
  void aReadHasALimit(int soTimeout) throws Exception {
    try (Wire wire = Wire.open()) {
      Options options =
          Options.defaults().withLimits(Limits.defaults().withRead(Duration.ofMillis(100)));
      SSLSocket client = wire.client(options, true);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      client.setSoTimeout(soTimeout);
      TlsTimeoutException late =
          assertThrows(TlsTimeoutException.class, () -> client.getInputStream().read());
      assertEquals(
          soTimeout == 20 ? 20 : 100, ((Fault.TimedOut) late.report().fault()).limitMillis());
      assertEquals(soTimeout, client.getSoTimeout());
      assertEquals(soTimeout, wire.near().getSoTimeout());
      server.getOutputStream().write(7);
      assertEquals(7, readPatiently(client.getInputStream()));
      assertFalse(client.isClosed());
    }
  }

  @Test
  void aReaderThatTimesOutDoesNotHinderAWriter() throws Exception {
    try (Wire wire = Wire.open()) {
      SSLSocket client = wire.client(Face.HEDDLE);
      SSLSocket server = wire.server();
      Wire.shakeHands(client, server);
      Blocked reader = Blocked.virtually(() -> client.getInputStream().read()).untilReading();
      client.getOutputStream().write(5);
      assertEquals(5, server.getInputStream().read());
      client.close();
      assertInstanceOf(SocketException.class, reader.ended().thrown());
    }
  }

  /** As many times out as it takes on a slow machine. */
  private static int readPatiently(InputStream in) throws IOException {
    for (; ; ) {
      try {
        return in.read();
      } catch (SocketTimeoutException e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** A record that never ends, byte by byte. */
  private static FutureTask<Void> drip(Socket socket) {
    return CloseTest.start(
        () -> {
          try {
            var out = socket.getOutputStream();
            out.write(new byte[] {22, 3, 3, 0x3f, 0, 2, 0, 0x3e, 0});
            for (; ; ) {
              out.write(0);
              LockSupport.parkNanos(5_000_000);
            }
          } catch (IOException e) {
            return null; // the client has gone
          }
        });
  }

  private static FutureTask<Void> relay(Socket from, Socket to) {
    return CloseTest.start(
        () -> {
          try {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // the test is over
          }
          return null;
        });
  }

  /** While it halts, it keeps back what has come beyond 1000 bytes. */
  private static FutureTask<Void> haltingRelay(Socket from, Socket to, AtomicBoolean halting) {
    return CloseTest.start(
        () -> {
          try {
            byte[] some = new byte[1000];
            int passed = 0;
            for (int n; (n = from.getInputStream().read(some)) > 0; ) {
              while (halting.get() && passed > 0 && !to.isClosed()) {
                LockSupport.parkNanos(1_000_000);
              }
              passed = halting.get() ? passed + n : 0;
              to.getOutputStream().write(some, 0, n);
            }
          } catch (IOException e) {
            // the test is over
          }
          return null;
        });
  }
}
