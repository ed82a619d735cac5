package dev.heddle.drivers.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.drivers.channels.Meeting.Part;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** What the ends say to each other. */
final class Frames {

  /** Around what a record carries, and such that a short record follows one that is full. */
  private static final int[] LENGTHS = {
    1, 0, 4, 16379, 16380, 16381, 16384, 16385, 17384, 17384, 33000, 100, 0, 32768, 2, 49152
  };

  private static final int[] IN_ONE_GO = {1, 1000, 16384 + 1000};

  private static final byte[] RANDOM = new byte[2 << 20];

  static {
    new Random(8).nextBytes(RANDOM);
  }

  /** A frame; no two are alike. */
  static byte[] frame(int number, int length) {
    int from = Math.floorMod(number * 7919, RANDOM.length - length);
    return Arrays.copyOfRange(RANDOM, from, from + length);
  }

  /** Sends frames of all kinds of lengths, and demands each of them back. */
  static Part ask() {
    return ask(end -> {});
  }

  /**
   * The same, with something in the midst of it, when one frame has been sent and not come back.
   */
  static Part ask(Part between) {
    return end -> {
      for (int i = 0; i < LENGTHS.length; i++) {
        byte[] frame = frame(i, LENGTHS[i]);
        end.send(frame);
        if (i == LENGTHS.length / 2) {
          between.play(end);
        }
        assertArrayEquals(frame, end.receive());
      }
    };
  }

  /** Sends back what {@link #ask} asks, and demands its goodbye. */
  static Part answer() {
    return answer(end -> {});
  }

  /** The same, with something in the midst of it, when a frame has come and not gone back. */
  static Part answer(Part between) {
    return end -> {
      for (int i = 0; i < LENGTHS.length; i++) {
        byte[] frame = end.receive();
        if (i == LENGTHS.length / 2) {
          between.play(end);
        }
        end.send(frame);
      }
      end.expectGoodbye();
    };
  }

  /** Sends one frame, and demands it back. */
  static Part askOnce() {
    return end -> {
      end.send(frame(0, 1000));
      assertArrayEquals(frame(0, 1000), end.receive());
    };
  }

  /** Sends many frames before the first of them comes back: short ones, and long ones. */
  static Part askInOneGo() {
    return end -> {
      for (int length : IN_ONE_GO) {
        for (int i = 0; i < count(length); i++) {
          end.send(frame(i, length));
        }
        for (int i = 0; i < count(length); i++) {
          assertArrayEquals(frame(i, length), end.receive());
        }
      }
    };
  }

  /** Takes many frames, and then sends them back. */
  static Part answerInOneGo() {
    return end -> {
      for (int length : IN_ONE_GO) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count(length); i++) {
          frames.add(end.receive());
        }
        for (byte[] frame : frames) {
          end.send(frame);
        }
      }
      end.expectGoodbye();
    };
  }

  /** Not more than sockets have room for. */
  private static int count(int length) {
    return Math.min(200, 50_000 / length);
  }

  /** So many frames of a megabyte each way, by their digests. */
  static final class Bulk {
    private static final int LENGTH = 1 << 20;

    private final int count;
    private final AtomicReference<byte[]> atServer = new AtomicReference<>();

    Bulk(int count) {
      this.count = count;
    }

    /** Sends, and takes what comes back. */
    Part ask() {
      return end -> {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < count; i++) {
          byte[] frame = frame(i, LENGTH);
          sent.update(frame);
          end.send(frame);
          received.update(end.receive());
        }
        byte[] digest = sent.digest();
        assertArrayEquals(digest, atServer.get(), "what the server has got");
        assertArrayEquals(digest, received.digest(), "what came back");
      };
    }

    /** Sends back. */
    Part answer() {
      return end -> {
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < count; i++) {
          byte[] frame = end.receive();
          assertEquals(LENGTH, frame.length);
          received.update(frame);
          if (i == count - 1) {
            atServer.set(received.digest());
          }
          end.send(frame);
        }
        end.expectGoodbye();
      };
    }
  }

  private Frames() {}
}
