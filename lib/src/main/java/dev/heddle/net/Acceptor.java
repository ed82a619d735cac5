package dev.heddle.net;

import dev.heddle.bio.TimeSource;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Accepts connections and hands each over. When the system has none to give, for want of file
 * descriptors, say, it pauses before it asks again, each time longer.
 *
 * <p>Its thread is never interrupted: an interrupt that meets a connection just accepted makes the
 * JDK lose it. {@link #stop} and a listening channel that is closed end it.
 */
final class Acceptor implements Runnable {

  /** Where connections come from. */
  @FunctionalInterface
  interface Source {

    /** Blocks until there is a connection. */
    SocketChannel accept() throws IOException;
  }

  private final Source source;
  private final Consumer<SocketChannel> taker;
  private final Consumer<Throwable> failed;
  private final TimeSource time;
  private final AtomicLong failures = new AtomicLong();
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile boolean stopped;

  /**
   * An acceptor for one run.
   *
   * @param taker what a connection is handed to; it must not wait. If it throws, the connection is
   *     closed
   * @param failed told why there was no connection
   */
  Acceptor(
      Source source, Consumer<SocketChannel> taker, Consumer<Throwable> failed, TimeSource time) {
    this.source = source;
    this.taker = taker;
    this.failed = failed;
    this.time = time;
    // What a pause needs is loaded now: without a file descriptor it may not be.
    time.at(time.in(LONGEST), wakeUps::release).cancel();
  }

  @Override
  public void run() {
    Duration pause = SHORTEST;
    while (!stopped) {
      try {
        handOver(source.accept()); // IO block
        pause = SHORTEST;
      } catch (ClosedChannelException e) {
        if (!stopped) {
          fail(e);
        }
        return;
      } catch (IOException | RuntimeException | Error e) {
        if (!stopped) {
          fail(e);
          pause(pause);
          pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
      }
    }
  }

  private void handOver(SocketChannel channel) throws IOException {
    try {
      taker.accept(channel);
    } catch (RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private void fail(Throwable why) {
    failures.incrementAndGet();
    failed.accept(why);
  }

  private void pause(Duration length) {
    TimeSource.Alarm alarm = time.at(time.in(length), wakeUps::release);
    wakeUps.acquireUninterruptibly(); // IO block
    alarm.cancel();
  }

  /** Accepts no more. Does not wait; the listening channel must be closed, too. */
  void stop() {
    stopped = true;
    wakeUps.release();
  }

  /** How often there was no connection. */
  long failures() {
    return failures.get();
  }

  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);
}
