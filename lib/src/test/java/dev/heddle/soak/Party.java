package dev.heddle.soak;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.Watchdog;
import dev.heddle.config.TlsVersion;
import dev.heddle.fault.Fault;
import dev.heddle.ssl.ErrorEntry;
import dev.heddle.ssl.KeyUpdate;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One end of a connection: shakes hands, sends its stream and checks the peer's, closes in an
 * orderly way; and keeps account of how far it came.
 */
abstract class Party {

  /** What a call has come to. */
  enum Came {
    ON,
    /** Call again. */
    BACK,
    /** The peer has closed. */
    TO_AN_END,
    TO_NOTHING
  }

  final Plan plan;
  final boolean client;
  final Plan.End end;
  final Ssl ssl; // null: this party has another face
  private final Strike strike;
  final SplittableRandom random;
  private final Stream sending;
  private final Stream expected;
  private final byte[] target;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<Fault> fault = new AtomicReference<>();
  private final AtomicReference<String> defect = new AtomicReference<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private byte[] chunk = {};
  private volatile long acknowledged;
  private volatile boolean shookHands;
  private volatile boolean sawCloseNotify;
  private volatile boolean shutBothWays;
  private volatile boolean gaveUp;

  Party(Plan plan, boolean client, Ssl ssl, Strike strike) {
    this.plan = plan;
    this.strike = strike;
    this.client = client;
    this.end = plan.end(client);
    this.ssl = ssl;
    this.random = plan.random(name());
    this.sending = new Stream(plan, client);
    this.expected = new Stream(plan, !client);
    this.target = new byte[plan.has(Hardship.SLOW_READER) ? 1 + random.nextInt(300) : 20_000];
  }

  String name() {
    return client ? "client" : "server";
  }

  /** Does all of it on the threads of this end. */
  abstract void run();

  /** Gives up after the plan's patience; whoever is told must cancel it. */
  Watchdog.Alarm patience() {
    Deadline limit = Deadline.in(Duration.ofMillis(plan.patienceMillis()));
    return Watchdog.shared().at(limit, this::giveUp);
  }

  void giveUp() {
    gaveUp = true;
    close();
  }

  // The calls, which a party of another face makes in its own way.

  /** Ends it, beside calls that are stuck too. */
  void close() {
    ssl.close();
  }

  void set(Bio bio) {
    ssl.setBio(bio, bio);
  }

  int callHandshake() {
    return client ? ssl.connect() : ssl.accept();
  }

  int callRead(byte[] target) {
    return ssl.read(target);
  }

  int callWrite(byte[] data) {
    return ssl.write(data);
  }

  /** 0 when our close_notify is out, 1 when both are. */
  int callShutdown() {
    return ssl.shutdown();
  }

  void callKeyUpdate(boolean request) {
    // Refused where one is still to go out, or the connection has failed: either is fine.
    ssl.keyUpdate(request ? KeyUpdate.REQUESTED : KeyUpdate.NOT_REQUESTED);
    ssl.errors().clearError();
  }

  Thread start(String role, boolean virtual, Runnable work) {
    String name = "soak-" + plan.number() + "-" + name() + role;
    Runnable guarded =
        () -> {
          try {
            work.run();
          } catch (Throwable e) {
            defect(name + " threw " + e + " at " + List.of(e.getStackTrace()));
            close();
          }
        };
    Thread thread =
        virtual
            ? Thread.ofVirtual().name(name).unstarted(guarded)
            : Thread.ofPlatform().daemon().name(name).unstarted(guarded);
    threads.add(thread);
    thread.start();
    return thread;
  }

  /** Waits for a thread's end, whoever interrupts meanwhile; the flag is as it was afterwards. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sets this transport, or what the plan makes of it. */
  void over(Bio transport) throws IOException {
    if (plan.has(Hardship.TIMEOUTS)) {
      transport.receiveTimeout(1 + random.nextInt(5));
    }
    boolean plain =
        plan.link() == Plan.Link.RELAY || !strike.isDue() && !plan.has(Hardship.TINY_SEGMENTS);
    Bio bio = plain ? transport : new TroubledBio(plan, client, strike, transport);
    set(bio);
    hasBegun();
  }

  void hasBegun() {
    begun.countDown();
  }

  /** Waits until it has its transport, if it gets one soon. */
  void awaitBegun() {
    try {
      begun.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Came shakeHands() {
    Came came = after(callHandshake());
    shookHands |= came == Came.ON;
    return came;
  }

  /** Reads some of what the peer sends, and compares. */
  Came read() {
    int n = callRead(target);
    Came came = after(n);
    if (came == Came.ON && !expected.continuesWith(target, 0, n)) {
      defect("the " + name() + " read other bytes than were sent, before " + expected.position());
    }
    sawCloseNotify |= came == Came.TO_AN_END;
    return came;
  }

  /** Writes some more, or what could not be written before. */
  Came write() {
    if (chunk.length == 0) {
      int left = (int) (end.bytes() - sending.position());
      int most = plan.has(Hardship.TINY_WRITES) ? 1 : 1 + random.nextInt(40_000);
      chunk = new byte[Math.min(left, most)];
      sending.fill(chunk, 0, chunk.length);
      maybeUpdateKeys();
    }
    int n = callWrite(chunk);
    Came came = after(n);
    if (came == Came.ON) {
      if (n != chunk.length) {
        defect("a write answered " + n + " for " + chunk.length + " bytes");
      }
      acknowledged = acknowledged + n;
      chunk = new byte[0];
    }
    return came;
  }

  boolean hasMoreToWrite() {
    return acknowledged < end.bytes();
  }

  private void maybeUpdateKeys() {
    if (plan.has(Hardship.KEY_UPDATES)
        && plan.version() == TlsVersion.TLS_1_3
        && random.nextInt(4) == 0) {
      callKeyUpdate(random.nextBoolean());
    }
  }

  /** One call of shutdown: on, when ours is out; to an end, when both are. */
  Came shutDown() {
    int answer = callShutdown();
    if (answer == 0) {
      return Came.ON;
    }
    if (answer == 1) {
      shutBothWays = true;
      return Came.TO_AN_END;
    }
    return after(answer);
  }

  /** What a call has come to by its answer; why it failed is noted. */
  Came after(int answer) {
    if (answer > 0) {
      return Came.ON;
    }
    SslError error = ssl.getError(answer);
    ErrorEntry entry = ssl.errors().getError();
    ssl.errors().clearError();
    if (error.isWant()) {
      wants(error);
      return Came.BACK;
    }
    if (error == SslError.ZERO_RETURN && entry == null) {
      return Came.TO_AN_END;
    }
    if (entry == null) {
      defect("the " + name() + " got " + answer + ", " + error + " and no reason");
    } else {
      failed(entry.report().fault());
    }
    return Came.TO_NOTHING;
  }

  /** What a call waits for that has come back. */
  void wants(SslError error) {}

  void failed(Fault why) {
    fault.compareAndSet(null, why);
  }

  void defect(String what) {
    defect.compareAndSet(null, what);
  }

  // What came of it.

  /** What must not be, whatever happened; null if there is nothing. */
  String defect() {
    return defect.get();
  }

  /** Why it failed; null if it did not. */
  Fault fault() {
    return fault.get();
  }

  boolean gaveUp() {
    return gaveUp;
  }

  /** Whether there is nothing to be wished. */
  boolean isContent() {
    return shookHands && sawCloseNotify && shutBothWays && !hasMoreToWrite() && fault() == null;
  }

  boolean shookHands() {
    return shookHands;
  }

  boolean sawCloseNotify() {
    return sawCloseNotify;
  }

  long received() {
    return expected.position();
  }

  long acknowledged() {
    return acknowledged;
  }

  List<Thread> threads() {
    return threads;
  }

  @Override
  public String toString() {
    return name()
        + (isContent() ? " content" : "")
        + (shookHands ? ", shook hands" : "")
        + ", wrote "
        + acknowledged
        + " of "
        + end.bytes()
        + ", read "
        + received()
        + (sawCloseNotify ? ", saw close_notify" : "")
        + (shutBothWays ? ", shut both ways" : "")
        + (gaveUp ? ", gave up" : "")
        + (fault() == null ? "" : ", " + fault());
  }
}
