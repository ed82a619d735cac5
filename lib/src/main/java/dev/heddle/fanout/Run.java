package dev.heddle.fanout;

import dev.heddle.bio.Deadline;
import dev.heddle.fault.FailureReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Many connections under way, and their results in the order in which they come. Each target that
 * was taken from the given ones has one result.
 *
 * <p><b>Scope.</b> Use it in a try-with-resources statement: {@link #close} ends what is under way
 * and waits until no thread and no connection of it is left. A thread that is interrupted while it
 * waits for a result ends the run, too.
 *
 * <p><b>Slow takers.</b> Results that nobody takes are kept, {@link FanOut.Builder#resultBuffer} of
 * them at most; then no connection begins until one is taken.
 *
 * <p><b>Threads.</b> Any number of threads may take results.
 *
 * @param <R> what the job returns
 */
public final class Run<R> implements AutoCloseable, Iterable<Result<R>> {

  private final Crew<R> crew;
  private final ResultBuffer<R> results;

  Run(FanOut settings, Iterator<? extends Target> targets, Job<R> job) {
    results = new ResultBuffer<>(settings.resultBuffer(), settings.dialer().time());
    crew = new Crew<>(settings, targets, job, results);
    crew.begin();
  }

  /**
   * The next result: waits until there is one.
   *
   * @return null when there are no more
   * @throws InterruptedException if the thread was interrupted; the run has ended
   * @throws RuntimeException what the targets' iterator has thrown; the run has ended
   * @throws Error what a job has thrown; the run has ended
   */
  public Result<R> next() throws InterruptedException {
    return next(Deadline.never());
  }

  /**
   * The next result, if there is one in time; otherwise as {@link #next()}.
   *
   * @param limit how long to wait at most; zero does not wait
   * @return null if none has come by then, or there are no more: {@link #isOver} tells
   */
  public Result<R> next(Duration limit) throws InterruptedException {
    return next(crew.time().in(limit));
  }

  private Result<R> next(Deadline end) throws InterruptedException {
    try {
      Result<R> result = results.take(end); // IO block
      if (result == null) {
        crew.throwWhatEndedIt();
      }
      return result;
    } catch (InterruptedException e) {
      results.drop();
      crew.cancel();
      throw e;
    }
  }

  /** Whether there are no more results. */
  public boolean isOver() {
    return results.isExhausted();
  }

  /**
   * The first so many results that have succeeded; then what is left is cancelled, and nothing of
   * it is open any more, as after {@link #close}. The failures before are passed over, and counted
   * in the {@link #summary}.
   *
   * @param count 1 or more
   * @return fewer if not so many have succeeded
   */
  public List<Result<R>> first(int count) throws InterruptedException {
    FanOut.atLeastOne(count, "count");
    List<Result<R>> first = new ArrayList<>();
    try (this) {
      while (first.size() < count) {
        Result<R> result = next();
        if (result == null) {
          break;
        }
        if (result.succeeded()) {
          first.add(result);
        }
      }
    }
    return first;
  }

  /**
   * The results still to come, for a loop over them. Its methods block as {@link #next()} does, and
   * throw {@link CancellationException} if the thread was interrupted, whose interrupt status stays
   * set; the run has ended.
   */
  @Override
  public Iterator<Result<R>> iterator() {
    return new Iterator<>() {
      private Result<R> next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          next = nextOrCancelled();
        }
        return next != null;
      }

      @Override
      public Result<R> next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the run is over");
        }
        Result<R> result = next;
        next = null;
        return result;
      }
    };
  }

  private Result<R> nextOrCancelled() {
    try {
      return next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a result");
    }
  }

  /** The results still to come, as {@link #iterator} has them. Closing the stream does nothing. */
  public Stream<Result<R>> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** What has come of it so far, in numbers. Does not block. */
  public Summary summary() {
    return crew.summary();
  }

  /**
   * Ends the run: no connection begins any more, those under way are dropped and their threads
   * interrupted. Does not wait for that. Their results can be taken, with a {@link FailureReport}
   * of category {@code CANCELLED}. Idempotent.
   */
  public void cancel() {
    crew.cancel();
  }

  /**
   * Ends the run, as {@link #cancel}, drops the results that nobody has taken, and waits until all
   * its threads have ended, interrupted or not; the thread's interrupt status stays as it is. Jobs
   * that ignore their interrupt, and an iterator of targets that does, are waited for without
   * limit. Idempotent.
   *
   * @throws IllegalStateException if a job of this run calls it
   * @throws RuntimeException what has ended the run, if {@link #next()} has not thrown it; so an
   *     {@link Error}, too
   */
  @Override
  public void close() {
    crew.refuseOwnThread();
    results.drop();
    crew.cancel();
    crew.join();
    crew.throwWhatEndedIt();
  }
}
