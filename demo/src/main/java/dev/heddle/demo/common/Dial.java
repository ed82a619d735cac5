package dev.heddle.demo.common;

import dev.heddle.bio.ConnectBio;
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

  /** Finds a target and connects to the first of its addresses that answers. */
  public static ConnectBio open(Target target, Addresses addresses, Duration limit) throws Failure {
    Phase phase = Phase.RESOLVE;
    IOException failure = null;
    try {
      InetAddress[] all = addresses.of(target);
      phase = Phase.CONNECT;
      for (InetAddress address : all) {
        ConnectBio bio = ConnectBio.to(new InetSocketAddress(address, target.port()));
        bio.connectTimeout((int) limit.toMillis());
        try {
          bio.doConnect();
          return bio;
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

  private Dial() {}
}
