package dev.heddle.soak;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes connections of all sorts for a while, hurts a good part of them, and holds each to what was
 * promised: that it ends, fails for a reason that was given, and loses nothing that it has
 * acknowledged. Again and again it lets all of them end, and looks for what they leave behind:
 * threads, descriptors, record buffers, alarms, heap.
 *
 * <p>Everything random comes from the seed, but not the order in which threads run: a seed gives
 * the same connections and the same troubles, not always the same outcome.
 */
public final class Soak {

  private final PrintStream out;
  private final SoakOptions options;
  private final Contexts contexts = new Contexts();
  private final Tally tally = new Tally(); // under the lock, as is what is wrong
  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> wrong = new ArrayList<>();
  private final Set<Connection> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore room;
  private final long begin = System.nanoTime();
  private final Set<Connection> hanging = new HashSet<>();
  private Residue residue = new Residue();
  private int next;
  private long lastLine = begin;

  private Soak(PrintStream out, SoakOptions options) {
    this.out = out;
    this.options = options;
    this.next = options.from();
    this.room = new Semaphore(options.atOnce());
  }

  public static void main(String[] arguments) throws InterruptedException {
    SoakOptions options;
    try {
      options = SoakOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("Soak: " + e.getMessage());
      System.err.print(SoakOptions.HELP);
      System.exit(2);
      return;
    }
    if (options == null) {
      System.out.print(SoakOptions.HELP);
      return;
    }
    Soak soak = new Soak(System.out, options);
    soak.run();
    System.exit(soak.report(true) ? 0 : 1);
  }

  /** Runs it within a test; what is wrong, nothing if all is well. */
  static List<String> run(PrintStream out, SoakOptions options) throws InterruptedException {
    Soak soak = new Soak(out, options);
    soak.run();
    soak.report(false);
    return soak.wrong;
  }

  private void run() throws InterruptedException {
    out.println("Soak --seed " + options.seed() + " on Java " + Runtime.version());
    window(Math.min(2L, options.seconds()));
    // Classes, contexts and what the JDK keeps for itself are there now.
    residue = new Residue();
    double length = Math.max(1, options.seconds() / (double) WINDOWS);
    for (int i = 1; i <= WINDOWS && isGoingOn(); i++) {
      window((long) Math.ceil(Math.min(i * length, options.seconds())));
      residue.look().forEach(left -> wrong("left behind: " + left));
    }
    residue.growth().forEach(this::wrong);
  }

  private boolean isGoingOn() {
    return wrong.isEmpty()
        && seconds() < options.seconds()
        && (options.connections() == 0 || next - options.from() < options.connections());
  }

  /** Starts connections until that second of the run, and waits for their end. */
  private void window(long untilSecond) throws InterruptedException {
    Pace pace = new Pace(options.load());
    while (isGoingOn() && seconds() < untilSecond) {
      if (pace.allows() && room.tryAcquire()) {
        start(new Connection(Plan.draw(options.seed(), next, options.faults()), contexts));
        next++;
      } else {
        Thread.sleep(1);
      }
      watch();
    }
    while (!underWay.isEmpty()) {
      Thread.sleep(1);
      watch();
    }
  }

  private void start(Connection connection) {
    underWay.add(connection);
    Thread.ofVirtual()
        .name("soak-" + connection.plan().number())
        .start(
            () -> {
              String judged;
              try {
                connection.run();
                judged = Verdict.on(connection);
              } catch (Throwable e) {
                judged = "threw " + e + " at " + List.of(e.getStackTrace());
              }
              finished(connection, judged);
            });
  }

  private void finished(Connection connection, String judged) {
    lock.lock();
    try {
      tally.add(connection);
      if (judged != null) {
        wrong(judged + "\n  " + connection);
      }
    } finally {
      lock.unlock();
    }
    underWay.remove(connection);
    room.release();
  }

  private void wrong(String what) {
    lock.lock();
    try {
      if (wrong.size() < MOST_TOLD) {
        wrong.add(what);
        out.println("WRONG: " + what);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shows how far it is, and sees to connections that take too long. */
  private void watch() {
    if (System.nanoTime() - lastLine < NANOS_BETWEEN_LINES) {
      return;
    }
    lastLine = System.nanoTime();
    out.println(line());
    for (Connection connection : underWay) {
      if (connection.ageSeconds() > MOST_SECONDS && hanging.add(connection)) {
        String stacks = connection.stacks() + String.join("\n", residue.handshakes());
        wrong("hangs: " + connection + "\n" + stacks);
        Thread.ofPlatform().daemon().name("soak-abort").start(connection::abort);
      } else if (connection.ageSeconds() > 2 * MOST_SECONDS) {
        underWay.remove(connection); // not even that has helped: the run ends without it
      }
    }
  }

  private String line() {
    lock.lock();
    try {
      return String.format(
          "%5d s  %d connections, %d with a fault, %d under way",
          seconds(), tally.connections(), tally.faults(), underWay.size());
    } finally {
      lock.unlock();
    }
  }

  private boolean report(boolean untilIdle) throws InterruptedException {
    if (untilIdle) {
      residue.idleThreads().forEach(left -> wrong("left behind: " + left));
    }
    out.println(line());
    out.print(tally.table());
    out.println(residue);
    out.println((wrong.isEmpty() ? "passed" : "FAILED") + ", --seed " + options.seed());
    return wrong.isEmpty();
  }

  private long seconds() {
    return (System.nanoTime() - begin) / 1_000_000_000L;
  }

  /** Keeps this process to its share of the processors. */
  private static final class Pace {
    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final double share;
    private long time = System.nanoTime();
    private long used = system.getProcessCpuTime();

    Pace(int percent) {
      share = percent / 100.0 * Runtime.getRuntime().availableProcessors();
    }

    /** Whether less than the share was used of late. */
    boolean allows() {
      long now = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      if (now - time > 1_000_000_000L) {
        // What was too much is made up for; what was too little is not.
        used = Math.max(cpu - (long) (share * 1e9), used + (long) (share * (now - time)));
        time = now;
      }
      return cpu - used <= share * (now - time) + SOME_NANOS;
    }

    private static final long SOME_NANOS = 20_000_000;
  }

  private static final int WINDOWS = 24;
  private static final int MOST_SECONDS = 60;
  private static final int MOST_TOLD = 20;
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
}
