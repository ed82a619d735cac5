package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.dial.Race;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.Fault;
import dev.heddle.fault.Phase;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Prelude;
import dev.heddle.text.Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An attempt at one address: the transport, what is said before TLS, a turn to shake hands, and the
 * handshake. Knows at any time how far it has come.
 */
final class Attempt implements Race.Attempt<TlsSocket> {

  private final Dial dial;
  private final SocketAddress address;
  private final Stopwatch watch;
  private final AtomicReference<Fault> givenUp = new AtomicReference<>();
  private volatile Bio bio;
  private volatile TlsSocket socket;
  private volatile IOException failure;

  /**
   * One that has not begun.
   *
   * @param watch holds the times of what came before; this attempt's own
   */
  Attempt(Dial dial, SocketAddress address, Stopwatch watch) {
    this.dial = dial;
    this.address = address;
    this.watch = watch;
  }

  @Override
  public TlsSocket run() throws IOException {
    try {
      Bio made = open();
      try {
        prepare(made);
        return shakeHands(made);
      } catch (IOException | RuntimeException | Error e) {
        made.abort();
        throw e;
      }
    } catch (TlsException | TlsTimeoutException | TlsInterruptedException e) {
      failure = e;
      throw e;
    } catch (IOException e) {
      failure = report(faultOf(e)).toException();
      throw failure;
    } catch (RuntimeException | Error e) { // somebody else's code, which may be asked of later
      failure = report(new Fault.Internal("the way to the peer threw", e)).toException();
      throw e;
    }
  }

  private Bio open() throws IOException {
    watch.enter(Phase.CONNECT, "the connection");
    Bio made;
    try {
      made = dial.settings.network.connect(address, dial.settings.local); // IO block
    } catch (IOException e) {
      FailureReport report = report(faultOf(e));
      dial.observer.connected(dial.id, peer(), watch, report);
      throw report.toException();
    }
    dial.observer.connected(dial.id, peer(), watch, null);
    bio = made;
    Fault why = givenUp.get(); // whoever gave this up may have looked before there was a transport
    if (why != null) {
      made.abort();
      throw report(why).toException();
    }
    return made;
  }

  /** Says what has to be said in the clear before the handshake. */
  private void prepare(Bio made) throws IOException {
    List<Preamble> preambles = dial.course.preambles();
    if (preambles.isEmpty()) {
      return;
    }
    FailureReport failed =
        Prelude.hold( // IO block; whoever gives this up breaks the transport off
                preambles,
                made,
                dial.course.host(),
                dial.course.port(),
                dial.settings.time,
                Deadline.never(),
                0,
                watch::enter)
            .failure();
    if (failed != null) {
      Fault why = givenUp.get();
      throw new FailureReport(
              why != null ? why : failed.fault(),
              failed.phase(),
              failed.peer(),
              failed.sent(),
              failed.received(),
              watch.times())
          .toException();
    }
  }

  private TlsSocket shakeHands(Bio made) throws IOException {
    watch.enter(Phase.HELLO, "a turn among " + dial.settings.maxHandshakes + " handshakes at once");
    takeTurn();
    TlsSocket fresh;
    FailureReport failed;
    try {
      watch.enter(Phase.HELLO, "ServerHello");
      Setup setup =
          new Setup(
              dial.settings.limits,
              dial.settings.nagle,
              dial.settings.time,
              dial.observer,
              watch.times(),
              dial.course.peer(made));
      fresh = new TlsSocket(dial.id, true, dial.config, dial.sessionPeer, made, setup);
      socket = fresh;
      Fault why = givenUp.get();
      if (why != null) {
        fresh.loop().cancel(why);
      }
      failed = Handshake.attempt(fresh, Deadline.never()); // IO block
    } finally {
      dial.turns.giveBack();
    }
    if (failed != null) {
      Farewell.say(fresh, failed.fault(), Deadline.never()); // IO block; without a turn
      throw failed.toException();
    }
    return fresh;
  }

  private void takeTurn() throws IOException {
    try {
      dial.turns.take(Deadline.never()); // IO block; whoever gives this up interrupts it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a turn");
    }
  }

  @Override
  public void giveUp(Fault why) {
    TlsSocket shaking = socket;
    String awaited = shaking != null ? shaking.loop().facts().awaiting() : watch.waitingFor();
    Fault fault =
        why instanceof Fault.TimedOut late ? new Fault.TimedOut(awaited, late.limitMillis()) : why;
    givenUp.compareAndSet(null, fault);
    shaking = socket;
    Bio open = bio;
    if (shaking != null) {
      shaking.loop().cancel(fault);
    } else if (open != null) {
      open.abort();
    }
  }

  @Override
  public void drop(TlsSocket late) {
    late.abort();
  }

  /** Why this has failed, or will fail since it was given up. */
  IOException failure() {
    IOException known = failure;
    return known != null ? known : report(givenUp.get()).toException();
  }

  /** How far this had come when it failed. */
  Phase phase() {
    return reportOf(failure()).phase();
  }

  /** Whether this has failed because it was given up for a reason of this kind. */
  boolean hasEndedBy(Fault why) {
    return reportOf(failure()).fault().category() == why.category();
  }

  private static FailureReport reportOf(IOException failure) {
    return switch (failure) {
      case TlsTimeoutException e -> e.report();
      case TlsInterruptedException e -> e.report();
      case TlsException e -> e.report();
      default -> throw new AssertionError(failure);
    };
  }

  private Fault faultOf(IOException e) {
    Fault why = givenUp.get();
    return why != null ? why : new Fault.Transport(e);
  }

  private FailureReport report(Fault fault) {
    TlsSocket shaking = socket;
    return shaking != null
        ? shaking.report(fault)
        : new FailureReport(fault, phaseSoFar(), peer(), 0, 0, watch.times());
  }

  /** The phase under way; the first one while this one's thread has yet to begin. */
  private Phase phaseSoFar() {
    Phase known = watch.phase();
    return known == null ? Phase.CONNECT : known;
  }

  private String peer() {
    String known = bio == null ? null : bio.peer();
    return known != null ? known : Address.text(address);
  }
}
