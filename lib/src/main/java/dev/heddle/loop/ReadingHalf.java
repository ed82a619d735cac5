package dev.heddle.loop;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.Watchdog;
import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.fault.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The reading half: one record after the other into the engine, plaintext out. Everything here but
 * the facts at the end is for whoever holds {@link #turn}.
 */
final class ReadingHalf {

  final ReentrantLock turn = new ReentrantLock();

  private final TlsEngine engine;
  private final Incoming in;
  private final Settings settings;
  private final Fate fate;
  private final WritingHalf writing;
  private final Bio source;
  private boolean heardOut;
  private int plainOff;
  private volatile int plainLeft;
  private volatile boolean peerClosed;

  ReadingHalf(TlsEngine engine, Bio source, Settings settings, Fate fate, WritingHalf writing) {
    this.engine = engine;
    this.source = source;
    this.in = new Incoming(source, settings);
    this.settings = settings;
    this.fate = fate;
    this.writing = writing;
  }

  /** Hands out plaintext that is there: how many bytes. */
  int handOut(byte[] target, int off, int length, boolean peek) {
    int n = Math.min(length, plainLeft);
    System.arraycopy(engine.plain(), plainOff, target, off, n);
    if (!peek) {
      plainOff += n;
      plainLeft = plainLeft - n;
      if (plainLeft == 0) {
        releaseRecord();
      }
    }
    return n;
  }

  /** Brings plaintext, if there is none: DONE; or END, AGAIN, FAILED. */
  int fill(Outcome outcome) {
    while (plainLeft == 0) {
      if (peerClosed) {
        return Loop.END;
      }
      int advanced = advance(outcome);
      if (advanced != MORE) {
        return advanced;
      }
      writing.sendWhatIsDue();
      if (!settings.autoRetry) {
        return outcome.again(Want.READ);
      }
    }
    return Loop.DONE;
  }

  /**
   * Takes one record, or asks a callback again: DONE with plaintext or the handshake's end, MORE.
   */
  int advance(Outcome outcome) {
    Fault earlier = fate.fault();
    if (earlier != null) {
      writing.sendWhatIsDue();
      return outcome.failed(earlier);
    }
    if (engine.isSuspended()) {
      return judge(engine.resume(), outcome);
    }
    int got;
    try {
      got = in.next(engine); // IO block
    } catch (IOException e) {
      heardOut = true;
      return over(fate.fail(e, outcome));
    } catch (RuntimeException e) {
      return over(fate.failUnexpectedly(e, outcome));
    }
    return switch (got) {
      case Incoming.RECORD -> judge(feed(), outcome);
      case Incoming.END -> endOfStream(outcome);
      case Loop.AGAIN -> outcome.again(in.want());
      default -> over(writing.failWithEngine(outcome));
    };
  }

  /**
   * Where the transport has failed a write, what the peer sent before can still be read, and its
   * alert says why it is gone; nothing else is of use any more. The first to have the turn after
   * the write looks: the writer, or who was reading then.
   *
   * @param result what the call came to: as it is, unless that was it
   */
  int hearOut(int result, Outcome outcome) {
    boolean nothing = result == Loop.FAILED || result == Loop.AGAIN;
    if (nothing && fate.fault() instanceof Fault.Transport) {
      hearOut();
      return outcome.failed(fate.fault());
    }
    return result;
  }

  private void hearOut() {
    if (heardOut || plainLeft > 0 || engine.isSuspended()) {
      return;
    }
    heardOut = true;
    // What the peer sent before its reset is here already: there is nothing to wait for.
    Deadline patience = source.isBlocking() ? Deadline.in(PATIENCE) : Deadline.never();
    Watchdog.Alarm alarm = Watchdog.shared().at(patience, source::abort);
    try {
      Step step = Step.MORE;
      for (int i = 0; i < MOST_HEARD && step != Step.FAILED && hears(engine); i++) {
        step = engine.feed(in.record(), in.recordOffset(), in.recordLength());
        releaseRecord();
      }
      if (step == Step.FAILED) {
        writing.failWithEngine(new Outcome());
      }
    } catch (IOException | RuntimeException e) {
      // The transport has failed before, which is what the caller hears of.
      heardOut = true;
    } finally {
      alarm.cancel();
      dropAll();
    }
  }

  /** Whether a record has come that may hold an alert. */
  private boolean hears(TlsEngine engine) throws IOException {
    if (engine.isSuspended() || in.next(engine) != Incoming.RECORD) { // IO block
      return false;
    }
    int type = in.record()[in.recordOffset()];
    return type == ALERT || type == APPLICATION_DATA;
  }

  private Step feed() {
    byte[] room = engine.isHandshakeDone() ? in.plainRoom() : null;
    int most = room == null ? 0 : room.length;
    return engine.feed(in.record(), in.recordOffset(), in.recordLength(), room, 0, most);
  }

  private int judge(Step step, Outcome outcome) {
    int judged = judged(step, outcome);
    writing.tellMessages();
    return judged;
  }

  private int judged(Step step, Outcome outcome) {
    return switch (step) {
      // These two keep the record: plaintext, or the message that waits, lies in it.
      case PLAINTEXT -> {
        plainOff = engine.plainOffset();
        plainLeft = engine.plainLength();
        in.opened(engine.plain());
        yield Loop.DONE;
      }
      case CLIENT_HELLO_CALLBACK -> outcome.again(Want.CLIENT_HELLO_CALLBACK);
      case CERTIFICATE_CALLBACK -> outcome.again(Want.CERTIFICATE_CALLBACK);
      case HANDSHAKE_DONE -> {
        releaseRecord();
        in.settle();
        yield Loop.DONE;
      }
      case MORE -> released(MORE);
      case PEER_CLOSED -> {
        peerClosed = true;
        yield over(Loop.END);
      }
      case FAILED -> over(writing.failWithEngine(outcome));
    };
  }

  private int released(int result) {
    releaseRecord();
    return result;
  }

  /** Lets the record go, and the buffer: nothing of an idle connection must hold on to one. */
  private void releaseRecord() {
    engine.forgetPlain();
    in.release();
  }

  /** Nothing more will be read. */
  private int over(int result) {
    dropAll();
    return result;
  }

  private void dropAll() {
    engine.forgetPlain();
    in.drop();
  }

  private int endOfStream(Outcome outcome) {
    if (settings.ignoreUnexpectedEof && !in.isMidRecord()) {
      peerClosed = true;
      return Loop.END;
    }
    Fault.Truncated cut = new Fault.Truncated(engine.awaiting(), in.isMidRecord());
    return over(fate.fail(cut, outcome));
  }

  /** Passes over the plaintext that is there. */
  void skip() {
    plainLeft = 0;
    releaseRecord();
  }

  /** Lets the buffer go with what was not read. */
  void release() {
    plainLeft = 0;
    dropAll();
  }

  // Facts, for any thread.

  int pending() {
    return plainLeft;
  }

  boolean hasPending() {
    return plainLeft > 0 || in.isMidRecord();
  }

  boolean isPeerClosed() {
    return peerClosed;
  }

  void setPeerClosed(boolean closed) {
    peerClosed = closed;
  }

  long received() {
    return in.received();
  }

  /** Go on: the record brought nothing that a caller waits for. */
  static final int MORE = -4;

  private static final int ALERT = 21;
  private static final int APPLICATION_DATA = 23;
  private static final int MOST_HEARD = 32;
  private static final Duration PATIENCE = Duration.ofMillis(200);
}
