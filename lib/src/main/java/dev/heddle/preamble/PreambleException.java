package dev.heddle.preamble;

import dev.heddle.fault.Fault;
import java.io.IOException;

/**
 * How a {@link Preamble} ends that fails: a fault without its circumstances, which {@link Prelude}
 * adds. Nobody else sees it.
 */
public final class PreambleException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  PreambleException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** What went wrong; null after deserialization. */
  public Fault fault() {
    return fault;
  }
}
