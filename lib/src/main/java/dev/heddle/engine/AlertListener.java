package dev.heddle.engine;

/**
 * Told of every alert, as it is sent or received. Called on the engine's thread; must not block.
 */
@FunctionalInterface
public interface AlertListener {

  /** Listens to nothing. */
  AlertListener NONE = (sent, level, description) -> {};

  /**
   * An alert has passed.
   *
   * @param sent true for ours, false for the peer's
   * @param level the level byte: 1 warning, 2 fatal
   * @param description the description byte
   */
  void alert(boolean sent, int level, int description);
}
