package dev.heddle.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fault.Phase;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real connections over loopback. */
@ExtendWith(PinGuard.class)
class FanOutTest {

  /**
   * While one thread loads a class, others that need it wait, which pins their carriers. With a
   * recording, since ours are classes, too, that the events need.
   */
  @BeforeAll
  static void loadClasses() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      connectAndCancel();
    }
  }

  private static void connectAndCancel() throws Exception {
    FanOut fanOut = FanOut.builder(Peers.dialer().build()).maxConnections(1).build();
    try (Peers peers = new Peers();
        Run<Integer> run = fanOut.start(peers.targets(2), FanOutTest::echo)) {
      assertEquals(2, run.stream().filter(Result::succeeded).count());
    }
    try (Peers peers = new Peers()) {
      CountDownLatch begun = new CountDownLatch(1);
      Job<Integer> job =
          (target, socket) -> {
            begun.countDown();
            return socket.inputStream().read(); // for ever
          };
      try (Run<Integer> run = fanOut.start(peers.targets(1), job)) {
        begun.await();
        assertFalse(run.isOver());
      }
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

  @Test
  void hostHasItsOwnLimit() throws Exception {
    AtomicInteger live = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FanOut fanOut = FanOut.builder(Peers.dialer().build()).maxConnections(50).maxPerHost(3).build();
    Job<Integer> job =
        (target, socket) -> {
          most.accumulateAndGet(live.incrementAndGet(), Math::max);
          int back = echo(target, socket);
          live.decrementAndGet();
          return back;
        };
    try (Peers peers = new Peers();
        Peers others = new Peers()) {
      List<Target> targets = new ArrayList<>(peers.targets(60));
      targets.addAll(others.targets(60)); // another port, the same host
      try (Run<Integer> run = fanOut.start(targets, job)) {
        assertEquals(120, run.stream().filter(Result::succeeded).count());
        assertTrue(most.get() <= 3 && run.summary().peak() <= 3, run.summary().text());
      }
    }
  }

  @Test
  void firstOfManyLeavesNothingOpen() throws Exception {
    FanOut fanOut = FanOut.builder(Peers.dialer().build()).build();
    AtomicInteger number = new AtomicInteger();
    CountDownLatch stuck = new CountDownLatch(27);
    Job<Integer> job =
        (target, socket) -> {
          if (number.incrementAndGet() > 3) {
            stuck.countDown();
            return socket.inputStream().read(); // for ever
          }
          stuck.await();
          return echo(target, socket);
        };
    try (Peers peers = new Peers()) {
      Run<Integer> run = fanOut.start(peers.targets(30), job);
      assertEquals(3, run.first(3).size());
      assertEquals(0, run.summary().live());
      assertEquals(27, run.summary().cancelled());
      while (peers.live() > 0) {
        Thread.onSpinWait();
      }
      assertEquals(3, peers.orderly());
    }
  }

  private static int echo(Target target, TlsSocket socket) throws IOException {
    socket.outputStream().write(7);
    return socket.inputStream().read();
  }
}
