package dev.heddle.demo.common;

import dev.heddle.bio.ConnectBio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.fanout.Target;
import dev.heddle.fault.Phase;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Prelude;
import dev.heddle.preamble.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From a target to a connection without TLS. */
public final class Dial {

  /** Who says where a target is. */
  @FunctionalInterface
  public interface Addresses {
    /** All addresses of a target, at least one. */
    InetAddress[] of(Target target) throws IOException, InterruptedException;
  }

  /**
   * A connection, and how long it took.
   *
   * @param resolve the look-up of the name
   * @param connect until one of its addresses had answered
   * @param peer who is at its end, for people
   * @param before how long the phases took in which something was said before TLS
   */
  public record Line(
      ConnectBio bio,
      Duration resolve,
      Duration connect,
      String peer,
      Map<Phase, Duration> before) {

    /** How long all took. */
    public Duration all() {
      return before.values().stream().reduce(resolve.plus(connect), Duration::plus);
    }
  }

  /**
   * Connects to a proxy or to the target itself, and says what has to be said before TLS.
   *
   * @param preambles what that is, the proxy first
   * @param proxy null for none
   * @param limit of each part
   */
  public static Line open(
      Target target, List<Preamble> preambles, Proxy proxy, Addresses addresses, Duration limit)
      throws Failure {
    Line line =
        proxy == null
            ? open(target, addresses, limit)
            : open(new Target(proxy.host(), proxy.port()), addresses, limit);
    Prelude prelude =
        Prelude.hold(
            preambles,
            line.bio(),
            target.host(),
            target.port(),
            TimeSource.system(),
            Deadline.in(limit),
            limit.toMillis());
    if (prelude.failure() != null) {
      throw Failure.of(prelude.failure());
    }
    String peer = proxy == null ? line.peer() : target + " through " + line.peer();
    return new Line(line.bio(), line.resolve(), line.connect(), peer, prelude.times());
  }

  /**
   * Finds a target and connects to the first of its addresses that answers.
   *
   * @param limit of each part
   */
  public static Line open(Target target, Addresses addresses, Duration limit) throws Failure {
    Phase phase = Phase.RESOLVE;
    IOException failure = null;
    try {
      long begun = System.nanoTime();
      InetAddress[] all = addresses.of(target);
      Duration resolve = since(begun);
      phase = Phase.CONNECT;
      begun = System.nanoTime();
      for (InetAddress address : all) {
        ConnectBio bio = ConnectBio.to(new InetSocketAddress(address, target.port()));
        bio.connectTimeout((int) limit.toMillis());
        try {
          bio.doConnect();
          return new Line(bio, resolve, since(begun), bio.peer(), Map.of());
        } catch (IOException e) {
          bio.close();
          failure = e;
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      throw Failure.interrupted(phase, target.toString());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw Failure.interrupted(phase, target.toString());
    }
    throw Failure.of(failure, phase, target.toString(), limit);
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private Dial() {}
}
