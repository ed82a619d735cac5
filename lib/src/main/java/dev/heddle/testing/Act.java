package dev.heddle.testing;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import java.util.Random;

/** How far a script has been played. For one thread at a time. */
final class Act {

  private final Script script;
  private final TimeSource time;
  private final Random random; // null: pieces are as large as they may be
  private long moved;
  private Deadline due; // of the next piece; null: nobody has asked for it

  Act(Script script, TimeSource time) {
    this.script = script;
    this.time = time;
    this.random = script.seed == null ? null : new Random(script.seed);
  }

  /** When the call that begins may go on; a call that comes again for the same piece may sooner. */
  Deadline begin() {
    if (isOver()) {
      return script.last == Script.Last.STALL ? Deadline.never() : NOW;
    }
    if (due == null) {
      due = script.delay.isZero() ? NOW : time.in(script.delay);
    }
    return due;
  }

  /** Whether all bytes there are have been moved. */
  boolean isOver() {
    return moved >= script.most;
  }

  /** What comes then. */
  Script.Last last() {
    return script.last;
  }

  /** How many bytes the next call may move of so many. */
  int piece(int length) {
    int most = random == null ? script.pieces : random.nextInt(script.pieces) + 1;
    return (int) Math.min(Math.min(most, length), script.most - moved);
  }

  /** So many bytes have been moved; zero at the end of the stream. */
  void moved(int bytes) {
    moved += bytes;
    due = null;
  }

  @Override
  public String toString() {
    return script.toString();
  }

  private static final Deadline NOW = Deadline.at(0, () -> 0);
}
