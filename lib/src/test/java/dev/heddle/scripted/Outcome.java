package dev.heddle.scripted;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.heddle.fault.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the end under test.
 *
 * @param finished whether its handshake came to a good end
 * @param failed whether it failed, then or later
 * @param resumed whether it and the peer have resumed an earlier connection
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
    boolean resumed,
    List<Sent> alerts,
    boolean dataPassed,
    boolean closed,
    String account,
    Alert reported,
    String complaint,
    String stopped) {

  static final String ACCEPTED = "accepted";
  static final String RESUMED = "resumed";
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
      return fatal() ? name : "warning " + name;
    }

    private boolean fatal() {
      return level == 2;
    }
  }

  /**
   * In a few words: the complaint of a step; {@link #CLOSED} where the peer ended the connection
   * and nothing failed, with a close_notify in return or without; the alerts, of which warnings
   * before a fatal one do not count; {@link #SILENT} for a failure without one; {@link #ACCEPTED}
   * where data passed, or {@link #RESUMED} if that was after a short handshake; otherwise how far
   * it came.
   */
  String text() {
    if (complaint != null) {
      return complaint;
    }
    if (closed && finished && !failed && alerts.stream().allMatch(Sent::closes)) {
      return CLOSED;
    }
    if (!alerts.isEmpty()) {
      boolean fatal = alerts.stream().anyMatch(Sent::fatal);
      Map<String, Long> times =
          alerts.stream()
              .filter(alert -> !fatal || alert.fatal())
              .collect(groupingBy(Sent::text, LinkedHashMap::new, counting()));
      return times.entrySet().stream()
          .map(each -> each.getKey() + (each.getValue() == 1 ? "" : " × " + each.getValue()))
          .collect(joining(" + "));
    }
    if (failed) {
      return SILENT;
    }
    if (dataPassed) {
      return resumed ? RESUMED : ACCEPTED;
    }
    return finished ? "finished, but no data passes" : "waits";
  }

  /** What is to be said of a connection that could not be made because of this one before it. */
  Outcome before() {
    return new Outcome(
        finished,
        failed,
        resumed,
        alerts,
        dataPassed,
        closed,
        account,
        reported,
        "before it: " + text(),
        stopped);
  }
}
