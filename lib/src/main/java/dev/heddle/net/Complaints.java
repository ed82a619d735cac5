package dev.heddle.net;

import java.io.IOException;
import java.util.function.Consumer;

/** Where what goes wrong is told to the owner, on a thread where nobody could catch it. */
final class Complaints {

  private final Consumer<Throwable> callback; // null: nobody has asked for them

  Complaints(Consumer<Throwable> callback) {
    this.callback = callback;
  }

  /** The listener itself cannot do what it should: somebody must hear of it. */
  void failure(Throwable why) {
    if (callback == null) {
      toThread(why);
    } else {
      tell(why);
    }
  }

  /** A handler has thrown: that a connection has failed is of no interest unless asked for. */
  void handler(Throwable why) {
    if (callback != null || !(why instanceof IOException)) {
      failure(why);
    }
  }

  private void tell(Throwable why) {
    try {
      callback.accept(why);
    } catch (RuntimeException | Error e) {
      e.addSuppressed(why);
      toThread(e);
    }
  }

  private static void toThread(Throwable why) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, why);
  }
}
