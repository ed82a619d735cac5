package dev.heddle.config;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Random keys that are replaced as time goes on, without a thread: by who asks for them. */
final class RotatingTicketKeys implements TicketKeys {

  /** How long a key seals. */
  static final Duration EVERY = Duration.ofHours(1);

  /** For how many such spans it opens, that in which it seals being the first. */
  static final int SPANS = 3;

  private final Duration every;
  private final InstantSource clock;
  private final AtomicReference<State> state = new AtomicReference<>(State.EMPTY);

  RotatingTicketKeys(Duration every, InstantSource clock) {
    this.every = every;
    this.clock = clock;
  }

  /** Threads that race to make the next key agree on the one that was first. */
  @Override
  public List<TicketKey> keys() {
    while (true) {
      State before = state.get();
      // After the state: another thread's later time must not look as if the clock were set back.
      Instant now = clock.instant();
      if (before.isFor(now, every)) {
        return before.keys;
      }
      state.compareAndSet(before, before.rotated(now, every));
    }
  }

  /** How many keys there are; the keys themselves do not show. */
  @Override
  public String toString() {
    return "TicketKeys[rotating each " + every + ", now " + state.get().keys.size() + "]";
  }

  private record Aged(TicketKey key, Instant since) {}

  /** Keys, the newest first, and the same without their ages. */
  private record State(List<Aged> aged, List<TicketKey> keys) {

    static final State EMPTY = new State(List.of(), List.of());

    static State of(List<Aged> aged) {
      return new State(aged, aged.stream().map(Aged::key).toList());
    }

    /** A clock that goes back a little changes nothing; by more than a span, and keys are new. */
    boolean isFor(Instant now, Duration every) {
      if (aged.isEmpty()) {
        return false;
      }
      Duration age = Duration.between(aged.get(0).since, now);
      return age.compareTo(every) < 0 && age.compareTo(every.negated()) > 0;
    }

    State rotated(Instant now, Duration every) {
      Instant since = begin(now, every);
      Instant oldest = since.minus(every.multipliedBy(SPANS));
      Stream<Aged> kept = aged.stream().filter(each -> each.since.isAfter(oldest));
      return of(
          Stream.concat(Stream.of(new Aged(TicketKey.random(), since)), kept)
              .limit(SPANS)
              .toList());
    }

    /** Whole spans after the key before, so that none is kept longer for being asked for late. */
    private Instant begin(Instant now, Duration every) {
      if (aged.isEmpty() || now.isBefore(aged.get(0).since)) {
        return now;
      }
      Instant before = aged.get(0).since;
      return before.plus(every.multipliedBy(Duration.between(before, now).dividedBy(every)));
    }
  }
}
