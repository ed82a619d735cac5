package dev.heddle.preamble;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How all that is said before TLS has ended.
 *
 * @param times how long each phase took, in order; unmodifiable
 * @param failure why TLS cannot begin, with these times; null if it can. The transport is dropped
 *     then
 */
public record Prelude(Map<Phase, Duration> times, FailureReport failure) {

  /** Keeps the times in the order of the phases. */
  public Prelude {
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    copy.putAll(times);
    times = Collections.unmodifiableMap(copy);
  }

  /** Told how far the conversations have come, on the thread that holds them. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Something else is waited for.
     *
     * @param phase of the conversation
     * @param awaiting what it is, for example {@code the answer to STARTTLS}
     */
    void waitsFor(Phase phase, String awaiting);
  }

  /**
   * Holds the conversations one after the other, by a deadline, however slowly the peer speaks;
   * then the transport is dropped. Interrupting the thread does the same where it breaks off what
   * the transport does. At the end nothing may be left of what the peer has said.
   *
   * @param parts the conversations, those with proxies first
   * @param bio a blocking transport
   * @param host the host that TLS is for: a DNS name in ASCII or an address literal
   * @param port its port, 1 to 65535; 0 for none, where no proxy is asked
   * @param time where the deadline gets its time from
   * @param end when all of it must be done
   * @param limitMillis how long that was from the beginning, for the message
   * @throws IllegalArgumentException if the transport does not block, or host or port is none
   */
  public static Prelude hold(
      List<? extends Preamble> parts,
      Bio bio,
      String host,
      int port,
      TimeSource time,
      Deadline end,
      long limitMillis) {
    return hold(parts, bio, host, port, time, end, limitMillis, (phase, awaiting) -> {});
  }

  /** As the other, for somebody who breaks the transport off, and wants to say what it was at. */
  public static Prelude hold(
      List<? extends Preamble> parts,
      Bio bio,
      String host,
      int port,
      TimeSource time,
      Deadline end,
      long limitMillis,
      Progress progress) {
    if (!bio.isBlocking()) {
      throw new IllegalArgumentException("the transport must be blocking");
    }
    Hosts.check(host, port == 0 ? 1 : port);
    return new Run(bio, time, host, port, progress).run(parts, end, limitMillis);
  }

  /** One run through all conversations. */
  private static final class Run {
    private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    private final Bio bio;
    private final TimeSource time;
    private final String host;
    private final int port;
    private final PlainTalk talk;
    private Phase phase = Phase.STARTTLS;
    private boolean behindProxy;

    Run(Bio bio, TimeSource time, String host, int port, Progress progress) {
      this.bio = bio;
      this.time = time;
      this.host = host;
      this.port = port;
      this.talk = new PlainTalk(bio, awaiting -> progress.waitsFor(phase, awaiting));
    }

    Prelude run(List<? extends Preamble> parts, Deadline end, long limitMillis) {
      TimeSource.Alarm alarm = time.at(end, bio::abort);
      Fault fault = null;
      try {
        for (Preamble part : parts) {
          talk(part); // IO block
        }
        if (!parts.isEmpty()) {
          talk.end(parts.getLast().protocol());
        }
      } catch (PreambleException e) {
        fault = e.fault();
      } catch (IOException e) {
        fault = new Fault.Transport(e);
      } catch (RuntimeException | Error e) {
        alarm.cancel();
        bio.abort();
        throw e;
      }
      if (!alarm.cancel()) {
        fault = new Fault.TimedOut(talk.awaiting(), limitMillis);
      } else if (fault instanceof Fault.Transport && Thread.currentThread().isInterrupted()) {
        fault = Fault.Cancelled.INTERRUPTED;
      }
      if (fault == null) {
        return new Prelude(times, null);
      }
      bio.abort();
      return new Prelude(
          times, new FailureReport(fault, phase, peer(), talk.sent(), talk.received(), times));
    }

    private void talk(Preamble part) throws IOException {
      behindProxy |= phase == Phase.PROXY;
      phase = part.phase();
      talk.await("the peer's greeting");
      long begun = time.nanoTime();
      try {
        part.talk(talk, host, port); // IO block
      } finally {
        times.merge(phase, Duration.ofNanos(time.nanoTime() - begun), Duration::plus);
      }
    }

    private String peer() {
      return behindProxy ? Hosts.text(host, port) + " through " + bio.peer() : bio.peer();
    }
  }
}
