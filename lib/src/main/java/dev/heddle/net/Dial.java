package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.config.HostName;
import dev.heddle.config.TlsConfig;
import dev.heddle.config.VerifyMode;
import dev.heddle.dial.AddressOrder;
import dev.heddle.dial.Race;
import dev.heddle.dial.Resolver;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * One call of a {@link Dialer}: from a host to its addresses, a race of attempts at them, and one
 * connection or one failure.
 */
final class Dial {

  final Dialer.Builder settings;
  final Observer observer;
  final Turns turns;
  final TlsConfig config;
  final String sessionPeer;
  final Course course;
  final long id = Observer.nextId();
  private final Deadline end;
  private final long limitMillis;
  private final Stopwatch watch;

  /**
   * One that begins now, and has all it needs from files.
   *
   * @param host whom to verify, unless the configuration names somebody
   * @param sessionPeer whom sessions are resumed with
   * @param course how to come there
   * @param given a deadline of the caller's
   */
  Dial(Dialer dialer, String host, String sessionPeer, Course course, Deadline given) {
    this.settings = dialer.settings;
    this.observer = dialer.observer;
    this.turns = dialer.turns;
    this.sessionPeer = sessionPeer;
    this.course = course;
    this.watch = Stopwatch.of(settings.time);
    Duration limit = settings.limits.connect();
    Deadline own = settings.time.in(limit);
    this.end = own.earlier(given);
    this.limitMillis = end.isNever() ? 0 : end == own ? limit.toMillis() : end.remainingMillis();
    this.config = ForHost.of(settings.config.get(), host);
    if (config.verifyMode(true) != VerifyMode.NONE) {
      config.trust().load(); // a handshake waits for no file
    }
  }

  /** Connects to a host by its name or an address literal. */
  TlsSocket byHost(String host, int port) throws IOException {
    return HostName.of(host).isIp() ? byLiteral(host, port) : byName(host, port);
  }

  /** Connects to an address literal, about which no name service is asked. */
  private TlsSocket byLiteral(String literal, int port) throws IOException {
    InetAddress address;
    try {
      address = InetAddress.getByName(literal);
    } catch (UnknownHostException e) { // its zone
      throw failure(new Fault.Transport(e), Phase.RESOLVE, literal);
    }
    return byAddress(List.of(address), port);
  }

  /** Connects to one of the addresses that a name has. */
  private TlsSocket byName(String name, int port) throws IOException {
    return byAddress(lookUp(name), port);
  }

  private TlsSocket byAddress(List<InetAddress> addresses, int port) throws IOException {
    List<InetSocketAddress> candidates =
        AddressOrder.of(addresses.stream().filter(this::isReachable).toList()).stream()
            .map(each -> new InetSocketAddress(each, port))
            .toList();
    if (candidates.isEmpty()) {
      String family = "no address of the peer's is of the family of the local address ";
      IOException none = new ConnectException(family + settings.local.getAddress());
      throw failure(new Fault.Transport(none), Phase.CONNECT, sessionPeer);
    }
    return race(candidates);
  }

  /** Connects to one of these, in this order. */
  TlsSocket race(List<? extends SocketAddress> candidates) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw failure(Fault.Cancelled.INTERRUPTED, Phase.CONNECT, sessionPeer);
    }
    if (end.hasPassed()) {
      throw failure(timedOut("the connection"), Phase.CONNECT, sessionPeer);
    }
    List<Attempt> attempts =
        candidates.stream().map(each -> new Attempt(this, each, watch.copy())).toList();
    Race.Result<TlsSocket> result =
        new Race<>(attempts, settings.attemptDelay, settings.time)
            .run(end, timedOut(null)); // IO block
    if (result.winner() != null) {
      return result.winner();
    }
    throw furthest(attempts.subList(0, result.started()), result.end());
  }

  /**
   * The failure of the attempt that had come furthest, the first of them, with the others' inside.
   *
   * @param why for which attempts that were under way were given up; null if all have failed
   */
  private static IOException furthest(List<Attempt> started, Fault why) {
    Attempt first =
        started.stream()
            .max(
                Comparator.comparing((Attempt each) -> why == null || each.hasEndedBy(why))
                    .thenComparing(Attempt::phase)
                    .thenComparing(Comparator.comparing(started::indexOf).reversed()))
            .orElseThrow();
    IOException thrown = first.failure();
    for (Attempt each : started) {
      if (each != first) {
        thrown.addSuppressed(each.failure());
      }
    }
    return thrown;
  }

  private List<InetAddress> lookUp(String name) throws IOException {
    watch.enter(Phase.RESOLVE, "its address");
    List<InetAddress> found = List.of();
    Fault fault = null;
    try {
      found =
          Resolver.shared() // IO block
              .resolve(new LookUp(settings.network), name, settings.time, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fault = Fault.Cancelled.INTERRUPTED;
    } catch (TimeoutException e) {
      fault = timedOut(watch.waitingFor());
    } catch (IOException e) {
      fault = new Fault.Transport(e);
    }
    FailureReport failure = fault == null ? null : report(fault, Phase.RESOLVE, name);
    observer.resolved(id, name, found, watch, failure);
    if (failure != null) {
      throw failure.toException();
    }
    watch.leave();
    return found;
  }

  private boolean isReachable(InetAddress address) {
    InetAddress local = settings.local == null ? null : settings.local.getAddress();
    return local == null || local.isAnyLocalAddress() || local.getClass() == address.getClass();
  }

  private Fault timedOut(String waitingFor) {
    return new Fault.TimedOut(waitingFor, limitMillis);
  }

  private IOException failure(Fault fault, Phase phase, String peer) {
    return report(fault, phase, peer).toException();
  }

  private FailureReport report(Fault fault, Phase phase, String peer) {
    return new FailureReport(fault, phase, peer, 0, 0, watch.times());
  }

  /** A network's look-ups are shared between all dialers that have it. */
  private record LookUp(Network network) implements Resolver.LookUp {
    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
      return network.resolve(name); // IO block
    }
  }
}
