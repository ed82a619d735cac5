package dev.heddle.net;

import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long an attempt at a connection has been in which phase before the handshake, and what it
 * waits for. Written by the one thread that makes the attempt, read by any.
 */
final class Stopwatch {

  private record State(Map<Phase, Duration> over, Phase phase, String waitingFor, long since) {}

  private final TimeSource time;
  private volatile State state;

  private Stopwatch(TimeSource time, State state) {
    this.time = time;
    this.state = state;
  }

  /** One that has measured nothing yet. */
  static Stopwatch of(TimeSource time) {
    return new Stopwatch(time, new State(Map.of(), null, null, time.nanoTime()));
  }

  /** Another that goes on from here. */
  Stopwatch copy() {
    return new Stopwatch(time, state);
  }

  /** Ends the phase under way, if there is one, and begins another. */
  void enter(Phase phase, String waitingFor) {
    state = new State(times(), phase, waitingFor, time.nanoTime());
  }

  /** Ends the phase under way. */
  void leave() {
    state = new State(times(), null, null, time.nanoTime());
  }

  /** The phase under way. */
  Phase phase() {
    return state.phase;
  }

  /** What is waited for, as {@link dev.heddle.fault.Fault.TimedOut} names it. */
  String waitingFor() {
    return state.waitingFor;
  }

  /** How long the phase under way has taken so far. */
  Duration inPhase() {
    return Duration.ofNanos(time.nanoTime() - state.since);
  }

  /** The times of all phases, that of the one under way up to now. */
  Map<Phase, Duration> times() {
    State now = state;
    Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    times.putAll(now.over);
    if (now.phase != null) {
      times.merge(now.phase, Duration.ofNanos(time.nanoTime() - now.since), Duration::plus);
    }
    return times;
  }
}
