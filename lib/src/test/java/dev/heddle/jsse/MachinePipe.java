package dev.heddle.jsse;

import java.util.Arrays;

/**
 * The bytes from one end to the other, in memory, and what happens to them on the way: the
 * connection may break off, bytes may change or be put in.
 */
final class MachinePipe {

  private static final int HEADER = 5;

  private byte[] bytes = new byte[1024];
  private int from;
  private int to;
  private long carried;
  private long lost;
  private boolean ended;
  private boolean tampered;
  private long cutAt = Long.MAX_VALUE;
  private long changeAt = Long.MAX_VALUE;
  private byte[] change;

  /** Everything from that byte on gets lost. */
  void cutAt(long byteNumber) {
    cutAt = byteNumber;
  }

  /** That byte is changed, or replaced by several. */
  void changeAt(long byteNumber, byte[] instead) {
    changeAt = byteNumber;
    change = instead;
  }

  void put(byte[] more) {
    for (byte each : more) {
      if (carried >= cutAt) {
        lost++;
      } else if (carried == changeAt) {
        tampered = true;
        if (change.length == 1) {
          append((byte) (each ^ (change[0] == 0 ? 1 : change[0])));
        } else {
          for (byte other : change) {
            append(other);
          }
        }
      } else {
        append(each);
      }
      carried++;
    }
  }

  private void append(byte one) {
    if (to == bytes.length) {
      if (from > bytes.length / 2) {
        System.arraycopy(bytes, from, bytes, 0, to - from);
        to -= from;
        from = 0;
      } else {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
    }
    bytes[to++] = one;
  }

  /** Nothing more comes. */
  void end() {
    ended = true;
  }

  /** Whether there is nothing more than what is available. */
  boolean isEnded() {
    return ended || carried >= cutAt;
  }

  int available() {
    return to - from;
  }

  /** The next bytes, which stay. */
  byte[] peek(int most) {
    return Arrays.copyOfRange(bytes, from, from + Math.min(most, available()));
  }

  void take(int n) {
    from += n;
  }

  long carried() {
    return carried;
  }

  /** How many bytes did not arrive. */
  long lost() {
    return lost;
  }

  /** Whether something else arrived than what was sent. */
  boolean isTampered() {
    return tampered;
  }

  /** The length of the record that begins these bytes; -1 if its header is not whole. */
  static int recordLength(byte[] bytes) {
    return bytes.length < HEADER ? -1 : HEADER + ((bytes[3] & 0xFF) << 8 | bytes[4] & 0xFF);
  }

  /** Whether these bytes are whole records of TLS, one after the other. */
  static boolean areRecords(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
      int length = recordLength(rest);
      if (length < 0 || length > rest.length || rest[0] < 20 || rest[0] > 23 || rest[1] != 3) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
