package dev.heddle.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Category;
import dev.heddle.fault.TlsException;
import dev.heddle.testing.Answer;
import dev.heddle.testing.MemoryNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a dialer's listener is told, and what it cannot do. */
class ConnectionListenerTest {

  private final MemoryNetwork network = new MemoryNetwork(TimeSource.system());
  private final List<ConnectionEvent> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void eventsOfOneConnectionComeInOrderAndWithItsNumber() throws Exception {
    serve();
    TlsSocket socket = dialer(told::add).connect("localhost", 443);
    long id = socket.info().id();
    socket.close();
    socket.close();
    assertEquals(
        List.of("Resolved", "Connected", "Handshake", "Closed"),
        told.stream().map(each -> each.getClass().getSimpleName()).toList());
    assertEquals(4, told.stream().filter(each -> each.id() == id).count());
    var resolved = (ConnectionEvent.Resolved) told.get(0);
    assertEquals("localhost", resolved.host());
    assertEquals(List.of(InetAddress.getByName("192.0.2.7")), resolved.addresses());
    assertEquals("localhost/192.0.2.7:443", ((ConnectionEvent.Connected) told.get(1)).peer());
    var handshake = (ConnectionEvent.Handshake) told.get(2);
    assertEquals(TlsVersion.TLS_1_3, handshake.info().version());
    assertNull(handshake.failure());
    assertNull(((ConnectionEvent.Closed) told.get(3)).failure());
  }

  @Test
  void abortIsToldOnce() throws Exception {
    serve();
    TlsSocket socket = dialer(told::add).connect("localhost", 443);
    socket.abort();
    socket.abort();
    socket.close();
    assertEquals(4, told.size(), told::toString);
    assertInstanceOf(ConnectionEvent.Closed.class, told.get(3));
  }

  @Test
  void failuresAreToldWhereTheyHappen() {
    network.name("localhost", "192.0.2.8"); // refuses
    assertThrows(TlsException.class, () -> dialer(told::add).connect("localhost", 443));
    assertThrows(TlsException.class, () -> dialer(told::add).connect("nowhere.example", 443));
    assertEquals(
        List.of("Resolved", "Connected", "Resolved"),
        told.stream().map(each -> each.getClass().getSimpleName()).toList());
    var refused = (ConnectionEvent.Connected) told.get(1);
    assertEquals(Category.TRANSPORT, refused.failure().fault().category());
    var unknown = (ConnectionEvent.Resolved) told.get(2);
    assertEquals(List.of(), unknown.addresses());
    assertNotNull(unknown.failure());
  }

  @Test
  void listenerThatThrowsHarmsNothing() throws Exception {
    serve();
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    ConnectionListener broken =
        event -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
          if (event instanceof ConnectionEvent.Handshake) {
            throw new AssertionError(event.getClass().getSimpleName());
          }
          throw new IllegalStateException(event.getClass().getSimpleName());
        };
    FutureTask<Integer> use =
        new FutureTask<>(
            () -> {
              try (TlsSocket socket = dialer(broken).connect("localhost", 443)) {
                return socket.read(new byte[1], 0, 1);
              }
            });
    Thread.ofVirtual().start(use);
    assertEquals(1, use.get());
    assertEquals(0, network.open());
    assertEquals(
        List.of("Resolved", "Connected", "Handshake", "Closed"),
        uncaught.stream().map(Throwable::getMessage).toList());
  }

  private void serve() {
    network.name("localhost", "192.0.2.7");
    network.answer("192.0.2.7", 443, Answer.accept(ConnectionListenerTest::greet));
  }

  private static void greet(dev.heddle.bio.Bio bio) throws IOException {
    try (TlsSocket socket =
        TlsSocket.server(bio, Pair.server(TlsVersion.TLS_1_3), Limits.defaults())) {
      socket.write(new byte[1], 0, 1);
    }
  }

  private Dialer dialer(ConnectionListener listener) {
    return Dialer.builder()
        .network(network)
        .config(Pair.client(TlsVersion.TLS_1_3))
        .listener(listener)
        .build();
  }
}
