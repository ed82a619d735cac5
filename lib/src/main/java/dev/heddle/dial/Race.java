package dev.heddle.dial;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Attempts at the same thing, of which the first to succeed wins (RFC 8305 section 5). Each runs on
 * a virtual thread of its own; the next is started when the one before has failed or has taken
 * longer than a delay. The others are given up, and whatever they still make is dropped.
 *
 * <p>All that happens comes to the caller's thread as events in one queue, in the order it happens:
 * an attempt is over, the delay has passed, the deadline has. For one race and one thread.
 *
 * @param <T> what is made
 */
public final class Race<T> {

  /**
   * One attempt.
   *
   * @param <T> what is made
   */
  public interface Attempt<T> {

    /**
     * Makes it, or fails leaving nothing open. Blocks; ends soon once it is given up.
     *
     * @return not null
     */
    T run() throws IOException;

    /**
     * Gives {@link #run} up, which another thread is in or has just left; that one is interrupted
     * as well. Does not block.
     *
     * @param why what is to be said of it
     */
    void giveUp(Fault why);

    /** Drops what was made too late. Does not block. */
    void drop(T late);
  }

  /**
   * How a race ended.
   *
   * @param winner what was made; null if nothing was
   * @param end why the race was ended before all had failed; null if it was not
   * @param started how many attempts were begun
   */
  public record Result<T>(T winner, Fault end, int started) {}

  private sealed interface Event<T> {}

  /** The delay after so many have been started has passed. */
  private record Due<T>(int started) implements Event<T> {}

  private record Over<T>(Lane<T> lane) implements Event<T> {}

  private record Late<T>() implements Event<T> {}

  private final List<? extends Attempt<T>> attempts;
  private final Duration delay;
  private final TimeSource time;
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private final List<Lane<T>> lanes = new ArrayList<>();
  private TimeSource.Alarm due; // null: the last attempt has been started
  private int running;

  /**
   * A race that has not begun.
   *
   * @param attempts one at least, in the order to start them
   * @param delay how long to wait for one before the next is started beside it
   * @param time what delay and deadline go by
   */
  public Race(List<? extends Attempt<T>> attempts, Duration delay, TimeSource time) {
    this.attempts = List.copyOf(attempts);
    this.delay = delay;
    this.time = time;
  }

  /**
   * Runs the race. Blocks until one has won, all have failed, the deadline has passed or the thread
   * is interrupted, whose interrupt status then stays. What an attempt throws other than an {@link
   * IOException} ends the race and is thrown on.
   *
   * @param end when all attempts are given up
   * @param late what is said of them then
   */
  public Result<T> run(Deadline end, Fault late) {
    TimeSource.Alarm alarm = time.at(end, () -> events.add(new Late<>()));
    Lane<T> winner = null;
    Fault why = null;
    try {
      startNext();
      while (running > 0 && winner == null && why == null) {
        switch (events.take()) { // IO block
          case Due<T>(int started) -> {
            if (started == lanes.size()) {
              startNext();
            }
          }
          case Over<T>(Lane<T> lane) -> winner = over(lane);
          case Late<T>() -> why = late;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = Fault.Cancelled.INTERRUPTED;
    } finally {
      alarm.cancel();
      stop(winner, why);
    }
    return new Result<>(winner == null ? null : winner.made, why, lanes.size());
  }

  private void startNext() {
    if (due != null) {
      due.cancel();
      due = null;
    }
    int started = lanes.size() + 1;
    Lane<T> lane = new Lane<>(attempts.get(lanes.size()), events);
    lanes.add(lane);
    running++;
    lane.start();
    if (started < attempts.size()) {
      due = time.at(time.in(delay), () -> events.add(new Due<>(started)));
    }
  }

  /** An attempt is over: the lane if it has won, null if it has failed. */
  private Lane<T> over(Lane<T> lane) {
    running--;
    if (lane.made != null) {
      return lane;
    }
    lane.throwUnlessFailed();
    boolean last = lane == lanes.getLast();
    if ((last || running == 0) && lanes.size() < attempts.size()) {
      startNext();
    }
    return null;
  }

  /**
   * Gives up all but the winner; whoever says why hears of all attempts, so waits for their end.
   */
  private void stop(Lane<T> winner, Fault why) {
    if (due != null) {
      due.cancel();
    }
    for (Lane<T> lane : lanes) {
      if (lane != winner) {
        lane.giveUp(why == null ? OVERTAKEN : why);
      }
    }
    if (why != null) {
      boolean interrupted = Thread.interrupted();
      try {
        Lane.join(lanes, PATIENCE);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An attempt and its thread. */
  private static final class Lane<T> implements Runnable {
    private enum State {
      RUNNING,
      OVER,
      GIVEN_UP
    }

    private final Attempt<T> attempt;
    private final BlockingQueue<Event<T>> events;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private volatile T made;
    private volatile Throwable thrown;
    private final Thread thread = Thread.ofVirtual().name("heddle-dial").unstarted(this);

    Lane(Attempt<T> attempt, BlockingQueue<Event<T>> events) {
      this.attempt = attempt;
      this.events = events;
    }

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try {
        made = Objects.requireNonNull(attempt.run(), "an attempt made nothing"); // IO block
      } catch (IOException | RuntimeException | Error e) {
        thrown = e;
      }
      if (state.compareAndSet(State.RUNNING, State.OVER)) {
        events.add(new Over<>(this));
      } else if (made != null) {
        attempt.drop(made);
      } else {
        throwUnlessFailed(); // nobody but this thread's handler is left to be told
      }
    }

    void throwUnlessFailed() {
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> {}
      }
    }

    void giveUp(Fault why) {
      try {
        if (state.compareAndSet(State.RUNNING, State.GIVEN_UP)) {
          attempt.giveUp(why);
        } else if (made != null) {
          attempt.giveUp(why);
          attempt.drop(made);
        }
      } catch (RuntimeException e) {
        // The other lanes have to be told, too.
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      } finally {
        thread.interrupt();
      }
    }

    static <T> void join(List<Lane<T>> lanes, Duration patience) throws InterruptedException {
      Deadline end = Deadline.in(patience);
      for (Lane<T> each : lanes) {
        each.thread.join(end.remaining()); // IO block
      }
    }
  }

  /** What the attempts that did not win are given up with. */
  private static final Fault OVERTAKEN = new Fault.Cancelled("another address was faster");

  /** How long attempts that were given up may take to notice; within what an interrupt may take. */
  private static final Duration PATIENCE = Duration.ofMillis(50);
}
