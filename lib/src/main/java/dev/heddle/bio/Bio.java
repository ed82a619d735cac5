package dev.heddle.bio;

import java.io.IOException;

/**
 * A transport of bytes that knows no TLS: OpenSSL's source/sink BIO. See {@code BIO_read(3)},
 * {@code BIO_should_retry(3)} and {@code BIO_ctrl(3)}.
 *
 * <p><b>Results.</b> A read gives the bytes it put into the array, {@code 0} at the end of the
 * stream, or a negative number: call again, and {@link #readRetry()} says what for. A write gives
 * the bytes it took (perhaps fewer than offered) or a negative number: call again, see {@link
 * #writeRetry()}. "Not now" is therefore never an exception; an {@link IOException} means that the
 * transport has failed for good (reset, broken pipe, closed), and every later call may fail as
 * well.
 *
 * <p><b>Threads.</b> One thread may read while another writes; two readers or two writers need a
 * lock of their own. {@link #close()} and {@link #abort()} may be called by any thread at any time.
 * The {@code should…} methods speak of the last call of either kind and are for single-threaded
 * use; with two threads ask {@link #readRetry()} in the reader and {@link #writeRetry()} in the
 * writer.
 *
 * <p><b>Blocking.</b> On a blocking transport ({@link #isBlocking()}) read and write wait without
 * limit, unless a {@linkplain #receiveTimeout(int) receive timeout} is set.
 */
public interface Bio extends AutoCloseable {

  /** Why the last call could not be done. {@code BIO_retry_type}, {@code BIO_get_retry_reason}. */
  enum Retry {
    /** There is nothing to retry: the call was done, or it failed for good. */
    NONE,
    /** Call again when there is something to read. */
    READ,
    /** Call again when there is room to write. */
    WRITE,
    /** Call again when the connection stands. An "io special" reason, {@code BIO_RR_CONNECT}. */
    CONNECT,
    /** Call again when a connection has come in. An "io special" reason, {@code BIO_RR_ACCEPT}. */
    ACCEPT
  }

  /**
   * Reads at most {@code len} bytes, and never takes more from the transport than that. Blocks on a
   * blocking transport until at least one byte is there, the stream ends or the receive timeout
   * passes (which is a retry for {@link Retry#READ}, and loses nothing).
   *
   * @param buf where the bytes go, not null
   * @param off the first index, in bytes
   * @param len the most bytes to read; with 0 nothing is done and 0 returned
   * @return the number of bytes read, 0 at the end of the stream, negative to call again
   * @throws IOException when the transport failed for good or is closed
   * @throws IndexOutOfBoundsException when the range lies outside the array; nothing was done
   */
  int read(byte[] buf, int off, int len) throws IOException;

  /**
   * Writes at most {@code len} bytes. Blocks on a blocking transport until at least one byte was
   * taken.
   *
   * @param buf where the bytes are, not null
   * @param off the first index, in bytes
   * @param len the number of bytes offered; with 0 nothing is done and 0 returned
   * @return the number of bytes taken, 1 to {@code len}, or negative to call again
   * @throws IOException when the transport failed for good or is closed; how much of the range went
   *     out is unknown
   * @throws IndexOutOfBoundsException when the range lies outside the array; nothing was done
   */
  int write(byte[] buf, int off, int len) throws IOException;

  /** Why the last {@link #read} returned a negative number; not null. Does not block. */
  Retry readRetry();

  /** Why the last {@link #write} returned a negative number; not null. Does not block. */
  Retry writeRetry();

  /**
   * Why the last call of either kind returned a negative number; not null. Does not block.
   *
   * <p>The default cannot know which call came last and prefers the read's reason.
   */
  default Retry lastRetry() {
    Retry read = readRetry();
    return read != Retry.NONE ? read : writeRetry();
  }

  /** Whether the last call should be made again later. {@code BIO_should_retry}. */
  default boolean shouldRetry() {
    return lastRetry() != Retry.NONE;
  }

  /** Whether the last call waits for something to read. {@code BIO_should_read}. */
  default boolean shouldRead() {
    return lastRetry() == Retry.READ;
  }

  /** Whether the last call waits for room to write. {@code BIO_should_write}. */
  default boolean shouldWrite() {
    return lastRetry() == Retry.WRITE;
  }

  /** Whether the last call waits for a connection. {@code BIO_should_io_special}. */
  default boolean shouldIoSpecial() {
    Retry last = lastRetry();
    return last == Retry.CONNECT || last == Retry.ACCEPT;
  }

  /** Whether read and write wait for the transport. Does not block. */
  boolean isBlocking();

  /**
   * Limits how long one read waits, as {@code SO_RCVTIMEO} does for a socket BIO: when the time has
   * passed, {@link #read} is a retry for {@link Retry#READ}. It counts from the next read on and
   * stays until it is set again. The default transport has no such limit and answers false.
   *
   * @param millis the limit in milliseconds, 0 for none
   * @return whether reads of this transport can be limited
   * @throws IOException when the transport is closed
   * @throws IllegalArgumentException when {@code millis} is negative
   */
  default boolean receiveTimeout(int millis) throws IOException {
    return false;
  }

  /**
   * The limit of one read in milliseconds; 0 when there is none or none is possible.
   *
   * @throws IOException when the transport is closed
   */
  default int receiveTimeout() throws IOException {
    return 0;
  }

  /**
   * Passes on what the transport itself holds back. {@code BIO_flush}. May block as long as a write
   * may; most transports hold nothing back and return at once.
   *
   * @return true when all is passed on, false to call again later
   * @throws IOException when the transport failed for good or is closed
   */
  boolean flush() throws IOException;

  /**
   * Says that nothing more will be written: what was written still goes out, then the peer sees the
   * end of the stream, and reading goes on. {@code shutdown(2)} with SHUT_WR. Does not block. The
   * default transport cannot and answers false.
   *
   * @return whether the transport can do that and has done it
   * @throws IOException when the transport failed for good or is closed
   */
  default boolean shutdownOutput() throws IOException {
    return false;
  }

  /** How many bytes are buffered here for reading. {@code BIO_ctrl_pending}. Does not block. */
  long pending();

  /** How many written bytes are buffered here. {@code BIO_ctrl_wpending}. Does not block. */
  long wpending();

  /** Whether the end of the stream has been reached. {@code BIO_eof}. Does not block. */
  boolean eof();

  /** The peer's address for messages, {@code "host/192.0.2.7:5432"}, or null when there is none. */
  String peer();

  /**
   * Closes the transport in an orderly way: what was written before still goes out. Returns
   * promptly, also beside a stuck read or write, which then fails with an {@link IOException}; a
   * {@code SO_LINGER} time of the owner is not waited for. Idempotent, fails silently.
   */
  @Override
  void close();

  /**
   * Drops the transport: {@code SO_LINGER} 0, whatever the owner had set, and close, so that a peer
   * sees a reset. Frees stuck threads within 100 ms. Idempotent, fails silently.
   */
  void abort();
}
