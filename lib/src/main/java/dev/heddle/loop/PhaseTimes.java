package dev.heddle.loop;

import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a handshake has been in which phase. Written by whoever has the handshake turn, read by
 * any thread.
 */
final class PhaseTimes {

  private final TimeSource time;
  private volatile long[] nanos = {};
  private Phase current;
  private long since;

  PhaseTimes(TimeSource time) {
    this.time = time;
  }

  /** The handshake is in this phase now. */
  void at(Phase phase) {
    if (phase == current) {
      return;
    }
    long now = time.nanoTime();
    if (current != null && current.isHandshake()) {
      long[] next = Arrays.copyOf(nanos, Math.max(nanos.length, current.ordinal() + 1));
      next[current.ordinal()] += now - since;
      nanos = next;
    }
    current = phase;
    since = now;
  }

  /** The time in each phase that is over, in order. */
  Map<Phase, Duration> map() {
    long[] known = nanos;
    Map<Phase, Duration> map = new EnumMap<>(Phase.class);
    for (int i = 0; i < known.length; i++) {
      if (known[i] > 0) {
        map.put(Phase.values()[i], Duration.ofNanos(known[i]));
      }
    }
    return Collections.unmodifiableMap(map);
  }
}
