package dev.heddle.bio;

/** What the watchdog of this JVM holds, for tests of other packages. */
public final class SharedWatchdog {

  /** How many alarms are set. */
  public static int alarms() {
    return Watchdog.shared().waiting();
  }

  /** How many threads it has; those that are idle end by themselves. */
  public static int threads() {
    return Watchdog.shared().threads();
  }

  private SharedWatchdog() {}
}
