package dev.heddle.bio;

import dev.heddle.text.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;

/**
 * A transport over a connected {@link SocketChannel}, TCP or Unix-domain, blocking or not as the
 * channel is: {@code BIO_s_socket(3)} with {@code BIO_socket_nbio}.
 *
 * <p>In non-blocking mode a read or write that finds nothing to do is a retry. In blocking mode TCP
 * data goes through the streams of {@link SocketChannel#socket()}, which copy once, allocate
 * nothing and honour the receive timeout; a timeout is a retry for {@link Bio.Retry#READ}. A
 * virtual thread that waits does not pin its carrier. Interrupting a thread that waits closes the
 * channel, as the JDK does for virtual and platform threads alike, and the call fails with an
 * {@link IOException}.
 *
 * <p>Threads as {@link Bio} says. A channel that is registered with a selector is fully closed only
 * at that selector's next turn; until then {@link #close} and {@link #abort} have shut it down for
 * this side.
 */
public final class ChannelBio extends RetryingBio {
  /** The JDK copies all of a heap buffer to native memory before it knows how much will go. */
  private static final int MOST = 64 * 1024;

  private final SocketChannel channel;
  private final Socket adaptor; // null when the channel is not TCP
  private final OutlivingReads reads; // null when the channel is TCP
  private final String peer;
  private volatile boolean eof;
  private volatile int receiveTimeout; // of a channel that is not TCP
  private InputStream in; // the reader's
  private OutputStream out; // the writer's

  private ChannelBio(SocketChannel channel) throws IOException {
    this.channel = channel;
    var remote = channel.getRemoteAddress();
    if (remote == null) {
      throw new NotYetConnectedException();
    }
    this.peer = Address.text(remote);
    boolean unix = remote instanceof UnixDomainSocketAddress;
    this.adaptor = unix ? null : channel.socket();
    this.reads = unix ? new OutlivingReads(channel) : null;
  }

  /**
   * A transport over this channel, which it closes when it is closed. Does not block.
   *
   * @param channel a connected channel, not null
   * @throws NotYetConnectedException when the channel is not connected
   * @throws IOException when the channel is closed
   */
  public static ChannelBio of(SocketChannel channel) throws IOException {
    return new ChannelBio(Objects.requireNonNull(channel, "channel"));
  }

  /** The channel itself, not null; for a selector, say. */
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.read(0);
    if (len == 0) {
      return 0;
    }
    int n;
    try {
      n =
          adaptor != null && channel.isBlocking()
              ? readStream(buf, off, len)
              : readChannel(buf, off, Math.min(len, MOST));
    } catch (SocketTimeoutException e) {
      return retry.read(-1, Retry.READ);
    }
    if (n == 0 || n == OutlivingReads.TIMED_OUT) {
      return retry.read(-1, Retry.READ);
    }
    if (n < 0) {
      eof = true;
      return 0;
    }
    return n;
  }

  /** As {@link Bio#write}; over TCP in blocking mode it always takes the whole range. */
  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.write(0);
    if (len == 0) {
      return 0;
    }
    if (adaptor != null && channel.isBlocking()) {
      if (out == null) {
        out = adaptor.getOutputStream();
      }
      out.write(buf, off, len); // IO block
      return len;
    }
    int some = Math.min(len, MOST); // short writes are allowed
    int n = channel.write(ByteBuffer.wrap(buf, off, some)); // IO block
    return n > 0 ? n : retry.write(-1, Retry.WRITE);
  }

  /** Does nothing: a channel holds nothing back. */
  @Override
  public boolean flush() throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    return true;
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    channel.shutdownOutput();
    return true;
  }

  @Override
  public boolean isBlocking() {
    return channel.isBlocking();
  }

  /**
   * Switches the channel's mode, {@code BIO_set_nbio}, {@code BIO_socket_nbio}. Waits for a read or
   * write that is under way, so call it between them.
   *
   * @param on true for non-blocking
   * @return whether the channel is in that mode now; false when it is closed, a selector has it, or
   *     a read over a Unix-domain socket goes on that has outlived its receive timeout
   */
  public boolean setNbio(boolean on) {
    if (on && reads != null && reads.isPending()) {
      return !channel.isBlocking();
    }
    try {
      channel.configureBlocking(!on); // IO block
      return true;
    } catch (IOException | IllegalBlockingModeException e) {
      return false;
    }
  }

  /**
   * As {@link Bio#receiveTimeout(int)}; counts in blocking mode only. Does not block.
   *
   * <p>Over TCP this is the timeout of {@link SocketChannel#socket()}. A Unix-domain channel has
   * none: there a read with a limit waits for a virtual thread that reads, and when the limit has
   * passed that one goes on. What it brings is for the next read, of whatever limit; until then up
   * to as many bytes as the first read asked for are {@link #pending} here and no longer in the
   * channel.
   */
  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    if (millis < 0) {
      throw new IllegalArgumentException("negative receive timeout: " + millis);
    }
    if (adaptor != null) {
      adaptor.setSoTimeout(millis);
    } else if (channel.isOpen()) {
      receiveTimeout = millis;
    } else {
      throw new ClosedChannelException();
    }
    return true;
  }

  @Override
  public int receiveTimeout() throws IOException {
    return adaptor == null ? receiveTimeout : adaptor.getSoTimeout();
  }

  /**
   * What the kernel holds is not counted, as in libssl: 0, but over a Unix-domain socket for what a
   * read has brought after its {@linkplain #receiveTimeout(int) receive timeout}.
   */
  @Override
  public long pending() {
    return reads == null ? 0 : reads.left();
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
    return peer;
  }

  /**
   * As {@link Bio#close}. A positive SO_LINGER is turned off first, because closing would wait for
   * it: the kernel still delivers what was written. A SO_LINGER of 0 stays, and makes this a reset.
   */
  @Override
  public void close() {
    try {
      if (adaptor != null && channel.getOption(StandardSocketOptions.SO_LINGER) > 0) {
        channel.setOption(StandardSocketOptions.SO_LINGER, -1);
      }
    } catch (IOException | RuntimeException e) {
      // The channel is closed already or has no such option; either way nothing is waited for.
    }
    closeChannel();
  }

  @Override
  public void abort() {
    try {
      if (adaptor != null) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException | RuntimeException e) {
      // As above.
    }
    closeChannel();
  }

  /** For {@link Nagle}; false when there is no real TCP socket. */
  boolean tcpNoDelay(boolean on) throws IOException {
    if (adaptor == null) {
      return false;
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, on);
    return true;
  }

  /** For {@link Nagle}; empty when there is no real TCP socket. */
  Optional<Boolean> tcpNoDelay() throws IOException {
    return adaptor == null
        ? Optional.empty()
        : Optional.of(channel.getOption(StandardSocketOptions.TCP_NODELAY));
  }

  @Override
  public String toString() {
    return "ChannelBio[" + peer + "]";
  }

  private int readStream(byte[] buf, int off, int len) throws IOException {
    if (in == null) {
      in = adaptor.getInputStream();
    }
    return in.read(buf, off, len); // IO block
  }

  private int readChannel(byte[] buf, int off, int len) throws IOException {
    if (reads != null) {
      return reads.read(buf, off, len, channel.isBlocking() ? receiveTimeout : 0); // IO block
    }
    return channel.read(ByteBuffer.wrap(buf, off, len)); // IO block
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      // A close has nobody to report to, and the channel is no longer used either way.
    }
  }
}
