package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.loop.Loop;
import dev.heddle.loop.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Shakes hands by a deadline: a connection comes of it, or nothing is left. */
final class Handshake {

  /** Over a transport that somebody else has made. */
  static TlsSocket layered(boolean client, Bio bio, TlsConfig config, Limits limits)
      throws IOException {
    Objects.requireNonNull(config, "config");
    if (!bio.isBlocking()) {
      throw new IllegalArgumentException("the transport must be blocking");
    }
    if (!canLimitReads(bio)) {
      throw new IllegalArgumentException("reads of the transport cannot be limited: " + bio);
    }
    TimeSource time = TimeSource.system();
    Setup setup = new Setup(limits, NaglePolicy.OFF, time, new Observer(null), Map.of());
    TlsSocket socket = new TlsSocket(Observer.nextId(), client, config, bio.peer(), bio, setup);
    return finish(socket, time.in(limits.connect()));
  }

  /** Asks a transport that somebody else may be closing. */
  private static boolean canLimitReads(Bio bio) throws IOException {
    try {
      return bio.receiveTimeout(0);
    } catch (IOException e) {
      bio.close();
      throw new FailureReport(new Fault.Transport(e), Phase.HELLO, bio.peer(), 0, 0).toException();
    }
  }

  /**
   * Shakes hands on a connection that is new.
   *
   * @param end when it must be done; the limit that failures name is {@link Limits#connect}
   */
  static TlsSocket finish(TlsSocket socket, Deadline end) throws IOException {
    FailureReport failure = attempt(socket, end);
    if (failure != null) {
      Farewell.say(socket, failure.fault(), end);
      throw failure.toException();
    }
    return socket;
  }

  /**
   * As {@link #finish}, with a failure as data: then the connection is still to be left, by {@link
   * Farewell#say}.
   *
   * @return why it failed; null if it did not
   */
  static FailureReport attempt(TlsSocket socket, Deadline end) {
    Loop loop = socket.loop();
    Setup setup = socket.setup();
    long begun = setup.time().nanoTime();
    Runnable late =
        () ->
            loop.cancel(
                new Fault.TimedOut(loop.facts().awaiting(), setup.limits().connect().toMillis()));
    TimeSource.Alarm alarm = setup.time().at(end, late);
    Outcome outcome = new Outcome();
    FailureReport failure = null;
    try {
      int result = loop.handshake(outcome); // IO block
      if (!alarm.cancel()) {
        late.run(); // its thread may not have come to it yet
        failure = socket.report(loop.fault());
      } else if (result != Loop.DONE) {
        failure = socket.report(fault(result, loop, outcome));
      }
    } catch (RuntimeException | Error e) {
      alarm.cancel();
      socket.abort();
      throw e;
    }
    if (failure != null) {
      Duration took = Duration.ofNanos(setup.time().nanoTime() - begun);
      failure = failure.withTimes(upToNow(failure, loop.facts().phaseTimes(), took));
    }
    setup.observer().handshake(socket, begun, failure);
    if (failure == null) {
      socket.moved();
    }
    return failure;
  }

  /** The times of a report, in which the phase that was under way has what the others leave. */
  private static Map<Phase, Duration> upToNow(
      FailureReport failure, Map<Phase, Duration> known, Duration took) {
    Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    times.putAll(failure.times());
    Duration rest = took;
    for (Duration each : known.values()) {
      rest = rest.minus(each);
    }
    if (failure.phase().isHandshake() && rest.isPositive()) {
      times.merge(failure.phase(), rest, Duration::plus);
    }
    return times;
  }

  private static Fault fault(int result, Loop loop, Outcome outcome) {
    return result == Loop.FAILED
        ? outcome.fault()
        : new Fault.Truncated(loop.facts().awaiting(), false);
  }

  private Handshake() {}
}
