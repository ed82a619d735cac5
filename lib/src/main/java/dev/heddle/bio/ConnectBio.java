package dev.heddle.bio;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A transport that makes its own TCP connection, {@code BIO_s_connect(3)}: at {@link #doConnect},
 * or before the first read or write. All addresses of the name are tried, one after the other.
 *
 * <p>Names are resolved by {@link InetAddress#getAllByName}, which has no limit of time and, on a
 * virtual thread, holds a carrier meanwhile, also in non-blocking mode; hand in a resolved {@link
 * InetSocketAddress} where that matters.
 *
 * <p>Threads as {@link Bio} says; while one thread connects, another that wants to read or write
 * waits for it. {@link #close} and {@link #abort} free both.
 */
public final class ConnectBio extends LateBio {
  private final HostPort target;
  private final List<InetAddress> resolved; // empty: resolve target.host

  /** The turn of the one thread that connects; close and abort do without it. */
  private final ReentrantLock connecting = new ReentrantLock();

  private volatile boolean nonBlocking;
  private volatile int connectTimeout;
  private volatile boolean closed;
  private volatile SocketChannel channel;
  private volatile ChannelBio io; // set once the connection stands

  // An attempt under way; guarded by connecting.
  private Deque<InetAddress> left; // null: no attempt
  private InetAddress current; // null: go on with the next
  private Deadline deadline; // for all addresses
  private Deadline share; // for the current one
  private final List<IOException> failures = new ArrayList<>();

  private ConnectBio(HostPort target, List<InetAddress> resolved) {
    super(Retry.CONNECT);
    if (target.host().isEmpty()) {
      throw new IllegalArgumentException("no host in \"" + target + "\"");
    }
    this.target = target;
    this.resolved = resolved;
  }

  /**
   * A transport that will connect there, {@code BIO_new_connect}. Does not block.
   *
   * @param hostPort {@code name:1234}, {@code 192.0.2.7:1234} or {@code [2001:db8::7]:1234}; names
   *     of services are not known
   * @throws IllegalArgumentException when it has another form
   */
  public static ConnectBio to(String hostPort) {
    return new ConnectBio(HostPort.parse(hostPort), List.of());
  }

  /**
   * A transport that will connect there. Does not block.
   *
   * @param host a name or an address literal without brackets, not empty
   * @param port 0 to 65535
   */
  public static ConnectBio to(String host, int port) {
    return new ConnectBio(new HostPort(host, port), List.of());
  }

  /**
   * A transport that will connect there. Does not block.
   *
   * @param address resolved, or unresolved for its name to be resolved at the connect
   */
  public static ConnectBio to(InetSocketAddress address) {
    return new ConnectBio(
        new HostPort(address.getHostString(), address.getPort()),
        address.isUnresolved() ? List.of() : List.of(address.getAddress()));
  }

  /** As {@link #to(String, int)} for a name that has been resolved to these addresses. */
  static ConnectBio to(String host, int port, List<InetAddress> addresses) {
    return new ConnectBio(new HostPort(host, port), List.copyOf(addresses));
  }

  /**
   * Makes connecting, reading and writing non-blocking or blocking (the default), {@code
   * BIO_set_nbio}. Call it before the connection is made; afterwards it waits for a read or write
   * that is under way.
   *
   * @param on true for non-blocking
   * @return whether it was done; false when a connect is under way or the transport is closed
   */
  public boolean setNbio(boolean on) {
    ChannelBio connected = io;
    if (connected != null) {
      if (!connected.setNbio(on)) {
        return false;
      }
    } else if (closed || (channel != null && on != nonBlocking)) {
      return false;
    }
    nonBlocking = on;
    return true;
  }

  /**
   * Limits how long a connect may take, over all addresses: each gets an equal share of what is
   * left, so that one that does not answer leaves time for the next. Counts from the next connect
   * on, and does not count name resolution. In non-blocking mode it is looked at in each call.
   *
   * @param millis in milliseconds, 0 for the limit of the operating system
   */
  public void connectTimeout(int millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("negative connect timeout: " + millis);
    }
    connectTimeout = millis;
  }

  /**
   * Connects unless the connection stands, {@code BIO_do_connect}. Blocks in blocking mode: for
   * name resolution, and until an address has answered, all have failed or the connect timeout has
   * passed.
   *
   * @return 1 when the connection stands; -1 in non-blocking mode to call again, with {@link
   *     #lastRetry} {@link Bio.Retry#CONNECT}, when {@link #channel} has become connectable
   * @throws UnknownHostException when the name has no address
   * @throws SocketTimeoutException when the connect timeout has passed
   * @throws ConnectException when no address accepted; what the earlier addresses said is in its
   *     suppressed exceptions. After each of these the next call begins again with the first
   *     address
   * @throws SocketException when this transport was closed
   */
  public int doConnect() throws IOException {
    retry.special(0, Retry.NONE);
    return connected() != null ? retry.special(1, Retry.NONE) : retry.special(-1, Retry.CONNECT);
  }

  /** The channel; null until a connect has begun. It may change until the connection stands. */
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public boolean isBlocking() {
    return !nonBlocking;
  }

  /** As {@link Bio#peer}; before the connection stands the host and port it is for. */
  @Override
  public String peer() {
    ChannelBio connected = io;
    return connected == null ? target.toString() : connected.peer();
  }

  /** As {@link Bio#close}; also ends a connect that is under way. */
  @Override
  public void close() {
    closed = true;
    ChannelBio connected = io;
    if (connected != null) {
      connected.close();
    } else {
      closeQuietly(channel);
    }
  }

  /** As {@link Bio#abort}; also ends a connect that is under way. */
  @Override
  public void abort() {
    closed = true;
    ChannelBio connected = io;
    if (connected != null) {
      connected.abort();
    } else {
      closeQuietly(channel);
    }
  }

  @Override
  public String toString() {
    return "ConnectBio[" + peer() + "]";
  }

  @Override
  ChannelBio standing() {
    return io;
  }

  @Override
  ChannelBio connected() throws IOException {
    ChannelBio connected = io;
    if (connected != null) {
      return connected;
    }
    connecting.lock();
    try {
      return io != null ? io : connectLocked();
    } finally {
      connecting.unlock();
    }
  }

  private ChannelBio connectLocked() throws IOException {
    checkOpen();
    if (left == null) {
      beginLocked();
    }
    while (true) {
      try {
        if (!(current == null ? nextLocked() : finishLocked())) {
          return null;
        }
        ChannelBio connected = over(channel);
        left = null;
        failures.clear();
        return stands(connected);
      } catch (IOException | RuntimeException e) {
        // Runtime exceptions: an address of a family that this JVM does without, for one.
        closeQuietly(channel);
        channel = null;
        failures.add(named(e));
        current = null;
        if (left == null || left.isEmpty() || closed || deadline.hasPassed() || isInterrupt(e)) {
          throw giveUpLocked();
        }
      }
    }
  }

  private void beginLocked() throws IOException {
    List<InetAddress> addresses = resolved;
    if (addresses.isEmpty()) {
      try {
        addresses = List.of(InetAddress.getAllByName(target.host())); // IO block
      } catch (UnknownHostException e) {
        UnknownHostException named =
            new UnknownHostException("connect to " + target + " failed: no address for the name");
        named.initCause(e);
        throw named;
      }
      checkOpen();
    }
    deadline = limit(connectTimeout);
    left = new ArrayDeque<>(addresses);
  }

  /** Begins with the next address; true when it has answered, false when that takes time. */
  private boolean nextLocked() throws IOException {
    share = deadline;
    if (!deadline.isNever()) {
      share = limit(Math.max(1, deadline.remainingMillis() / left.size()));
    }
    current = left.remove();
    InetSocketAddress address = new InetSocketAddress(current, target.port());
    SocketChannel made = SocketChannel.open();
    channel = made;
    checkOpen(); // close() may have looked before channel was set
    if (nonBlocking) {
      made.configureBlocking(false);
      return made.connect(address);
    }
    if (share.isNever()) {
      return made.connect(address); // IO block
    }
    made.socket().connect(address, Math.max(1, share.remainingMillis())); // IO block
    return true;
  }

  /** Goes on with the current address in non-blocking mode. */
  private boolean finishLocked() throws IOException {
    if (channel.finishConnect()) {
      return true;
    }
    if (share.hasPassed()) {
      throw new SocketTimeoutException("Connect timed out");
    }
    return false;
  }

  private ChannelBio stands(ChannelBio connected) throws SocketException {
    io = connected;
    if (closed) {
      connected.close(); // close() may have looked before io was set
      checkOpen();
    }
    return connected;
  }

  /** The last failure, with the earlier ones as suppressed exceptions. */
  private IOException giveUpLocked() {
    IOException thrown = failures.removeLast();
    failures.forEach(thrown::addSuppressed);
    failures.clear();
    left = null;
    return thrown;
  }

  private IOException named(Exception e) {
    String address = current.getHostAddress();
    String where = target.host().equals(address) ? "" : " (" + address + ")";
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String message = "connect to " + target + where + " failed: " + why;
    IOException named;
    if (closed || isInterrupt(e)) {
      named = new SocketException(message);
    } else if (e instanceof SocketTimeoutException) {
      named = new SocketTimeoutException(message);
    } else {
      named = new ConnectException(message);
    }
    named.initCause(e);
    return named;
  }

  private static boolean isInterrupt(Exception e) {
    return e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted();
  }

  private static Deadline limit(int millis) {
    return millis == 0 ? Deadline.never() : Deadline.in(Duration.ofMillis(millis));
  }

  private void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("connection to " + target + " closed");
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nobody wants to know.
      }
    }
  }
}
