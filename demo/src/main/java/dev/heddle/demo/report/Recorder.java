package dev.heddle.demo.report;

import dev.heddle.fanout.Job;
import dev.heddle.fanout.Result;
import dev.heddle.net.ConnectionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes what becomes of connections while a run goes on. Results are noted by one thread; the jobs
 * may be on any.
 */
public final class Recorder {

  private final Instant began = Instant.now();
  private final long start = System.nanoTime();
  private final Map<Long, Duration> connected = new ConcurrentHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  /** The same job; when a connection comes to it is noted. */
  public <R> Job<R> watch(Job<R> job) {
    return (target, socket) -> {
      connected.put(socket.info().id(), elapsed());
      return job.run(target, socket);
    };
  }

  /**
   * Notes a result that has just come.
   *
   * @param failure why it failed; null if it did not
   */
  public void note(Result<?> result, Sample.Failed failure) {
    Duration ended = elapsed();
    Duration begun = ended.minus(result.total());
    ConnectionInfo info = result.info();
    samples.add(
        new Sample(
            begun.isNegative() ? Duration.ZERO : begun,
            info == null ? null : connected.remove(info.id()),
            ended,
            info == null ? null : result.handshake(),
            info == null ? null : agreed(info),
            failure));
  }

  private static String agreed(ConnectionInfo info) {
    return info.version().openSslName()
        + (info.group() == null ? "" : " " + info.group().openSslName())
        + (info.resumed() ? ", resumed" : "");
  }

  /** When it began to record. */
  public Instant began() {
    return began;
  }

  /** How long it has recorded. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What was noted so far. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }
}
