package dev.heddle.fanout;

import dev.heddle.net.Dialer;
import dev.heddle.net.Limits;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Many TLS connections at once, each plain blocking code on a virtual thread of its own, with a
 * limit on everything. Immutable, and for any number of threads and runs.
 *
 * <pre>{@code
 * FanOut fanOut = FanOut.builder(Dialer.builder().build()).maxConnections(500).build();
 * try (Run<TlsVersion> run = fanOut.start(targets, (target, socket) -> socket.info().version())) {
 *   for (Result<TlsVersion> result : run) {
 *     System.out.println(result.target() + " " + result.value());
 *   }
 *   System.out.print(run.summary());
 * }
 * }</pre>
 */
public final class FanOut {

  private final Builder settings;
  private final Dialer dialer;

  private FanOut(Builder settings) {
    this.settings = settings;
    this.dialer = settings.dialer.toBuilder().maxHandshakes(settings.maxHandshakes).build();
  }

  /**
   * All defaults.
   *
   * @param dialer makes the connections; its limits to connect, read, write and close hold
   */
  public static Builder builder(Dialer dialer) {
    return new Builder(dialer);
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    return settings.copy();
  }

  /**
   * Begins with many targets. Does not block; results are taken from what is returned, which must
   * be closed.
   *
   * @param targets taken from one by one as there is room for them, so there may be any number, on
   *     a thread of the run's. While its iterator blocks no other attempt begins. What it throws
   *     ends the run
   * @param job what to do with each connection; several threads call it at once
   * @param <R> what the job returns
   */
  public <R> Run<R> start(Iterable<? extends Target> targets, Job<R> job) {
    return new Run<>(this, targets.iterator(), Objects.requireNonNull(job, "job"));
  }

  Dialer dialer() {
    return dialer;
  }

  int maxConnections() {
    return settings.maxConnections;
  }

  int maxPerHost() {
    return settings.maxPerHost;
  }

  Duration attemptLimit() {
    return settings.attemptLimit;
  }

  Duration deadline() {
    return settings.deadline;
  }

  Retry retry() {
    return settings.retry;
  }

  RandomGenerator random() {
    return settings.random;
  }

  int resultBuffer() {
    return settings.resultBuffer;
  }

  static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
    return value;
  }

  /** Settings of a {@link FanOut}; for one thread. */
  public static final class Builder {
    private final Dialer dialer;
    private int maxConnections = 1000;
    private int maxPerHost = Integer.MAX_VALUE;
    private int maxHandshakes =
        HANDSHAKES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    private int resultBuffer = 1000;
    private Duration attemptLimit = Duration.ofMinutes(1);
    private Duration deadline = Limits.FOREVER;
    private Retry retry = Retry.defaults();
    private RandomGenerator random = new SplittableRandom();

    private Builder(Dialer dialer) {
      this.dialer = Objects.requireNonNull(dialer, "dialer");
    }

    private Builder copy() {
      Builder copy = new Builder(dialer);
      copy.maxConnections = maxConnections;
      copy.maxPerHost = maxPerHost;
      copy.maxHandshakes = maxHandshakes;
      copy.resultBuffer = resultBuffer;
      copy.attemptLimit = attemptLimit;
      copy.deadline = deadline;
      copy.retry = retry;
      copy.random = random;
      return copy;
    }

    /**
     * How many connections may be under way at the same time, attempts at them included; 1 or more,
     * 1000 if nothing is said. Each takes a file descriptor and a virtual thread.
     */
    public Builder maxConnections(int most) {
      maxConnections = atLeastOne(most, "maxConnections");
      return this;
    }

    /**
     * How many of them may be to the same host, by its name as given; 1 or more, no limit of its
     * own if nothing is said. Targets that wait for their host, or for their next attempt, hold up
     * no others, unless there are {@link #maxConnections} of them, and 1000.
     */
    public Builder maxPerHost(int most) {
      maxPerHost = atLeastOne(most, "maxPerHost");
      return this;
    }

    /**
     * How many handshakes may be under way at the same time, in all runs of this together; 1 or
     * more. It counts instead of {@link Dialer.Builder#maxHandshakes the dialer's own limit}.
     * Handshakes are work for the processor: more of them at once make each slower and none of them
     * sooner. If nothing is said it is {@value #HANDSHAKES_PER_PROCESSOR} for each processor, for
     * most of their time they wait for the peer.
     */
    public Builder maxHandshakes(int most) {
      maxHandshakes = atLeastOne(most, "maxHandshakes");
      return this;
    }

    /**
     * How many results are kept that nobody has taken yet, before the run waits for the taker; 1 or
     * more, 1000 if nothing is said.
     */
    public Builder resultBuffer(int most) {
      resultBuffer = atLeastOne(most, "resultBuffer");
      return this;
    }

    /**
     * How long one attempt may take, the connection and the job with it; more than 0, a minute if
     * nothing is said, {@link Limits#FOREVER} for none.
     */
    public Builder attemptLimit(Duration limit) {
      attemptLimit = positive(limit, "attempt limit");
      return this;
    }

    /**
     * How long a run may take; more than 0, no limit if nothing is said. Then what is under way is
     * dropped, and fails with a timeout.
     */
    public Builder deadline(Duration limit) {
      deadline = positive(limit, "deadline");
      return this;
    }

    /** When to connect again; {@link Retry#defaults()} if nothing is said. */
    public Builder retry(Retry policy) {
      retry = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Where the pauses between attempts get their chance from, such as one with a known seed. It is
     * asked by one thread at a time in each run.
     */
    public Builder random(RandomGenerator source) {
      random = Objects.requireNonNull(source, "source");
      return this;
    }

    /** The fan-out. */
    public FanOut build() {
      return new FanOut(copy());
    }

    private static Duration positive(Duration limit, String name) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException(
            name + " must be more than 0, not " + limit + "; Limits.FOREVER is none");
      }
      return limit;
    }

    private static final int HANDSHAKES_PER_PROCESSOR = 64;
  }
}
