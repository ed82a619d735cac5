package dev.heddle.bio;

import dev.heddle.text.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A transport that accepts its own TCP connection, {@code BIO_s_accept(3)}: at {@link #doAccept},
 * or before the first read or write. The connection is then read and written through it; or it is
 * taken out with {@link #pop}, and the next one can be accepted.
 *
 * <p>Threads as {@link Bio} says; while one thread accepts, another that wants to read or write
 * waits for it. {@link #close} and {@link #abort} free both.
 */
public final class AcceptBio extends LateBio {
  private final InetSocketAddress address;

  /** The turn of the one thread that accepts; close and abort do without it. */
  private final ReentrantLock accepting = new ReentrantLock();

  private volatile boolean nonBlocking;
  private volatile boolean nonBlockingAccept;
  private volatile boolean closed;
  private volatile ServerSocketChannel listener;
  private volatile boolean listening;
  private final AtomicReference<ChannelBio> io = new AtomicReference<>(); // the connection

  private AcceptBio(InetSocketAddress address) {
    super(Retry.ACCEPT);
    this.address = Objects.requireNonNull(address, "address");
  }

  /**
   * A transport that will listen there. Does not block.
   *
   * @param address the interface and the port, 0 for one that is free; not null
   */
  public static AcceptBio on(InetSocketAddress address) {
    return new AcceptBio(address);
  }

  /**
   * A transport that will listen there, {@code BIO_new_accept}. A host that is a name is resolved
   * here, which may block; an address literal is not.
   *
   * @param hostPort {@code host:port}; the host empty or {@code *}, or the port alone, is any
   *     interface; port 0 is one that is free; names of services are not known
   * @throws IllegalArgumentException when it has another form
   */
  public static AcceptBio on(String hostPort) {
    HostPort parsed = HostPort.parseListener(hostPort);
    return new AcceptBio(
        parsed.host().isEmpty()
            ? new InetSocketAddress((InetAddress) null, parsed.port())
            : new InetSocketAddress(parsed.host(), parsed.port())); // IO block
  }

  /**
   * Makes the accepted connection non-blocking or blocking (the default), {@code BIO_set_nbio}.
   *
   * @param on true for non-blocking
   * @return whether it was done, see {@link ChannelBio#setNbio}
   */
  public boolean setNbio(boolean on) {
    ChannelBio connected = io.get();
    if (closed || (connected != null && !connected.setNbio(on))) {
      return false;
    }
    nonBlocking = on;
    return true;
  }

  /**
   * Makes accepting non-blocking or blocking (the default), {@code BIO_set_nbio_accept}. Waits for
   * an accept that is under way.
   *
   * @param on true for non-blocking
   * @return whether it was done; false when the transport is closed or a selector has the listener
   */
  public boolean setNbioAccept(boolean on) {
    accepting.lock();
    try {
      if (closed) {
        return false;
      }
      if (listener != null) {
        listener.configureBlocking(!on);
      }
      nonBlockingAccept = on;
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    } finally {
      accepting.unlock();
    }
  }

  /**
   * The first call listens, {@code BIO_do_accept}; each further one waits for a connection unless
   * there is one. Listening does not block; waiting blocks until a connection comes, unless
   * accepting is non-blocking.
   *
   * @return 1 when it was done; -1 to call again, with {@link #lastRetry} {@link Bio.Retry#ACCEPT},
   *     when {@link #listener} has become acceptable
   * @throws IOException when the address cannot be used (the message names it) or this transport
   *     was closed
   */
  public int doAccept() throws IOException {
    retry.special(0, Retry.NONE);
    if (!listening) {
      accepting.lock();
      try {
        if (!listening) {
          listenLocked();
          return retry.special(1, Retry.NONE);
        }
      } finally {
        accepting.unlock();
      }
    }
    return connected() != null ? retry.special(1, Retry.NONE) : retry.special(-1, Retry.ACCEPT);
  }

  /** Where it listens; null before the first {@link #doAccept}, read or write, and once closed. */
  public InetSocketAddress localAddress() {
    ServerSocketChannel server = listener;
    try {
      return server == null ? null : (InetSocketAddress) server.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  /** The listening channel; null before the first {@link #doAccept}, read or write. */
  public ServerSocketChannel listener() {
    return listener;
  }

  /** The accepted channel; null while there is none. */
  public SocketChannel channel() {
    ChannelBio connected = io.get();
    return connected == null ? null : connected.channel();
  }

  /**
   * Takes the connection out, {@code BIO_pop}: it is the caller's to close, and this transport can
   * accept the next one. Does not block.
   *
   * @return the connection, or null when there is none
   */
  public ChannelBio pop() {
    return io.getAndSet(null);
  }

  /** Whether the next read or write waits, be it for a connection or on it. */
  @Override
  public boolean isBlocking() {
    return !nonBlocking && (io.get() != null || !nonBlockingAccept);
  }

  /** The address of the accepted connection's other end; null while there is none. */
  @Override
  public String peer() {
    ChannelBio connected = io.get();
    return connected == null ? null : connected.peer();
  }

  /** As {@link Bio#close}, for the listener and the connection; also ends an accept under way. */
  @Override
  public void close() {
    closed = true;
    closeListener();
    ChannelBio connected = io.get();
    if (connected != null) {
      connected.close();
    }
  }

  /** As {@link Bio#abort}, for the listener and the connection; also ends an accept under way. */
  @Override
  public void abort() {
    closed = true;
    closeListener();
    ChannelBio connected = io.get();
    if (connected != null) {
      connected.abort();
    }
  }

  @Override
  public String toString() {
    return "AcceptBio[" + Address.text(address) + "]";
  }

  @Override
  ChannelBio standing() {
    return io.get();
  }

  @Override
  ChannelBio connected() throws IOException {
    ChannelBio connected = io.get();
    if (connected != null) {
      return connected;
    }
    accepting.lock();
    try {
      if (io.get() != null) {
        return io.get();
      }
      if (!listening) {
        listenLocked();
      }
      return acceptLocked();
    } finally {
      accepting.unlock();
    }
  }

  private void listenLocked() throws IOException {
    checkOpen();
    ServerSocketChannel server = ServerSocketChannel.open();
    listener = server;
    try {
      checkOpen(); // close() may have looked before listener was set
      server.bind(address);
      server.configureBlocking(!nonBlockingAccept);
      listening = true;
    } catch (IOException | RuntimeException e) {
      closeListener();
      listener = null;
      throw new SocketException("cannot listen on " + Address.text(address) + ": " + e, e);
    }
  }

  private ChannelBio acceptLocked() throws IOException {
    checkOpen();
    SocketChannel channel = listener.accept(); // IO block
    if (channel == null) {
      return null;
    }
    ChannelBio connected;
    try {
      channel.configureBlocking(!nonBlocking);
      connected = over(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    io.set(connected);
    if (closed) {
      connected.close(); // close() may have looked before io was set
      checkOpen();
    }
    return connected;
  }

  private void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("listener on " + Address.text(address) + " closed");
    }
  }

  private void closeListener() {
    ServerSocketChannel server = listener;
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        // A close has nobody to report to.
      }
    }
  }
}
