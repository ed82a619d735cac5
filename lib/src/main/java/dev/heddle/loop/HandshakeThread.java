package dev.heddle.loop;

import dev.heddle.fault.Fault;
import java.util.function.ToIntFunction;

/**
 * Runs a handshake on a virtual thread for a platform thread that waits: its blocking reads then
 * cost no carrier, and the wait can be interrupted, which a platform thread in a socket read
 * cannot.
 */
final class HandshakeThread {

  static int run(Loop loop, ToIntFunction<Outcome> handshake, Outcome outcome) {
    Run run = new Run(handshake);
    Thread thread = Thread.ofVirtual().name("heddle-handshake").start(run);
    boolean interrupted = false;
    while (!run.isOver(thread)) {
      // The first interrupt closes the transport; what is left to wait for is the thread noticing.
      if (!interrupted) {
        interrupted = true;
        run.cancel(loop, thread);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (run.thrown instanceof Error error) {
      throw error;
    }
    if (run.thrown != null) {
      return loop.failInternally(run.thrown, outcome);
    }
    outcome.copy(run.outcome);
    return run.result;
  }

  private static final class Run implements Runnable {
    private final ToIntFunction<Outcome> handshake;
    private final Outcome outcome = new Outcome();
    private int result;
    private volatile Throwable thrown;

    Run(ToIntFunction<Outcome> handshake) {
      this.handshake = handshake;
    }

    @Override
    public void run() {
      try {
        result = handshake.applyAsInt(outcome);
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }

    void cancel(Loop loop, Thread thread) {
      try {
        thread.interrupt();
        loop.cancel(Fault.Cancelled.INTERRUPTED);
      } catch (RuntimeException e) {
        thrown =
            e; // a transport that cannot even be aborted: its doing is what the caller hears of
      }
    }

    /** Waits for the thread's end; false if the wait was interrupted. */
    boolean isOver(Thread thread) {
      try {
        thread.join();
        return true;
      } catch (InterruptedException e) {
        return false;
      }
    }
  }

  private HandshakeThread() {}
}
