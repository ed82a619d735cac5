package dev.heddle.ssl;

import dev.heddle.fault.Alert;
import dev.heddle.fault.FailureReport;

/**
 * One entry of the error queue.
 *
 * @param library {@code SSL} for the protocol and its use, {@code SYS} for the transport
 * @param reason the reason in OpenSSL's words where it has some (ERR_reason_error_string(3))
 * @param alert the alert received or sent; null if there was none
 * @param report all that is known: fault, phase, peer, byte counts
 */
public record ErrorEntry(Library library, String reason, Alert alert, FailureReport report) {

  /** Where an error arose (ERR_GET_LIB). */
  public enum Library {
    SSL,
    SYS
  }

  /** The throwable underneath; null if there is none. */
  public Throwable cause() {
    return report.cause();
  }

  /** One line for people, in the spirit of ERR_error_string(3). */
  @Override
  public String toString() {
    return "error:" + library + ":" + reason + ":" + report.message();
  }
}
