package dev.heddle.dial;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks names up on threads that can be left to themselves: a look-up blocks in native code, where
 * nothing ends it and where it would hold the carrier of a virtual thread.
 *
 * <p>There are {@value #THREADS} daemon platform threads at most, which end after {@value
 * #IDLE_SECONDS} idle seconds, and up to {@value #QUEUE} look-ups wait for one. Whoever asks for a
 * name that is being looked up waits for that look-up; one that nobody waits for any more is not
 * begun. For any number of threads.
 */
public final class Resolver {

  static final int THREADS = 32;
  static final int QUEUE = 65_536;
  static final int IDLE_SECONDS = 10;

  private static final Resolver SHARED = new Resolver(THREADS, QUEUE);

  /** What looks a name up, blocking without limit. Equal ones share their look-ups. */
  @FunctionalInterface
  public interface LookUp {

    /** The addresses of a name. */
    List<InetAddress> resolve(String name) throws UnknownHostException;
  }

  private final ThreadPoolExecutor threads;
  private final int queue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Question, Answers> underWay = new HashMap<>(); // guarded by lock

  /** One of its own for a test. */
  Resolver(int threads, int queue) {
    this.queue = queue;
    var named = Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            work -> {
              Thread thread = named.name("heddle-resolve").unstarted(work);
              thread.setContextClassLoader(Resolver.class.getClassLoader()); // not a caller's
              return thread;
            });
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** The resolver of this JVM. */
  public static Resolver shared() {
    return SHARED;
  }

  /**
   * The addresses of a name. Waits for a thread and for the look-up, until the deadline at most.
   *
   * @return one address at least
   * @throws UnknownHostException if the name has none
   * @throws IOException if too many look-ups are waiting
   * @throws TimeoutException if the deadline has passed; the look-up is left to itself
   * @throws InterruptedException if the caller was interrupted; likewise
   */
  public List<InetAddress> resolve(LookUp lookUp, String name, TimeSource time, Deadline end)
      throws IOException, InterruptedException, TimeoutException {
    if (end.hasPassed()) {
      throw new TimeoutException(); // an answer may come before the alarm
    }
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    Answers answers = ask(new Question(lookUp, name), mine);
    TimeSource.Alarm alarm = time.at(end, () -> mine.completeExceptionally(new TimeoutException()));
    try {
      return mine.get(); // IO block
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } finally {
      alarm.cancel();
      leave(answers, mine);
    }
  }

  private Answers ask(Question question, CompletableFuture<List<InetAddress>> mine)
      throws IOException {
    lock.lock();
    try {
      Answers answers = underWay.get(question);
      if (answers == null) {
        answers = new Answers(question);
        threads.execute(answers);
        underWay.put(question, answers);
      }
      answers.waiting.add(mine);
      return answers;
    } catch (RejectedExecutionException e) {
      throw new IOException(queue + " names are waiting to be looked up already", e);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Answers answers, CompletableFuture<List<InetAddress>> mine) {
    lock.lock();
    try {
      answers.waiting.remove(mine);
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for the answer to a question. */
  int waiting(LookUp lookUp, String name) {
    lock.lock();
    try {
      Answers answers = underWay.get(new Question(lookUp, name));
      return answers == null ? 0 : answers.waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private static IOException thrown(Throwable cause) throws TimeoutException {
    return switch (cause) {
      case TimeoutException late -> throw late;
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(cause);
    };
  }

  private record Question(LookUp lookUp, String name) {}

  /** One look-up, and all who wait for it. */
  private final class Answers implements Runnable {
    private final Question question;
    private final Set<CompletableFuture<List<InetAddress>>> waiting =
        new LinkedHashSet<>(); // guarded by lock

    Answers(Question question) {
      this.question = question;
    }

    @Override
    public void run() {
      if (isForNobody()) {
        return;
      }
      List<InetAddress> found = null;
      Throwable failure = null;
      try {
        found = List.copyOf(question.lookUp.resolve(question.name)); // IO block
        if (found.isEmpty()) {
          failure = new UnknownHostException(question.name + ": no address");
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
      for (CompletableFuture<List<InetAddress>> each : over()) {
        if (failure != null) {
          each.completeExceptionally(failure);
        } else {
          each.complete(found);
        }
      }
    }

    private boolean isForNobody() {
      lock.lock();
      try {
        return waiting.isEmpty() && underWay.remove(question, this);
      } finally {
        lock.unlock();
      }
    }

    private List<CompletableFuture<List<InetAddress>>> over() {
      lock.lock();
      try {
        underWay.remove(question, this);
        return List.copyOf(waiting);
      } finally {
        lock.unlock();
      }
    }
  }
}
