package dev.heddle.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Who may begin next: targets that have arrived, with as many of one host as may be under way at a
 * time, and those whose pause before the next attempt is over. It knows no thread and no clock;
 * whoever uses it holds a lock. What it keeps in mind of hosts is bounded by the targets in it and
 * those under way.
 */
final class Schedule<R> {

  /** A host with targets under way, and those that wait for one of them to end. */
  private static final class Host<R> {
    private int places;
    private final Queue<Pending<R>> waiting = new ArrayDeque<>();
  }

  private record Later<R>(Pending<R> pending, long due) {}

  private final int maxPerHost;
  private final Map<String, Host<R>> hosts = new HashMap<>();
  private final Queue<Pending<R>> ready = new ArrayDeque<>();
  private final PriorityQueue<Later<R>> later =
      new PriorityQueue<>((a, b) -> Long.signum(a.due() - b.due()));
  private int waiting;

  Schedule(int maxPerHost) {
    this.maxPerHost = maxPerHost;
  }

  /** A target may begin, as soon as its host has a place. */
  void arrive(Pending<R> pending) {
    Host<R> host = hosts.computeIfAbsent(pending.host(), any -> new Host<>());
    if (host.places < maxPerHost) {
      host.places++;
      ready.add(pending);
    } else {
      host.waiting.add(pending);
      waiting++;
    }
  }

  /**
   * A target may begin some time from now.
   *
   * @param due when, in nanoseconds of the clock that {@link #wake} gets
   */
  void postpone(Pending<R> pending, long due) {
    later.add(new Later<>(pending, due));
  }

  /** Lets those arrive whose time has come. */
  void wake(long now) {
    while (!later.isEmpty() && later.peek().due() - now <= 0) {
      arrive(later.poll().pending());
    }
  }

  /** When the next postponed one is due; null if there is none. */
  Long nextDue() {
    return later.isEmpty() ? null : later.peek().due();
  }

  /** Whether {@link #begin} has one. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /** The next that may begin; it has a place of its host's until {@link #leave}. Null if none. */
  Pending<R> begin() {
    return ready.poll();
  }

  /** One that had begun is over: its place is another's. */
  void leave(Pending<R> pending) {
    Host<R> host = hosts.get(pending.host());
    if (!host.waiting.isEmpty()) {
      waiting--;
      ready.add(host.waiting.poll());
    } else if (--host.places == 0) {
      hosts.remove(pending.host());
    }
  }

  /** How many are in here that have not begun. */
  int size() {
    return ready.size() + waiting + later.size();
  }

  /** Takes out all that have not begun. */
  List<Pending<R>> clear() {
    List<Pending<R>> all = new ArrayList<>(ready);
    hosts.values().forEach(host -> all.addAll(host.waiting));
    later.forEach(each -> all.add(each.pending()));
    ready.clear();
    hosts.clear();
    later.clear();
    waiting = 0;
    return all;
  }
}
