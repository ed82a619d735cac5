package dev.heddle.testing;

import static dev.heddle.testing.MemoryPairTest.all;
import static dev.heddle.testing.MemoryPairTest.message;
import static dev.heddle.testing.MemoryPairTest.run;
import static dev.heddle.testing.MemoryPairTest.thrown;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.bio.Bio;
import dev.heddle.net.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {

  private final FakeTime time = new FakeTime();
  private final MemoryNetwork network = new MemoryNetwork(time);

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void namesStandForAddressesInOrder() throws Exception {
    network.name("db.example", "2001:db8::7", "192.0.2.7");
    assertEquals(
        List.of("db.example/2001:db8:0:0:0:0:0:7", "db.example/192.0.2.7"),
        network.resolve("db.example").stream().map(InetAddress::toString).toList());
    assertThrows(UnknownHostException.class, () -> network.resolve("other.example"));
    assertEquals(List.of("db.example", "other.example"), network.lookups());
    assertThrows(IllegalArgumentException.class, () -> network.name("a", "localhost"));
  }

  @Test
  void lookUpMayTakeItsTimeOrForEver() throws Exception {
    network.slowName("slow.example", Duration.ofSeconds(3), "192.0.2.7");
    FutureTask<List<InetAddress>> slow = run(() -> network.resolve("slow.example"));
    time.awaitAlarms(1);
    time.advance(Duration.ofSeconds(3));
    assertEquals(1, slow.get().size());

    network.slowName("dead.example", Limits.FOREVER);
    FutureTask<List<InetAddress>> dead = new FutureTask<>(() -> network.resolve("dead.example"));
    Thread.ofVirtual().start(dead).interrupt();
    assertTrue(thrown(dead) instanceof UnknownHostException);
  }

  @Test
  void acceptsAndServes() throws Exception {
    network.answer(
        "192.0.2.7",
        443,
        Answer.accept(bio -> bio.write((bio.peer() + "?").getBytes(US_ASCII), 0, 7)));
    try (Bio bio = connect("192.0.2.7")) {
      assertEquals("192.0.2.7:443", bio.peer());
      assertEquals(1, network.open());
      assertEquals("client?", all(bio));
    }
    assertEquals(0, network.open());
    assertEquals(List.of(), network.failures());
    assertEquals(new InetSocketAddress("192.0.2.7", 443), network.attempts().getFirst().remote());
  }

  @Test
  void refusesWhoeverItWasNotToldOf() {
    assertEquals("Connection refused", message(() -> connect("192.0.2.8")));
    assertEquals(0, network.open());
  }

  @Test
  void answersLater() throws Exception {
    network.answer("192.0.2.7", 443, Answer.refuse().after(Duration.ofMillis(300)));
    FutureTask<Bio> connect = run(() -> connect("192.0.2.7"));
    network.awaitAttempts(1);
    time.awaitAlarms(1);
    assertEquals(1, network.open());
    time.advance(Duration.ofMillis(300));
    assertEquals("Connection refused", thrown(connect).getMessage());
    assertEquals(0, network.open());
  }

  @Test
  void blackHoleIsLeftByInterruptOnly() throws Exception {
    network.answer("192.0.2.7", 443, Answer.blackHole());
    FutureTask<Bio> connect = new FutureTask<>(() -> connect("192.0.2.7"));
    Thread thread = Thread.ofVirtual().start(connect);
    network.awaitAttempts(1);
    assertEquals(1, network.open());
    thread.interrupt();
    assertTrue(thrown(connect) instanceof ClosedByInterruptException);
    assertEquals(0, network.open());
  }

  @Test
  void keepsWhatServersThrow() throws Exception {
    network.answer(
        UnixDomainSocketAddress.of("/run/db"),
        Answer.accept(
            bio -> {
              throw new IOException("out of order");
            }));
    try (Bio bio = network.connect(UnixDomainSocketAddress.of("/run/db"), null)) {
      assertEquals("/run/db", bio.peer());
      assertEquals("Connection reset", message(() -> bio.read(new byte[1], 0, 1)));
    }
    assertEquals("out of order", network.failures().getFirst().getMessage());
  }

  @Test
  void closeEndsEverything() throws Exception {
    network.answer("192.0.2.7", 443, Answer.accept(bio -> bio.read(new byte[1], 0, 1)));
    network.answer("192.0.2.8", 443, Answer.blackHole());
    Bio standing = connect("192.0.2.7");
    FutureTask<Bio> hanging = run(() -> connect("192.0.2.8"));
    network.awaitAttempts(2);
    network.close();
    assertEquals("the network is closed", thrown(hanging).getMessage());
    assertEquals("Socket closed", message(() -> standing.read(new byte[1], 0, 1)));
    assertEquals(0, network.open());
  }

  private Bio connect(String address) throws IOException {
    return network.connect(new InetSocketAddress(address, 443), null);
  }
}
