package dev.heddle.jsse;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A buffer as an application may hand it to an engine: of the heap or not, a slice, read-only, with
 * bytes of somebody else before and after. It tells whether an engine has kept to its part.
 */
final class MachineBuffer {

  private static final int MARGIN = 24;

  private final ByteBuffer buffer;
  private final ByteBuffer whole;
  private final byte[] before;
  private final int base; // where the buffer's first byte is in the whole
  private final int position;
  private final int limit;
  private final boolean target;
  private final String kind;

  private MachineBuffer(byte[] content, boolean target, MachineChoices choices) {
    this.target = target;
    int front = choices.below(MARGIN);
    int back = choices.below(MARGIN);
    before = choices.bytes(front + content.length + back);
    System.arraycopy(content, 0, before, front, content.length);
    boolean direct = choices.percent(40);
    whole = direct ? ByteBuffer.allocateDirect(before.length) : ByteBuffer.allocate(before.length);
    whole.put(before).clear();
    base = choices.percent(50) ? choices.between(0, front) : 0;
    boolean readOnly = !target && choices.percent(30);
    ByteBuffer part = whole.duplicate().position(base).slice();
    buffer = readOnly ? part.asReadOnlyBuffer() : part;
    position = front - base;
    limit = position + content.length;
    buffer.position(position).limit(limit);
    kind = (direct ? "d" : "h") + (base > 0 ? "s" : "") + (readOnly ? "r" : "");
  }

  /** One to read from. */
  static MachineBuffer source(byte[] content, MachineChoices choices) {
    return new MachineBuffer(content, false, choices);
  }

  /** One to write to, with that much room. */
  static MachineBuffer target(int room, MachineChoices choices) {
    return new MachineBuffer(choices.bytes(room), true, choices);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** How much it had before the call. */
  int remaining() {
    return limit - position;
  }

  /** By how much the position has moved. */
  int moved() {
    return buffer.position() - position;
  }

  /** What has been written between the old and the new position. */
  byte[] written() {
    byte[] bytes = new byte[moved()];
    whole.get(base + position, bytes);
    return bytes;
  }

  /**
   * What the engine has done to it that it must not; null for nothing.
   *
   * @param open whether what has been consumed may have been changed: unwrap may decrypt in place
   */
  String harm(boolean open) {
    if (buffer.limit() != limit) {
      return "the limit of " + this + " has become " + buffer.limit();
    }
    if (moved() < 0) {
      return "the position of " + this + " went back to " + buffer.position();
    }
    byte[] after = new byte[before.length];
    whole.get(0, after);
    int from = base + position;
    int to = target ? base + limit : open ? from + moved() : from;
    return Arrays.equals(before, 0, from, after, 0, from)
            && Arrays.equals(before, to, before.length, after, to, after.length)
        ? null
        : "bytes of " + this + " were changed: at " + Arrays.mismatch(before, after);
  }

  @Override
  public String toString() {
    return remaining() + kind;
  }
}
