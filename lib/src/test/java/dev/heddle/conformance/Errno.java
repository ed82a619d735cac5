package dev.heddle.conformance;

import java.nio.channels.ClosedChannelException;

/** The C name of the error behind an exception, as far as its message tells. */
final class Errno {

  static String of(Throwable thrown) {
    if (thrown instanceof ClosedChannelException) {
      return "EBADF";
    }
    String message = thrown == null || thrown.getMessage() == null ? "" : thrown.getMessage();
    for (String[] known : MESSAGES) {
      if (message.contains(known[0])) {
        return known[1];
      }
    }
    return "0";
  }

  private static final String[][] MESSAGES = {
    {"Connection reset", "ECONNRESET"},
    {"Broken pipe", "EPIPE"},
    {"Connection refused", "ECONNREFUSED"},
    {"Socket closed", "EBADF"},
    {"closed", "EBADF"},
    {"not connected", "ENOTCONN"},
  };

  private Errno() {}
}
