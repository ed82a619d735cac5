package dev.heddle.demo.common;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end in an orderly way when the JVM is told to: it cancels the run, and holds the JVM
 * until {@link #close} says that all has been printed.
 */
public final class CtrlC implements AutoCloseable {

  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean pressed;

  public CtrlC(Runnable cancel) {
    hook =
        new Thread(
            () -> {
              pressed = true;
              cancel.run();
              awaitPrinted();
            },
            "ctrl-c");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It has been told already, and waits for nobody.
      pressed = true;
      cancel.run();
    }
  }

  public boolean pressed() {
    return pressed;
  }

  @Override
  public void close() {
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way out, and the hook has what it waits for.
    }
  }

  private void awaitPrinted() {
    try {
      printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final int PATIENCE_SECONDS = 10;
}
