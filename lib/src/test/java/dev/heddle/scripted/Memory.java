package dev.heddle.scripted;

import dev.heddle.config.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** What is left of a connection when it is over: the time, and what either end keeps of it. */
final class Memory {

  /** The sessions that the scripted end knows, the newest first. */
  final Deque<PeerSession> known = new ArrayDeque<>();

  /** Ours: the cache and the keys of tickets. */
  final Sessions sessions = Sessions.create();

  private volatile Instant now = Instant.now();
  private SSLContext jdk;

  /** Stands still but for {@link #pass}. */
  InstantSource clock() {
    return () -> now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The context of the JDK's end, in which it keeps sessions. */
  SSLContext jdk(Supplier<SSLContext> made) {
    if (jdk == null) {
      jdk = made.get();
    }
    return jdk;
  }
}
