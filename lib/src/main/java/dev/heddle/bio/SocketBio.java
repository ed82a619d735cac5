package dev.heddle.bio;

import dev.heddle.text.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A blocking transport over any connected {@link Socket}, {@code BIO_s_socket(3)}. It uses the
 * socket's two streams and nothing else for data, so a subclass that is only two streams will do;
 * and it never reads more than it was asked for, so the socket can be handed back afterwards.
 *
 * <p>The socket's receive timeout is honoured whoever sets it: when it has passed, a read is a
 * retry for {@link Bio.Retry#READ}, as libssl treats SO_RCVTIMEO. Interrupting a virtual thread
 * that is blocked in a read or write closes the socket, which the JDK does, and the call fails with
 * an {@link IOException}; the thread's interrupt status stays set. A platform thread is not
 * interrupted.
 *
 * <p>Threads as {@link Bio} says.
 */
public final class SocketBio extends RetryingBio {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final SocketAddress peer;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean eof;

  private SocketBio(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.peer = Sockets.peer(socket);
  }

  /**
   * A transport over this socket, which it closes when it is closed. Does not block.
   *
   * @param socket a connected socket, not null
   * @throws IllegalBlockingModeException when it belongs to a channel in non-blocking mode, which
   *     is for {@link ChannelBio}
   * @throws IOException when the socket is not connected, is closed, or half of it is shut down
   */
  public static SocketBio of(Socket socket) throws IOException {
    SocketChannel channel = Objects.requireNonNull(socket, "socket").getChannel();
    if (channel != null && !channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    return new SocketBio(socket);
  }

  /** The socket itself, not null. */
  public Socket socket() {
    return socket;
  }

  @Override
  public int read(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.read(0);
    checkOpen();
    if (len == 0) {
      return 0;
    }
    int n;
    try {
      n = in.read(buf, off, len); // IO block
    } catch (SocketTimeoutException e) {
      return retry.read(-1, Retry.READ);
    }
    if (n > 0) {
      return n;
    }
    checkOpen(); // some streams end instead of failing when their socket is closed under them
    if (n == 0) {
      return retry.read(-1, Retry.READ);
    }
    eof = true;
    return 0;
  }

  /** As {@link Bio#write}, and always takes the whole range. */
  @Override
  public int write(byte[] buf, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, buf.length);
    retry.write(0);
    checkOpen();
    if (len > 0) {
      out.write(buf, off, len); // IO block
    }
    return len;
  }

  /** Flushes the socket's output stream, which does nothing unless a subclass buffers. */
  @Override
  public boolean flush() throws IOException {
    checkOpen();
    out.flush(); // IO block
    return true;
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    checkOpen();
    if (!Sockets.reaches(socket, "shutdownOutput")) {
      return false;
    }
    try {
      socket.shutdownOutput();
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /** Always true. */
  @Override
  public boolean isBlocking() {
    return true;
  }

  /** Not supported: a {@link Socket} always blocks. Answers false and changes nothing. */
  public boolean setNbio(boolean on) {
    return false;
  }

  /** Sets the socket's own {@code SO_TIMEOUT}; false when it has none. Does not block. */
  @Override
  public boolean receiveTimeout(int millis) throws IOException {
    if (millis < 0) {
      throw new IllegalArgumentException("negative receive timeout: " + millis);
    }
    checkOpen();
    if (!Sockets.reaches(socket, "setSoTimeout", int.class)) {
      return false;
    }
    try {
      socket.setSoTimeout(millis);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public int receiveTimeout() throws IOException {
    checkOpen();
    try {
      return Sockets.reaches(socket, "getSoTimeout") ? socket.getSoTimeout() : 0;
    } catch (UnsupportedOperationException e) {
      return 0;
    }
  }

  /** Whether the socket's owner has set SO_LINGER 0, which makes closing it a reset. */
  public boolean resetsOnClose() {
    return Sockets.resetsOnClose(socket);
  }

  /** Always 0: what the kernel holds is not counted, as in libssl. */
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
    return Address.text(peer);
  }

  /**
   * As {@link Bio#close}. A positive SO_LINGER is turned off first, because closing would wait for
   * it: the kernel still delivers what was written. A SO_LINGER of 0 stays, and makes this a reset.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Sockets.dontLinger(socket);
    }
    closeSocket(); // also where another thread has only begun to
  }

  /** As {@link Bio#abort}; also of use while another thread's {@link #close} has not come back. */
  @Override
  public void abort() {
    closed.set(true);
    Sockets.resetOnClose(socket);
    closeSocket();
  }

  /** For {@link Nagle}; false when there is no real TCP socket. */
  boolean tcpNoDelay(boolean on) throws IOException {
    checkOpen();
    if (!Sockets.reaches(socket, "setTcpNoDelay", boolean.class)) {
      return false;
    }
    try {
      socket.setTcpNoDelay(on);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /** For {@link Nagle}; empty when there is no real TCP socket. */
  Optional<Boolean> tcpNoDelay() throws IOException {
    checkOpen();
    try {
      return Sockets.reaches(socket, "getTcpNoDelay")
          ? Optional.of(socket.getTcpNoDelay())
          : Optional.empty();
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "SocketBio[" + peer() + "]";
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new SocketException("Socket closed");
    }
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException | RuntimeException e) {
      // A close has nobody to report to, and the socket is no longer used either way.
    }
  }
}
