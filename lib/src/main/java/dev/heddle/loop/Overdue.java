package dev.heddle.loop;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;

/**
 * An alarm for what has a new deadline all the time and nearly always meets it: it is set once, and
 * looks when it is due whether the deadline is still the same. A busy connection so sets one alarm
 * in each of its limits, not one with each write.
 */
public final class Overdue {

  private final TimeSource time;
  private final Runnable late;
  private volatile Deadline deadline = Deadline.never();
  private volatile Deadline armedFor; // null: no alarm is set
  private volatile TimeSource.Alarm alarm;
  private volatile boolean stopped;

  /**
   * None is set yet.
   *
   * @param late run once a deadline has passed, on a thread of the time source
   */
  public Overdue(TimeSource time, Runnable late) {
    this.time = time;
    this.late = late;
  }

  /** From now on this is the deadline, or there is none: {@link Deadline#never()}. */
  public void at(Deadline next) {
    deadline = next;
    if (next.isNever()) {
      return;
    }
    Deadline armed = armedFor;
    if (armed == null || armed.earlier(next) != armed) {
      arm(next);
    }
  }

  /** Nothing is ever late again. */
  public void stop() {
    stopped = true;
    deadline = Deadline.never();
    TimeSource.Alarm set = alarm;
    if (set != null) {
      set.cancel();
    }
  }

  private void arm(Deadline next) {
    TimeSource.Alarm before = alarm;
    armedFor = next;
    alarm = time.at(next, () -> due(next));
    if (before != null) {
      before.cancel();
    }
    if (stopped) {
      alarm.cancel(); // beside this or before: what it would keep in memory is closed
    }
  }

  private void due(Deadline mine) {
    if (armedFor != mine) {
      return; // another alarm has taken over
    }
    Deadline now = deadline;
    if (now.isNever()) {
      armedFor = null;
      now = deadline; // a call that began meanwhile may have counted on this alarm
      if (!now.isNever()) {
        arm(now);
      }
    } else if (now.hasPassed()) {
      late.run();
    } else {
      arm(now);
    }
  }
}
