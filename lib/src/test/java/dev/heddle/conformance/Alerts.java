package dev.heddle.conformance;

import dev.heddle.fault.Alert;
import dev.heddle.ssl.InfoCallback;
import dev.heddle.ssl.Ssl;
import java.util.ArrayList;
import java.util.List;

/** Collects the alerts of one call. */
final class Alerts implements InfoCallback {

  private final List<String> seen = new ArrayList<>();

  @Override
  public void info(Ssl ssl, int where, int ret) {
    if ((where & ALERT) != 0) {
      seen.add(((where & READ) != 0 ? "<" : ">") + level(ret >> 8) + ":" + name(ret & 0xff));
    }
  }

  private static String level(int level) {
    return switch (level) {
      case 1 -> "warning";
      case 2 -> "fatal";
      default -> "level?";
    };
  }

  private static String name(int code) {
    Alert alert = Alert.of(code);
    return alert == Alert.UNREGISTERED ? Integer.toString(code) : alert.rfcName();
  }

  void clear() {
    seen.clear();
  }

  /** As a trace shows them. */
  @Override
  public String toString() {
    return seen.isEmpty() ? "-" : String.join(",", seen);
  }
}
