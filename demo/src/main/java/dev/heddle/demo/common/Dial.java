package dev.heddle.demo.common;

import dev.heddle.bio.ConnectBio;
import dev.heddle.fanout.Target;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

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
   */
  public record Line(ConnectBio bio, Duration resolve, Duration connect) {}

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
          return new Line(bio, resolve, since(begun));
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
