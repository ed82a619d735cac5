package dev.heddle.scripted;

import dev.heddle.fault.Alert;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of the end under test.
 *
 * @param finished whether its handshake came to a good end
 * @param failed whether it failed, then or later
 * @param alerts what it sent, in order
 * @param dataPassed whether data went both ways at the end
 * @param closed whether the peer ended the connection
 * @param account its own words about its failure; null without one
 * @param reported the alert that these words name; null for none
 * @param complaint what a step demanded in vain; null if nothing
 * @param stopped why the peer did not get to the end of its script; null if it did
 */
record Outcome(
    boolean finished,
    boolean failed,
    List<Sent> alerts,
    boolean dataPassed,
    boolean closed,
    String account,
    Alert reported,
    String complaint,
    String stopped) {

  static final String ACCEPTED = "accepted";
  static final String CLOSED = "closed";
  static final String SILENT = "no alert";

  /** An alert as it came over the wire. */
  record Sent(int level, int description, boolean encrypted) {

    private boolean closes() {
      return level == 1 && description == 0;
    }

    private String text() {
      Alert alert = Alert.of(description);
      String name = alert == Alert.UNREGISTERED ? "alert " + description : alert.rfcName();
      return level == 2 ? name : "warning " + name;
    }
  }

  /**
   * In a few words: the complaint of a step; {@link #CLOSED} where the peer ended the connection
   * and nothing failed, with a close_notify in return or without; the alerts; {@link #SILENT} for a
   * failure without one; {@link #ACCEPTED} where data passed; otherwise how far it came.
   */
  String text() {
    if (complaint != null) {
      return complaint;
    }
    if (closed && finished && !failed && alerts.stream().allMatch(Sent::closes)) {
      return CLOSED;
    }
    if (!alerts.isEmpty()) {
      return alerts.stream().map(Sent::text).collect(Collectors.joining(" + "));
    }
    if (failed) {
      return SILENT;
    }
    if (dataPassed) {
      return ACCEPTED;
    }
    return finished ? "finished, but no data passes" : "waits";
  }
}
