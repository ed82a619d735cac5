package dev.heddle.net;

import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.Phase;
import dev.heddle.loop.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a connection is made with, beside its transport and its configuration.
 *
 * @param limits how long calls may take, until they are changed
 * @param nagle what to do about Nagle's algorithm
 * @param time where limits get their time from
 * @param observer told of what happens
 * @param before how long the phases took that were over before the handshake
 * @param peer the peer as text where the transport leads to somebody else, a proxy; otherwise null
 */
record Setup(
    Limits limits,
    NaglePolicy nagle,
    TimeSource time,
    Observer observer,
    Map<Phase, Duration> before,
    String peer) {

  /** With a transport that leads to the peer itself. */
  Setup(
      Limits limits,
      NaglePolicy nagle,
      TimeSource time,
      Observer observer,
      Map<Phase, Duration> before) {
    this(limits, nagle, time, observer, before, null);
  }

  Settings settings() {
    Settings settings = new Settings();
    settings.nagle = nagle;
    settings.time = time;
    settings.readAhead = true;
    return settings;
  }

  /** The times of all phases, given those of the handshake. */
  Map<Phase, Duration> times(Map<Phase, Duration> handshake) {
    Map<Phase, Duration> all = new EnumMap<>(Phase.class);
    all.putAll(before);
    handshake.forEach((phase, time) -> all.merge(phase, time, Duration::plus));
    return all;
  }
}
