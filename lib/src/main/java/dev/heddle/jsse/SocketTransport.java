package dev.heddle.jsse;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.FilterBio;
import dev.heddle.bio.SocketBio;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/**
 * The socket underneath as TLS uses it. Its SO_TIMEOUT limits each read, and is what its owner has
 * set, on either socket.
 *
 * <p>A socket that is not closed with TLS ({@code autoClose} false) is left alone instead: it is
 * read in slices of {@value #SLICE} ms, so that a reader finds out that TLS has been closed. One
 * that cannot limit a read, as one of two streams only, keeps its reader until something comes.
 */
final class SocketTransport extends FilterBio {

  private final Socket socket;
  private final SocketBio socketBio;
  private final boolean owned;
  private final ReceiveTimeout timeout;
  private InputStream consumed; // null: there is none, or all of it has been read; the reader's
  private int late; // how many reads began after their end; the reader's
  private volatile Deadline readsEnd = Deadline.never();
  private volatile boolean draining;
  private volatile boolean inputOver;
  private volatile boolean writing;
  private volatile boolean left;

  private SocketTransport(Socket socket, SocketBio bio, boolean owned, InputStream consumed) {
    super(bio);
    this.socket = socket;
    this.socketBio = bio;
    this.owned = owned;
    this.consumed = consumed;
    this.timeout = new ReceiveTimeout(bio);
  }

  /**
   * A transport over a connected socket.
   *
   * @param owned whether the socket is closed with this
   * @param consumed what has been read from it before and comes first; null for nothing
   */
  static SocketTransport over(Socket socket, boolean owned, InputStream consumed)
      throws IOException {
    return new SocketTransport(socket, SocketBio.of(socket), owned, consumed);
  }

  ReceiveTimeout timeout() {
    return timeout;
  }

  /** Reads from now on are a retry once this has passed, however long SO_TIMEOUT is. */
  void readUntil(Deadline deadline) {
    readsEnd = deadline;
    late = 0;
  }

  /** The last reads, which are nobody's: until this and no longer, whatever SO_TIMEOUT is. */
  void drainUntil(Deadline deadline) {
    draining = true;
    readUntil(deadline);
  }

  /** From now on an end of the stream is our own doing, and a retry. */
  void endInput() throws IOException {
    inputOver = true;
    if (owned) {
      socket.shutdownInput(); // frees a reader
    }
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    checkOpen();
    if (consumed != null) {
      int n = consumed.read(buf, off, len); // IO block
      if (n > 0) {
        return n;
      }
      consumed = null;
    }
    int n = owned && readsEnd.isNever() ? bio.read(buf, off, len) : timed(buf, off, len);
    if (n != 0) {
      return n;
    }
    if (inputOver) {
      return -1;
    }
    if (socket.isClosed()) {
      throw new SocketException("Socket closed"); // some streams just end then
    }
    return 0;
  }

  private int timed(byte[] buf, int off, int len) throws IOException {
    if (readsEnd.hasPassed() && ++late > MOST_LATE) {
      return -1;
    }
    int owners = draining ? 0 : timeout.get();
    Deadline end =
        owners == 0 ? readsEnd : Deadline.in(Duration.ofMillis(owners)).earlier(readsEnd);
    try {
      for (; ; ) {
        int rest = Math.max(1, end.remainingMillis()); // 0 would be for ever
        boolean limited = timeout.lend(owned ? rest : Math.min(SLICE, rest));
        int n = bio.read(buf, off, len); // IO block
        checkOpen();
        if (n >= 0 || !limited || inputOver || end.hasPassed()) {
          return n;
        }
      }
    } finally {
      timeout.giveBack();
    }
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    checkOpen();
    writing = true;
    try {
      return bio.write(buf, off, len); // IO block
    } finally {
      writing = false;
    }
  }

  @Override
  public boolean flush() throws IOException {
    checkOpen();
    return bio.flush(); // IO block
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    return owned && bio.shutdownOutput();
  }

  /** Whether the socket's owner wants it reset: SO_LINGER 0. */
  boolean isReset() {
    return owned && socketBio.resetsOnClose();
  }

  private void checkOpen() throws SocketException {
    if (left) {
      throw new SocketException("Socket closed");
    }
  }

  /** Closes the socket, or leaves it to its owner. */
  @Override
  public void close() {
    left = true;
    if (owned) {
      bio.close();
    }
  }

  /** Resets the socket, or leaves it to its owner. */
  @Override
  public void abort() {
    left = true;
    if (owned) {
      bio.abort();
    }
  }

  /**
   * Resets the socket whoever owns it, if a write is stuck there: part of a record has gone out,
   * nobody can use the socket any more, and nothing else frees the writer.
   */
  void freeWriter() {
    left = true;
    if (writing) {
      bio.abort();
    }
  }

  static final int SLICE = 239;
  private static final int MOST_LATE = 8;
}
