package dev.heddle.demo.report;

import dev.heddle.fault.Category;
import java.time.Duration;

/**
 * What became of one connection. The three times count from the beginning of the run.
 *
 * @param begun when it set out
 * @param connected when its handshake was done; null if it never was
 * @param ended when nothing was left of it
 * @param handshake how long the handshake took; null if it was never done
 * @param agreed what was agreed on, in few words; null if the handshake was never done
 * @param failure why it failed, before or after the handshake; null if it did not
 */
public record Sample(
    Duration begun,
    Duration connected,
    Duration ended,
    Duration handshake,
    String agreed,
    Failed failure) {

  /**
   * A failure.
   *
   * @param message its text, which may quote the peer
   */
  public record Failed(Category category, String message) {}

  /** Whether it was connected and has not failed. */
  public boolean good() {
    return connected != null && failure == null;
  }
}
