package dev.heddle.demo.common;

import dev.heddle.config.HostName;
import dev.heddle.fanout.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names on a few platform threads: a look-up blocks in native code, where a virtual thread
 * would hold its carrier, and cannot be ended, only abandoned. Its threads are daemons.
 */
public final class Resolver implements AutoCloseable, Dial.Addresses {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("resolver-", 0).factory());
  private final Duration limit;

  public Resolver(Duration limit) {
    this.limit = limit;
  }

  /**
   * Looks up a name, waiting for a thread to do it.
   *
   * @throws SocketTimeoutException after the limit
   */
  @Override
  public InetAddress[] of(Target target) throws IOException, InterruptedException {
    if (HostName.of(target.host()).isIp()) {
      return InetAddress.getAllByName(target.host());
    }
    Future<InetAddress[]> addresses = threads.submit(() -> InetAddress.getAllByName(target.host()));
    try {
      return addresses.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("name resolution timed out");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new IOException(e.getCause());
    } finally {
      addresses.cancel(false);
    }
  }

  /** Forgets what waits; does not wait for what the system still looks up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static final int THREADS = 16;
}
