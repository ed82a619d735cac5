package dev.heddle.net;

/** Told of what happens to connections. */
@FunctionalInterface
public interface ConnectionListener {

  /**
   * Something has happened. Called on the thread it happened on, with no lock held: what this waits
   * for, the connection waits for. What it throws is handed to that thread's uncaught exception
   * handler and changes nothing.
   */
  void on(ConnectionEvent event);
}
