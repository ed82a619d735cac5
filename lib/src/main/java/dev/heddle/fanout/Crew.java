package dev.heddle.fanout;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of a run. One, the feeder, takes targets from the iterator as there is room for them
 * and starts a thread for each attempt; it is the last to go. All are virtual.
 *
 * <p>The feeder reads on while the next targets' hosts are busy and others pause, but sets aside so
 * many targets at most: neither threads nor waiting targets grow with the number given.
 */
final class Crew<R> {

  private final FanOut settings;
  private final Iterator<? extends Target> targets;
  private final Job<R> job;
  private final ResultBuffer<R> results;
  private final TimeSource time;
  private final Tally tally = new Tally();
  private final long begun;
  private final Thread feeder;
  private final ExecutorService workers;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Schedule<R> schedule; // this and all below: under the lock
  private final Set<Attempt<R>> live = new HashSet<>();
  private boolean noMoreTargets;
  private Fault stopped; // null: goes on
  private Throwable cause; // unchecked; null: nothing has gone wrong, or it has been thrown
  private long over;
  private boolean isOver;

  Crew(FanOut settings, Iterator<? extends Target> targets, Job<R> job, ResultBuffer<R> results) {
    this.settings = settings;
    this.targets = targets;
    this.job = job;
    this.results = results;
    this.time = settings.dialer().time();
    this.schedule = new Schedule<>(settings.maxPerHost());
    this.begun = time.nanoTime();
    this.feeder = Thread.ofVirtual().name("heddle-fanout").unstarted(this::feed);
    this.workers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("heddle-fanout-", 0).factory());
  }

  void begin() {
    feeder.start();
  }

  TimeSource time() {
    return time;
  }

  Summary summary() {
    lock.lock();
    try {
      long end = isOver ? over : time.nanoTime();
      return tally.summary(Duration.ofNanos(end - begun));
    } finally {
      lock.unlock();
    }
  }

  void cancel() {
    stop(new Fault.Cancelled("cancelled with the run"), null);
  }

  /** Waits for all threads, interrupted or not. */
  void join() {
    boolean interrupted = false;
    while (feeder.isAlive()) {
      try {
        feeder.join(); // IO block
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    workers.close(); // all have done their work, and are about to end
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void refuseOwnThread() {
    lock.lock();
    try {
      if (live.stream().anyMatch(Attempt::isMine)) {
        throw new IllegalStateException("a job cannot close its own run; it can cancel it");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws what has ended the run, once. */
  void throwWhatEndedIt() {
    Throwable thrown;
    lock.lock();
    try {
      thrown = cause;
      cause = null;
    } finally {
      lock.unlock();
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
  }

  private void stop(Fault why, Throwable thrown) {
    List<Attempt<R>> cutOff;
    lock.lock();
    try {
      if (stopped != null || isOver) {
        return;
      }
      stopped = why;
      cause = thrown;
      cutOff = List.copyOf(live);
      changed.signal();
    } finally {
      lock.unlock();
    }
    feeder.interrupt();
    cutOff.forEach(each -> each.end(why));
  }

  private void feed() {
    Duration limit = settings.deadline();
    TimeSource.Alarm end = time.at(time.in(limit), () -> stop(tooLong(limit), null));
    try {
      feedAll();
    } catch (RuntimeException | Error e) {
      stop(new Fault.Cancelled("cancelled: the targets have failed"), e);
      awaitNext();
    }
    end.cancel();
    giveUpThoseAside();
    markOver();
    results.complete();
  }

  private void feedAll() {
    for (; ; ) {
      switch (awaitNext()) {
        case TARGET -> takeTarget();
        case ATTEMPT -> startAttempt();
        case NOTHING -> {
          return;
        }
      }
    }
  }

  /** What the feeder does next. */
  private enum Next {
    /** Take one more target. */
    TARGET,
    /** Start an attempt. */
    ATTEMPT,
    /** All is over. */
    NOTHING
  }

  private Next awaitNext() {
    lock.lock();
    try {
      for (; ; ) {
        if (stopped == null) {
          schedule.wake(time.nanoTime());
          if (live.size() < settings.maxConnections()) {
            if (schedule.isReady()) {
              return Next.ATTEMPT;
            }
            if (!noMoreTargets && schedule.size() < mostAside()) {
              return Next.TARGET;
            }
          }
        }
        if (live.isEmpty() && (stopped != null || noMoreTargets && schedule.size() == 0)) {
          return Next.NOTHING;
        }
        awaitChange();
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange() {
    Long due = stopped == null ? schedule.nextDue() : null;
    TimeSource.Alarm alarm =
        due == null ? null : time.at(Deadline.at(due, time::nanoTime), this::change);
    changed.awaitUninterruptibly(); // IO block
    if (alarm != null) {
      alarm.cancel();
    }
  }

  private void change() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void takeTarget() {
    Target target = null;
    if (targets.hasNext()) {
      target = Objects.requireNonNull(targets.next(), "target");
    }
    lock.lock();
    try {
      if (target == null) {
        noMoreTargets = true;
      } else {
        schedule.arrive(Pending.first(target));
      }
    } finally {
      lock.unlock();
    }
  }

  private void startAttempt() {
    Attempt<R> attempt;
    lock.lock();
    try {
      if (stopped != null) {
        return;
      }
      attempt = new Attempt<>(settings, job, tally, schedule.begin());
      live.add(attempt);
    } finally {
      lock.unlock();
    }
    try {
      workers.execute(() -> work(attempt));
    } catch (RuntimeException | Error e) {
      leave(attempt);
      throw e;
    }
  }

  private void work(Attempt<R> attempt) {
    try {
      Result<R> result = attempt.run();
      if (!retry(attempt, result)) {
        tally.ended(result);
        results.put(result); // IO block
      }
    } catch (RuntimeException | Error e) {
      stop(new Fault.Cancelled("cancelled: a job has ended the run"), e);
    } finally {
      leave(attempt);
    }
  }

  private void leave(Attempt<R> attempt) {
    lock.lock();
    try {
      live.remove(attempt);
      schedule.leave(attempt.pending());
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Postpones the next attempt, if there is to be one. */
  private boolean retry(Attempt<R> attempt, Result<R> result) {
    if (result.info() != null
        || result.attempts() > settings.retry().retries()
        || !Retry.isWorthwhile(result.failure())) {
      return false;
    }
    lock.lock();
    try {
      if (stopped != null) {
        return false;
      }
      long now = time.nanoTime();
      long pause = settings.retry().pause(result.attempts(), settings.random()).toNanos();
      schedule.postpone(
          new Pending<>(result.target(), result.attempts(), attempt.begun(), result), now + pause);
      tally.retried();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Each target that was taken has a result, those whose turn did not come as well. */
  private void giveUpThoseAside() {
    List<Pending<R>> aside;
    Fault why;
    lock.lock();
    try {
      aside = schedule.clear();
      why = stopped;
    } finally {
      lock.unlock();
    }
    for (Pending<R> each : aside) {
      Result<R> result = each.last();
      if (result == null) {
        FailureReport report = Failures.notBegun(each.target(), why);
        result =
            new Result<>(each.target(), null, report, null, null, 0, Duration.ZERO, report.times());
      }
      tally.ended(result);
      results.put(result); // IO block
    }
  }

  private void markOver() {
    lock.lock();
    try {
      over = time.nanoTime();
      isOver = true;
    } finally {
      lock.unlock();
    }
  }

  private int mostAside() {
    return Math.max(LEAST_ASIDE, settings.maxConnections());
  }

  private static Fault tooLong(Duration limit) {
    return new Fault.TimedOut("the run to end", limit.toMillis());
  }

  private static final int LEAST_ASIDE = 1000;
}
