package dev.heddle.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.config.Sessions;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.Trust;
import dev.heddle.fanout.FanOut;
import dev.heddle.fanout.Job;
import dev.heddle.fanout.Result;
import dev.heddle.fanout.Retry;
import dev.heddle.fanout.Run;
import dev.heddle.fanout.Target;
import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import dev.heddle.net.TlsSocket;
import dev.heddle.support.PinGuard;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The client of a {@link CrowdBench}: a process that makes connections, each on a virtual thread of
 * its own, has them all open at once and says what they took. The first line of its input is the
 * parties, its answer 0; then each line {@code PORT WARM COUNT} is answered by a {@link Crowd}.
 */
final class CrowdClient {

  /**
   * What came of a crowd.
   *
   * @param succeeded how many connections shook hands and had both their messages echoed
   * @param cpuNanos user and system time of the process until all were open
   * @param heap live bytes on the heap that the open connections took, their blocked threads
   *     included
   * @param pinned how many times a virtual thread blocked without leaving its carrier, as {@link
   *     PinGuard} counts
   * @param firstPin the stack of the first time; empty if there was none
   */
  record Crowd(int succeeded, long cpuNanos, long heap, int pinned, String firstPin) {

    static Crowd of(int succeeded, long cpuNanos, long heap, List<String> pins) {
      return new Crowd(
          succeeded, cpuNanos, heap, pins.size(), pins.isEmpty() ? "" : pins.getFirst());
    }

    /** One line, which {@link #parse} reads. */
    @Override
    public String toString() {
      String pin = firstPin.replace("\n", LINE_END);
      return succeeded + " " + cpuNanos + " " + heap + " " + pinned + " " + pin;
    }

    static Crowd parse(String line) {
      String[] parts = line.split(" ", 5);
      return new Crowd(
          Integer.parseInt(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Integer.parseInt(parts[3]),
          parts[4].replace(LINE_END, "\n"));
    }

    private static final String LINE_END = "|";
  }

  private final Dialer dialer;
  private final Target target;

  private CrowdClient(Dialer dialer, int port) {
    this.dialer = dialer;
    this.target = new Target(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  public static void main(String[] args) throws Exception {
    Answers.give(
        parties -> {
          Dialer dialer = dialer(parties);
          return words ->
              new CrowdClient(dialer, Integer.parseInt(words[0]))
                  .measured(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        });
  }

  private static Dialer dialer(Parties parties) {
    return Dialer.builder()
        .config(
            TlsConfig.builder()
                .trust(Trust.of(List.of(parties.root().certificate())))
                .hostName(Parties.HOST)
                .sessions(Sessions.none())
                .build())
        .limits(Limits.defaults().withConnect(Duration.ofMinutes(2)))
        .build();
  }

  private Crowd measured(int warm, int count) throws Exception {
    for (int done = 0; done < warm; done += Math.min(warm - done, WAVE)) {
      crowd(Math.min(warm - done, WAVE), () -> {});
    }
    try (PinGuard.Watch pins = PinGuard.Watch.start()) {
      long heap = heap();
      long cpu = SYSTEM.getProcessCpuTime();
      long[] open = new long[2];
      int succeeded =
          crowd(
              count,
              () -> {
                open[0] = SYSTEM.getProcessCpuTime() - cpu;
                open[1] = heap() - heap;
              });
      return Crowd.of(succeeded, open[0], open[1], pins.stop());
    }
  }

  /** Has so many connections open at once, and does something then. */
  private int crowd(int count, Runnable whenOpen) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(count);
    CountDownLatch go = new CountDownLatch(1);
    FanOut fanOut =
        FanOut.builder(dialer)
            .maxConnections(count)
            .attemptLimit(Limits.FOREVER)
            .resultBuffer(count)
            .retry(Retry.none())
            .build();
    Job<Void> job =
        (to, socket) -> {
          echo(socket);
          open.countDown();
          go.await();
          echo(socket);
          return null;
        };
    int succeeded = 0;
    try (Run<Void> run = fanOut.start(Collections.nCopies(count, target), job)) {
      while (!open.await(1, TimeUnit.SECONDS)) {
        Result<Void> failed = run.next(Duration.ZERO); // nobody succeeds before all are there
        if (failed != null) {
          throw new IllegalStateException(failed.toString());
        }
      }
      whenOpen.run();
      go.countDown();
      for (Result<Void> each : run) {
        succeeded += each.succeeded() ? 1 : 0;
      }
    }
    return succeeded;
  }

  private static void echo(TlsSocket socket) throws IOException {
    byte[] data = new byte[16];
    socket.write(data, 0, data.length);
    if (socket.inputStream().readNBytes(data, 0, data.length) != data.length) {
      throw new IOException("the echo ended early");
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int WAVE = 500;
}
