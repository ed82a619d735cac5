package dev.heddle.preamble;

import dev.heddle.bio.Bio;
import dev.heddle.fault.Fault;
import dev.heddle.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Both directions of a transport while it is in the clear. Turns are strict: what the peer has said
 * before it was asked is refused by {@link #send}, and what is left behind its last word when TLS
 * is to begin by {@link Prelude}; {@link Preamble} says why. All that a peer may say comes to
 * {@value #MOST} bytes.
 *
 * <p>For one thread. Calls block as long as the peer takes.
 */
public final class PlainTalk {

  private final Bio bio;
  private final byte[] buffer = new byte[4096];
  private int from;
  private int to;
  private final Consumer<String> progress;
  private volatile String awaiting = "the peer's greeting";
  private long sent;
  private long received;

  /**
   * A talk in which nothing is said yet.
   *
   * @param progress told what is waited for, whenever that changes
   */
  PlainTalk(Bio bio, Consumer<String> progress) {
    this.bio = bio;
    this.progress = progress;
  }

  /**
   * Names what is waited for from now on, in messages.
   *
   * @param what for example {@code the server's greeting}
   */
  public void await(String what) {
    awaiting = Objects.requireNonNull(what, "what");
    progress.accept(what);
  }

  /**
   * Sends bytes.
   *
   * @param bytes not kept
   * @param awaited what is waited for from now on, for example {@code the answer to STARTTLS}
   * @throws PreambleException if the peer has spoken out of turn
   */
  public void send(byte[] bytes, String awaited) throws IOException {
    if (from < to) {
      throw broken("it spoke before it was asked: " + unread());
    }
    await(awaited);
    for (int done = 0; done < bytes.length; ) {
      int n = bio.write(bytes, done, bytes.length - done); // IO block
      if (n > 0) {
        done += n;
        sent += n;
      }
    }
    while (!bio.flush()) { // IO block
      Thread.onSpinWait();
    }
  }

  /**
   * Sends a line, with CR and LF behind it.
   *
   * @param line of ASCII
   * @param awaited as for {@link #send}
   * @throws IllegalArgumentException if the line holds a control character or is not ASCII
   * @throws PreambleException if the peer has spoken out of turn
   */
  public void sendLine(String line, String awaited) throws IOException {
    if (!line.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("no line of printable ASCII");
    }
    send((line + "\r\n").getBytes(StandardCharsets.US_ASCII), awaited);
  }

  /** The next byte, 0 to 255. */
  public int readByte() throws IOException {
    if (from == to) {
      fill();
    }
    return buffer[from++] & 0xFF;
  }

  /**
   * The next bytes, exactly so many.
   *
   * @param count 0 to {@value #MOST}
   */
  public byte[] read(int count) throws IOException {
    Objects.checkIndex(count, MOST + 1);
    byte[] bytes = new byte[count];
    for (int done = 0; done < count; ) {
      if (from == to) {
        fill();
      }
      int some = Math.min(count - done, to - from);
      System.arraycopy(buffer, from, bytes, done, some);
      from += some;
      done += some;
    }
    return bytes;
  }

  /**
   * The next line, without the LF that ends it and a CR before that, as UTF-8.
   *
   * @param most how many bytes it may have with its end
   * @throws PreambleException if it has more
   */
  public String readLine(int most) throws IOException {
    byte[] line = new byte[Math.min(most, 128)];
    for (int length = 0; length < most; ) {
      int b = readByte();
      if (b == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(most, 2 * length));
      }
      line[length++] = (byte) b;
    }
    throw broken("a line of more than " + most + " bytes: " + beginning(line, 0, most));
  }

  /**
   * The peer has said no, in an orderly way.
   *
   * @param detail who has refused what, in one clause; a peer's words in it are {@linkplain #quote
   *     quoted}
   */
  public static PreambleException refused(String detail) {
    return new PreambleException(new Fault.Refused(detail), detail);
  }

  /**
   * The peer has said what it must not.
   *
   * @param detail what it did, in one clause; a peer's words in it are {@linkplain #quote quoted}
   */
  public static PreambleException broken(String detail) {
    return new PreambleException(new Fault.PeerBrokeRules(null, detail), detail);
  }

  /** A peer's words, fit for a message: in quotes, escaped, and cut if they are long. */
  public static String quote(String words) {
    return "'" + Printable.text(words).replace("'", "\\u0027") + "'";
  }

  /**
   * Refuses what the peer has said behind its last answer.
   *
   * @param protocol what the last conversation was held in
   */
  void end(String protocol) throws PreambleException {
    if (from < to) {
      throw broken(
          "it went on in the clear ("
              + protocol
              + ") after it had agreed to begin with TLS: "
              + unread());
    }
  }

  String awaiting() {
    return awaiting;
  }

  long sent() {
    return sent;
  }

  long received() {
    return received;
  }

  private void fill() throws IOException {
    int n;
    do {
      n = bio.read(buffer, 0, buffer.length); // IO block
    } while (n < 0); // its owner's receive timeout has passed, which is no limit of ours
    if (n == 0) {
      throw new PreambleException(new Fault.Truncated(awaiting, false), "closed by the peer");
    }
    received += n;
    from = 0;
    to = n;
    if (received > MOST) {
      throw broken("it said more than " + MOST + " bytes");
    }
  }

  private String unread() {
    int count = to - from;
    return count + (count == 1 ? " byte, " : " bytes, ") + beginning(buffer, from, count);
  }

  private static String beginning(byte[] bytes, int off, int length) {
    String shown = new String(bytes, off, Math.min(length, SHOWN), StandardCharsets.UTF_8);
    return quote(length > SHOWN ? shown + "..." : shown);
  }

  /** All that a peer may say before TLS, in bytes. */
  static final int MOST = 256 * 1024;

  private static final int SHOWN = 32;
}
