package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Phase;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real connections over loopback. */
@ExtendWith(PinGuard.class)
class FanOutTest {

  /** While one thread loads a class, others that need it wait, which pins their carriers. */
  @BeforeAll
  static void loadClasses() throws Exception {
    FanOut fanOut = FanOut.builder(Peers.dialer().build()).maxConnections(1).build();
    try (Peers peers = new Peers();
        Run<Integer> run = fanOut.start(peers.targets(2), FanOutTest::echo)) {
      assertEquals(2, run.stream().filter(Result::succeeded).count());
    }
  }

  @Test
  void connectsToManyWithAllLimitsKept() throws Exception {
    AtomicInteger jobs = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FanOut fanOut = FanOut.builder(Peers.dialer().build()).maxConnections(20).build();
    try (Peers peers = new Peers()) {
      Summary summary;
      try (Run<Integer> run =
          fanOut.start(
              peers.targets(500),
              (target, socket) -> {
                most.accumulateAndGet(jobs.incrementAndGet(), Math::max);
                int back = echo(target, socket);
                jobs.decrementAndGet();
                return back;
              })) {
        int count = 0;
        for (Result<Integer> result : run) {
          assertTrue(result.succeeded(), () -> String.valueOf(result.failure()));
          assertEquals(1, result.attempts());
          assertTrue(result.times().containsKey(Phase.HELLO), result.times().toString());
          assertTrue(result.total().compareTo(result.handshake()) > 0);
          assertEquals(7, result.value());
          count++;
        }
        assertEquals(500, count);
        assertTrue(run.isOver());
        assertNull(run.next());
        summary = run.summary();
      }
      assertTrue(most.get() <= 20 && summary.peak() <= 20 && most.get() > 1, summary.text());
      assertEquals(500, summary.succeeded());
      assertEquals(0, summary.failed());
      assertEquals(500, summary.full() + summary.resumed());
      assertEquals(0, summary.live());
      assertEquals(500, summary.handshake().count());
      while (peers.live() > 0) {
        Thread.onSpinWait();
      }
      assertEquals(500, peers.orderly());
    }
  }

  private static int echo(Target target, TlsSocket socket) throws IOException {
    socket.outputStream().write(7);
    return socket.inputStream().read();
  }
}
