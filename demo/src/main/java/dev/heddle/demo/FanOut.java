package dev.heddle.demo;

import dev.heddle.demo.common.Agreed;
import dev.heddle.demo.common.Failure;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.common.Target;
import dev.heddle.fault.Category;
import dev.heddle.fault.Phase;
import dev.heddle.ssl.Ssl;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a client against many targets, each on its own virtual thread.
 *
 * <p>Either all connections meet: each waits after its handshake until every other has got that far
 * or has failed, so that all live at the same time. Or at most so many live at a time, and none
 * waits for another.
 */
final class FanOut implements AutoCloseable {

  private final Client client;
  private final Tally tally;
  private final int count;
  private final CountDownLatch meeting;
  private final CountDownLatch over;
  private final Semaphore places;
  private final AtomicLong cpuAtMeeting = new AtomicLong(NOT_YET);
  private final Queue<String> lines;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("client-", 0).factory());

  private FanOut(Client client, Tally tally, int count, boolean meet, int atOnce, boolean lines) {
    this.client = client;
    this.tally = tally;
    this.count = count;
    this.meeting = new CountDownLatch(meet ? count : 0);
    this.over = new CountDownLatch(count);
    this.places = new Semaphore(atOnce);
    this.lines = lines ? new ConcurrentLinkedQueue<>() : null;
  }

  /** All at once, and all of them connected before any goes on. */
  static FanOut together(Client client, Tally tally, int count) {
    return new FanOut(client, tally, count, true, count, false);
  }

  /**
   * Some at a time.
   *
   * @param lines whether to keep a line about each, for {@link #line}
   */
  static FanOut inTurn(Client client, Tally tally, int count, int atOnce, boolean lines) {
    return new FanOut(client, tally, count, false, atOnce, lines);
  }

  void start(Collection<Target> targets) {
    for (Target target : targets) {
      try {
        threads.execute(() -> run(target));
      } catch (RejectedExecutionException cancelledMeanwhile) {
        new Run(target).failed(Failure.interrupted(Phase.CONNECT, target.toString()));
        ended();
      }
    }
  }

  int count() {
    return count;
  }

  /** Waits until all have ended, or for some time; says whether all have. */
  boolean await(Duration time) throws InterruptedException {
    return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The processor time of this process when the last had met the others, or now. */
  long cpuAtMeeting() {
    long then = cpuAtMeeting.get();
    return then == NOT_YET ? Machine.cpuNanos() : then;
  }

  /** The next line about a connection that has ended; null if there is none now. */
  String line() {
    return lines == null ? null : lines.poll();
  }

  /** Ends all connections, soon: the interrupted threads close theirs. */
  void cancel() {
    threads.shutdownNow();
  }

  /** Ends all connections and waits for that. */
  @Override
  public void close() {
    cancel();
    threads.close();
  }

  private void run(Target target) {
    Run run = new Run(target);
    try {
      places.acquire();
      try {
        client.run(target, run);
        run.line("ok", run.agreed);
      } finally {
        run.end();
        places.release();
      }
    } catch (InterruptedException e) {
      run.failed(Failure.interrupted(Phase.CONNECT, target.toString()));
    } catch (Failure e) {
      run.failed(e);
    } catch (RuntimeException | Error e) {
      run.failed(new Failure(Category.INTERNAL, target + ": " + e));
    } finally {
      ended();
    }
  }

  private void ended() {
    tally.ended();
    over.countDown();
  }

  /** One connection of them. For its own thread. */
  private final class Run implements Client.Connected {
    private final Target target;
    private String agreed; // null until connected
    private long nanos;
    private boolean met;

    Run(Target target) {
      this.target = target;
    }

    @Override
    public void connected(Ssl connection, long handshakeNanos) throws InterruptedException {
      agreed = Agreed.text(connection);
      nanos = handshakeNanos;
      tally.connected(connection, handshakeNanos);
      meet();
      meeting.await();
    }

    private void meet() {
      met = true;
      meeting.countDown();
      if (meeting.getCount() == 0) {
        cpuAtMeeting.compareAndSet(NOT_YET, Machine.cpuNanos());
      }
    }

    void end() {
      if (agreed != null) {
        tally.gone();
      }
      if (!met) {
        meet();
      }
    }

    void failed(Failure failure) {
      tally.failed(failure);
      line(failure.category().name(), Lines.oneLine(failure.getMessage()));
    }

    void line(String verdict, String text) {
      if (lines != null) {
        String time = agreed == null ? "" : Report.millis(nanos / 1000) + " ";
        lines.add(target + " " + verdict + " " + time + text);
      }
    }
  }

  private static final long NOT_YET = Long.MIN_VALUE;
}
