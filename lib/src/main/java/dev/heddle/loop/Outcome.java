package dev.heddle.loop;

import dev.heddle.fault.Fault;

/**
 * Where a call on the {@link Loop} says why it did not succeed. It belongs to the calling thread,
 * so that a reader and a writer never see each other's reasons.
 */
public class Outcome {

  private Want want = Want.NONE;
  private Fault fault;

  /** What an {@link Loop#AGAIN} waits for. */
  public final Want want() {
    return want;
  }

  /** What a {@link Loop#FAILED} failed of. */
  public final Fault fault() {
    return fault;
  }

  final void clear() {
    want = Want.NONE;
    fault = null;
  }

  final int again(Want reason) {
    want = reason;
    return Loop.AGAIN;
  }

  final int failed(Fault reason) {
    fault = reason;
    return Loop.FAILED;
  }

  /** Takes over what another thread's call on behalf of this one had to say. */
  final void copy(Outcome other) {
    want = other.want;
    fault = other.fault;
  }
}
