package dev.heddle.jsse;

import dev.heddle.engine.Step;
import dev.heddle.engine.TlsEngine;
import dev.heddle.loop.Buffers;
import java.nio.ByteBuffer;

/**
 * Where the records that {@code unwrap} takes are opened: from the source's array straight into the
 * destination's, if both have one and the next buffer has room for a record. What has no array is
 * copied once, on either side. Behind the data there may then be what else was in the record, its
 * type for one.
 *
 * <p>Under the reading lock.
 */
final class Inlet {

  /**
   * Takes a record that is there as a whole, which may be changed there. Its data, {@code
   * plainLength} bytes, is in the targets afterwards, which have the room.
   */
  static Step feed(TlsEngine engine, ByteBuffer source, int length, Scattered targets) {
    if (source.hasArray()) {
      int from = source.arrayOffset() + source.position();
      source.position(source.position() + length);
      return feed(engine, source.array(), from, length, targets);
    }
    byte[] copy = Buffers.borrow();
    try {
      source.get(copy, 0, length);
      return feed(engine, copy, 0, length, targets);
    } finally {
      Buffers.giveBack(copy, length);
    }
  }

  private static Step feed(
      TlsEngine engine, byte[] record, int off, int length, Scattered targets) {
    ByteBuffer target = engine.isHandshakeDone() ? targets.whole(length) : null;
    try {
      if (target != null) {
        return open(engine, record, off, length, target);
      }
      if (length < TlsEngine.LONG_RECORD) {
        return put(engine, engine.feed(record, off, length), targets);
      }
      byte[] plain = Buffers.borrow();
      try {
        Step step = engine.feed(record, off, length, plain, 0, plain.length);
        return put(engine, step, targets);
      } finally {
        Buffers.giveBack(plain, length);
      }
    } finally {
      engine.forgetPlain();
    }
  }

  private static Step open(
      TlsEngine engine, byte[] record, int off, int length, ByteBuffer target) {
    byte[] array = target.array();
    int at = target.arrayOffset() + target.position();
    Step step = engine.feed(record, off, length, array, at, target.remaining());
    if (step == Step.PLAINTEXT) {
      if (engine.plain() == array && engine.plainOffset() == at) {
        target.position(target.position() + engine.plainLength());
      } else {
        target.put(engine.plain(), engine.plainOffset(), engine.plainLength());
      }
    }
    return step;
  }

  private static Step put(TlsEngine engine, Step step, Scattered targets) {
    if (step == Step.PLAINTEXT) {
      targets.put(engine.plain(), engine.plainOffset(), engine.plainLength());
    }
    return step;
  }

  private Inlet() {}
}
