package dev.heddle.loop;

import dev.heddle.engine.TlsEngine;

/**
 * What a connection leaves behind: keys once it has failed or is closed, and buffers once it is
 * closed. They are wiped by whoever holds both turns, so never under somebody's hands; one who
 * finds a turn taken leaves it to its holder, who looks here after letting go.
 */
final class Leftovers {

  private final TlsEngine engine;
  private final Fate fate;
  private final ReadingHalf reading;
  private final WritingHalf writing;
  private volatile boolean abandoned;
  private volatile boolean keysWiped;
  private volatile boolean allWiped;

  Leftovers(TlsEngine engine, Fate fate, ReadingHalf reading, WritingHalf writing) {
    this.engine = engine;
    this.fate = fate;
    this.reading = reading;
    this.writing = writing;
  }

  /** Nobody wants the connection any more: wipes all of it as soon as nobody uses it. */
  void abandon() {
    abandoned = true;
    wipeIfOver();
  }

  /** To be called by everybody who has held a turn, after letting go of it. */
  void wipeIfOver() {
    while (isDue() && !wiped()) {
      // Both turns may have become free while we held the one and asked for the other.
      if (reading.turn.isLocked() || writing.turn.isLocked()) {
        return;
      }
    }
  }

  private boolean isDue() {
    return abandoned ? !allWiped : !keysWiped && fate.fault() != null;
  }

  /** False if somebody is using a half: perhaps a frame further up on this very thread. */
  private boolean wiped() {
    if (reading.turn.isHeldByCurrentThread() || !reading.turn.tryLock()) {
      return false;
    }
    try {
      if (writing.turn.isHeldByCurrentThread() || !writing.turn.tryLock()) {
        return false;
      }
      try {
        wipe();
        return true;
      } finally {
        writing.turn.unlock();
      }
    } finally {
      reading.turn.unlock();
    }
  }

  private void wipe() {
    if (!keysWiped) {
      keysWiped = true;
      engine.forgetKeys();
    }
    if (abandoned && !allWiped) {
      allWiped = true;
      reading.release();
      writing.release();
    }
  }
}
