package dev.heddle.fanout;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.net.ConnectionInfo;
import dev.heddle.net.TlsSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One attempt at one target: connects, lets the job work, closes. Another thread may {@link #end}
 * it at any moment; when {@link #run} returns, no interrupt of that is left or still to come.
 */
final class Attempt<R> {

  private final FanOut settings;
  private final Job<R> job;
  private final Tally tally;
  private final Pending<R> pending;
  private final TimeSource time;
  private final AtomicReference<Fault> why = new AtomicReference<>(); // null: goes its way
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Thread thread;
  private volatile TlsSocket socket;
  private long begun;

  Attempt(FanOut settings, Job<R> job, Tally tally, Pending<R> pending) {
    this.settings = settings;
    this.job = job;
    this.tally = tally;
    this.pending = pending;
    this.time = settings.dialer().time();
  }

  Pending<R> pending() {
    return pending;
  }

  /** Whether it is this thread that is at work on it. */
  boolean isMine() {
    return thread == Thread.currentThread();
  }

  /** Ends it for this reason: what it waits for fails. Does nothing once it is over. */
  void end(Fault reason) {
    if (!why.compareAndSet(null, reason)) {
      return;
    }
    try {
      TlsSocket open = socket;
      if (open != null) {
        open.abort();
      }
      Thread at = thread;
      if (at != null) {
        at.interrupt();
      }
    } finally {
      ended.countDown();
    }
  }

  /** Does all of it, on this thread. What an {@link Error} was is thrown. */
  Result<R> run() {
    thread = Thread.currentThread();
    begun = pending.attempts() == 0 ? time.nanoTime() : pending.begun();
    Fault reason = why.get();
    if (reason != null) {
      finish();
      return failed(0, Failures.notBegun(pending.target(), reason));
    }
    try {
      return connect(time.in(settings.attemptLimit()));
    } finally {
      finish();
    }
  }

  /** When the first attempt at this target began, in nanoseconds of the run's clock. */
  long begun() {
    return begun;
  }

  private Result<R> connect(Deadline end) {
    Target target = pending.target();
    TlsSocket open;
    try {
      open = settings.dialer().connect(target.host(), target.port(), end); // IO block
    } catch (IOException | RuntimeException e) {
      FailureReport report = Failures.connecting(target, e);
      Fault reason = why.get();
      return failed(1, reason == null ? report : Failures.because(reason, report));
    }
    socket = open;
    tally.connected(open.info());
    TimeSource.Alarm alarm = time.at(end, this::endLate);
    try {
      Fault reason = why.get();
      return reason == null
          ? work(open)
          : failed(1, Failures.ended(open.info(), open.info().times(), reason));
    } finally {
      alarm.cancel();
      open.abort(); // nothing to do where it is closed already
      tally.closed();
    }
  }

  private void endLate() {
    end(new Fault.TimedOut("the job", settings.attemptLimit().toMillis()));
  }

  private Result<R> work(TlsSocket open) {
    long start = time.nanoTime();
    R value = null;
    Exception thrown = null;
    try {
      value = job.run(pending.target(), open);
    } catch (Exception e) {
      thrown = e;
    }
    Duration total = sinceBegun();
    ConnectionInfo info = open.info();
    Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    times.putAll(info.times());
    times.put(Phase.DATA, Duration.ofNanos(time.nanoTime() - start));
    Fault reason = why.get();
    FailureReport failure = null;
    if (reason != null) {
      value = null;
      failure = Failures.ended(info, times, reason);
    } else if (thrown != null) {
      failure = Failures.ofConnection(info, thrown);
    } else {
      open.close(); // IO block
    }
    return new Result<>(
        pending.target(),
        value,
        failure,
        failure == null ? thrown : null,
        info,
        pending.attempts() + 1,
        total,
        times);
  }

  private Result<R> failed(int attempts, FailureReport report) {
    return new Result<>(
        pending.target(),
        null,
        report,
        null,
        null,
        pending.attempts() + attempts,
        sinceBegun(),
        report.times());
  }

  private Duration sinceBegun() {
    return Duration.ofNanos(time.nanoTime() - begun);
  }

  /** From here on it is over. If it was ended just before, that is waited for. */
  private void finish() {
    while (!why.compareAndSet(null, OVER) && ended.getCount() > 0) {
      try {
        ended.await(); // IO block
      } catch (InterruptedException e) {
        // Perhaps the very interrupt that is waited for.
      }
    }
    Thread.interrupted();
  }

  private static final Fault OVER = new Fault.Cancelled("over");
}
