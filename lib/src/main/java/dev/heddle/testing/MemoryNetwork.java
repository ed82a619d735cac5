package dev.heddle.testing;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.net.Network;
import dev.heddle.text.IpLiteral;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network in memory, for a {@link dev.heddle.net.Dialer} under test: names that stand for
 * addresses, addresses that answer as told, and a count of what was left open. A name that it was
 * not told of is unknown, and an address that it was not told of refuses. All threads may use it.
 */
public final class MemoryNetwork implements Network, AutoCloseable {

  /**
   * A connect that somebody began.
   *
   * @param remote where to
   * @param local where from; null for any address
   */
  public record Attempt(SocketAddress remote, InetSocketAddress local) {}

  private record Name(List<InetAddress> addresses, Duration delay) {}

  private final Waits waits;
  private final Map<String, Name> names = new HashMap<>();
  private final Map<SocketAddress, Answer> answers = new HashMap<>();
  private final List<String> lookups = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Set<Bio> standing = new HashSet<>();
  private final Set<Thread> servers = ConcurrentHashMap.newKeySet();
  private int connecting;
  private boolean closed;

  /**
   * An empty network.
   *
   * @param time what its delays and receive timeouts go by
   */
  public MemoryNetwork(TimeSource time) {
    waits = new Waits(time);
  }

  /**
   * A name stands for these addresses.
   *
   * @param addresses IPv4 and IPv6 literals, in the order in which they are to be told; none makes
   *     the name unknown
   */
  public MemoryNetwork name(String host, String... addresses) {
    return slowName(host, Duration.ZERO, addresses);
  }

  /**
   * A name stands for these addresses, and looking it up takes its time.
   *
   * @param delay how long a look-up takes; more than 200 years is for ever
   */
  public MemoryNetwork slowName(String host, Duration delay, String... addresses) {
    List<InetAddress> list = new ArrayList<>();
    for (String each : addresses) {
      list.add(address(host, each));
    }
    return locked(() -> names.put(host, new Name(List.copyOf(list), delay)));
  }

  /** An address answers so from now on. */
  public MemoryNetwork answer(String address, int port, Answer answer) {
    return answer(new InetSocketAddress(address(null, address), port), answer);
  }

  /** An address, such as one of a Unix-domain socket, answers so from now on. */
  public MemoryNetwork answer(SocketAddress address, Answer answer) {
    return locked(() -> answers.put(address, answer));
  }

  private MemoryNetwork locked(Runnable change) {
    waits.lock.lock();
    try {
      change.run();
      return this;
    } finally {
      waits.lock.unlock();
    }
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    waits.lock.lock();
    try {
      lookups.add(host);
      waits.wake();
      Name name = names.getOrDefault(host, new Name(List.of(), Duration.ZERO));
      waits.until(() -> closed, waits.time.in(name.delay)); // IO block
      if (closed || name.addresses.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return name.addresses;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host + ": interrupted");
    } finally {
      waits.lock.unlock();
    }
  }

  @Override
  public Bio connect(SocketAddress remote, InetSocketAddress local) throws IOException {
    waits.lock.lock();
    try {
      attempts.add(new Attempt(remote, local));
      waits.wake();
      connecting++;
      try {
        Answer answer = answers.getOrDefault(remote, Answer.refuse());
        waits.until(() -> closed, waits.time.in(answer.delay)); // IO block
        if (closed) {
          throw new SocketException("the network is closed");
        }
        if (answer.server == null) {
          throw new ConnectException("Connection refused");
        }
        return stand(answer.server, remote, local);
      } finally {
        connecting--;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      waits.lock.unlock();
    }
  }

  private Bio stand(Answer.Server server, SocketAddress remote, InetSocketAddress local) {
    MemoryPair pair =
        MemoryPair.between(waits.time, text(remote), local == null ? "client" : text(local));
    MemoryEnd client = (MemoryEnd) pair.first();
    standing.add(client);
    client.whenClosed(() -> locked(() -> standing.remove(client)));
    Thread thread =
        Thread.ofVirtual().name("memory-server").unstarted(() -> serve(server, pair.second()));
    servers.add(thread);
    thread.start();
    return client;
  }

  private void serve(Answer.Server server, Bio bio) {
    try {
      server.serve(bio); // IO block
    } catch (Throwable e) {
      locked(() -> failures.add(e));
      bio.abort();
    } finally {
      bio.close();
      servers.remove(Thread.currentThread());
    }
  }

  /** The names that were looked up so far, in order. */
  public List<String> lookups() {
    return copy(lookups);
  }

  /** The connects that were begun so far, in order. */
  public List<Attempt> attempts() {
    return copy(attempts);
  }

  /** What servers have thrown so far; many do when their client is gone. */
  public List<Throwable> failures() {
    return copy(failures);
  }

  private <T> List<T> copy(List<T> list) {
    waits.lock.lock();
    try {
      return List.copyOf(list);
    } finally {
      waits.lock.unlock();
    }
  }

  /** How many connects are under way, and transports handed out that have not been closed. */
  public int open() {
    waits.lock.lock();
    try {
      return connecting + standing.size();
    } finally {
      waits.lock.unlock();
    }
  }

  /**
   * Waits until so many connects have been begun since this network was made; for 10 seconds of the
   * system's clock at most.
   *
   * @throws IllegalStateException if they are fewer by then
   */
  public void awaitAttempts(int count) throws InterruptedException {
    Waits real = waits.on(TimeSource.system());
    waits.lock.lock();
    try {
      if (!real.until(() -> attempts.size() >= count, real.time.in(PATIENCE))) {
        throw new IllegalStateException("no " + count + " connects, only " + attempts);
      }
    } finally {
      waits.lock.unlock();
    }
  }

  /**
   * Ends everything: connects fail, transports are reset, and servers interrupted. Waits for the
   * servers, for 10 seconds at most. Idempotent.
   *
   * @throws IllegalStateException if a server has not returned by then
   */
  @Override
  public void close() {
    List<Bio> left = new ArrayList<>();
    locked(
        () -> {
          closed = true;
          left.addAll(standing);
          waits.wake();
        });
    left.forEach(Bio::abort);
    Deadline end = Deadline.in(PATIENCE);
    for (Thread each : servers) {
      each.interrupt();
      try {
        if (!each.join(end.remaining())) {
          throw new IllegalStateException("a server of this network does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static InetAddress address(String host, String literal) {
    byte[] bytes = IpLiteral.parse(literal); // the system's name service must not be asked
    if (bytes == null) {
      throw new IllegalArgumentException("no IP address: " + literal);
    }
    try {
      return InetAddress.getByAddress(host, bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(SocketAddress address) {
    String text = address.toString();
    return address instanceof InetSocketAddress ? text.replaceFirst("^/", "") : text;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);
}
