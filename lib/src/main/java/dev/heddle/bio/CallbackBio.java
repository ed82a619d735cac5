package dev.heddle.bio;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A transport over callbacks of the user's, {@code BIO_meth_new(3)}. What the callbacks promise is
 * checked: one that returns an impossible number is reported by name with an {@link
 * IllegalStateException}, and the transport is then in an unknown state.
 *
 * <p>Threads as {@link Bio} says: the read callback runs in the reader, the write and flush
 * callbacks in the writer, close and abort in whoever calls them, beside the others. No lock is
 * held meanwhile.
 */
public final class CallbackBio extends RetryingBio {

  /** Reads bytes. */
  @FunctionalInterface
  public interface Reader {
    /**
     * As {@link Bio#read}.
     *
     * @return bytes read, 1 to {@code len}; 0 at the end of the stream; -1 to be called again
     * @throws IOException when the transport failed for good
     */
    int read(byte[] buf, int off, int len) throws IOException;
  }

  /** Writes bytes. */
  @FunctionalInterface
  public interface Writer {
    /**
     * As {@link Bio#write}.
     *
     * @return bytes taken, 1 to {@code len}; -1 to be called again
     * @throws IOException when the transport failed for good
     */
    int write(byte[] buf, int off, int len) throws IOException;
  }

  /** Passes on what is held back. */
  @FunctionalInterface
  public interface Flusher {
    /**
     * As {@link Bio#flush}.
     *
     * @return true when all is passed on, false to be called again
     * @throws IOException when the transport failed for good
     */
    boolean flush() throws IOException;
  }

  /** Closes or drops the transport. */
  @FunctionalInterface
  public interface Closer {
    /**
     * As {@link Bio#close} or {@link Bio#abort}; called once at most.
     *
     * @throws IOException which is ignored
     */
    void close() throws IOException;
  }

  private final Builder callbacks;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean aborted = new AtomicBoolean();
  private volatile boolean eof;

  private CallbackBio(Builder callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * Begins with the two callbacks that there must be.
   *
   * @param reader not null
   * @param writer not null
   */
  public static Builder over(Reader reader, Writer writer) {
    return new Builder(reader, writer);
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.read(0);
    checkOpen();
    if (len == 0) {
      return 0;
    }
    int n = callbacks.reader.read(buf, off, len); // IO block
    if (n < -1 || n > len) {
      throw broken("read", n, len, "-1 (call again), 0 (end of stream)");
    }
    if (n == 0) {
      checkOpen(); // a callback may well end instead of failing when it is closed
      eof = true;
    }
    return n < 0 ? retry.read(-1, Retry.READ) : n;
  }

  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.write(0);
    checkOpen();
    if (len == 0) {
      return 0;
    }
    int n = callbacks.writer.write(buf, off, len); // IO block
    if (n < -1 || n == 0 || n > len) {
      throw broken("write", n, len, "-1 (call again)");
    }
    return n < 0 ? retry.write(-1, Retry.WRITE) : n;
  }

  /** Calls the flush callback; true without one. */
  @Override
  public boolean flush() throws IOException {
    checkOpen();
    return callbacks.flusher == null || callbacks.flusher.flush(); // IO block
  }

  /** What the builder was told; true unless it was told otherwise. */
  @Override
  public boolean isBlocking() {
    return callbacks.blocking;
  }

  /** Always 0. */
  @Override
  public long pending() {
    return 0;
  }

  /** Always 0. */
  @Override
  public long wpending() {
    return 0;
  }

  @Override
  public boolean eof() {
    return eof;
  }

  @Override
  public String peer() {
    return callbacks.peer;
  }

  /** Calls the close callback the first time, unless {@link #abort} came before. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      run(callbacks.closer);
    }
  }

  /**
   * Calls the abort callback the first time, or the close callback when there is none and it was
   * not called before.
   */
  @Override
  public void abort() {
    boolean first = closed.compareAndSet(false, true);
    if (aborted.compareAndSet(false, true)) {
      if (callbacks.aborter != null) {
        run(callbacks.aborter);
      } else if (first) {
        run(callbacks.closer);
      }
    }
  }

  @Override
  public String toString() {
    return "CallbackBio[" + callbacks.peer + "]";
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("closed");
    }
  }

  private static IllegalStateException broken(String callback, int n, int len, String others) {
    return new IllegalStateException(
        "the "
            + callback
            + " callback returned "
            + n
            + " for "
            + len
            + " bytes; it may return "
            + others
            + " or 1 to "
            + len);
  }

  private static void run(Closer callback) {
    if (callback != null) {
      try {
        callback.close(); // IO block
      } catch (IOException e) {
        // A close has nobody to report to.
      }
    }
  }

  /** Collects the callbacks. Not for more than one thread. */
  public static final class Builder {
    private final Reader reader;
    private final Writer writer;
    private Flusher flusher;
    private Closer closer;
    private Closer aborter;
    private boolean blocking = true;
    private String peer;

    private Builder(Reader reader, Writer writer) {
      this.reader = Objects.requireNonNull(reader, "reader");
      this.writer = Objects.requireNonNull(writer, "writer");
    }

    private Builder(Builder other) {
      this(other.reader, other.writer);
      flusher = other.flusher;
      closer = other.closer;
      aborter = other.aborter;
      blocking = other.blocking;
      peer = other.peer;
    }

    /** Called by {@link Bio#flush}; not null. Without one a flush does nothing. */
    public Builder flush(Flusher callback) {
      flusher = Objects.requireNonNull(callback, "callback");
      return this;
    }

    /** Called by {@link Bio#close}; not null. It must free a stuck reader and writer. */
    public Builder close(Closer callback) {
      closer = Objects.requireNonNull(callback, "callback");
      return this;
    }

    /** Called by {@link Bio#abort}, also after a close; not null. Without one it is the close. */
    public Builder abort(Closer callback) {
      aborter = Objects.requireNonNull(callback, "callback");
      return this;
    }

    /** Declares whether the callbacks wait; they do unless this says otherwise. */
    public Builder blocking(boolean waits) {
      blocking = waits;
      return this;
    }

    /** The peer's address for messages, or null. */
    public Builder peer(String address) {
      peer = address;
      return this;
    }

    /** The transport; the builder may be used again. */
    public CallbackBio build() {
      return new CallbackBio(new Builder(this));
    }
  }
}
