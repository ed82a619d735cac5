package dev.heddle.conformance;

/** Ends the adapter when nothing has moved for a while: no scenario may hang. */
final class Watch {

  private volatile long last = System.nanoTime();

  Watch(Runnable onSilence) {
    Thread.ofPlatform().daemon().name("watch").start(() -> run(onSilence));
  }

  /** Something has happened. */
  void reset() {
    last = System.nanoTime();
  }

  private void run(Runnable onSilence) {
    long silent;
    while ((silent = (System.nanoTime() - last) / 1_000_000) < SILENCE_MILLIS) {
      try {
        Thread.sleep(SILENCE_MILLIS - silent);
      } catch (InterruptedException e) {
        return;
      }
    }
    onSilence.run();
  }

  private static final long SILENCE_MILLIS = 8000;
}
