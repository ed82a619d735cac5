package dev.heddle.net;

import dev.heddle.bio.ChannelBio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.MemoryBio;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A server: accepts connections, and serves each on a virtual thread of its own, where it also
 * shakes hands. So a slow client holds up nobody else.
 *
 * <pre>{@code
 * try (TlsListener listener =
 *     TlsListener.builder()
 *         .config(TlsConfig.builder().credentials(Credentials.pem(chain, key)).build())
 *         .address(new InetSocketAddress(8443))
 *         .start(socket -> socket.inputStream().transferTo(socket.outputStream()))) {
 *   ...
 * }
 * }</pre>
 *
 * <p><b>Limits.</b> A handshake, the wait for a turn to it included, may take {@link
 * Limits#connect}, however its bytes are spread over that time. What is beyond {@link
 * Builder#maxConnections} or {@link Builder#maxPerAddress} is reset at once; what is beyond {@link
 * Builder#maxHandshakes} waits. {@link #statistics} counts all of these.
 *
 * <p><b>Stopping.</b> {@link #stop} takes no new connections and lets handlers end; they can ask
 * {@link TlsSocket#isStopping} between two requests. What is left at the deadline is aborted, and
 * its thread interrupted.
 *
 * <p>All threads may use a listener. One that is not stopped keeps the JVM alive.
 */
public final class TlsListener implements Closeable {

  /** Serves connections: plain blocking code. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Serves one connection, on its own virtual thread, when its handshake is done. When this
     * returns, the connection is {@linkplain TlsSocket#close closed}, so that what was written
     * arrives; when it throws, it is {@linkplain TlsSocket#abort aborted}.
     *
     * @throws IOException told to {@link Builder#onError}, and to nobody if there is none: that a
     *     client goes away is nothing special
     */
    void serve(TlsSocket socket) throws IOException;
  }

  private final Supplier<TlsConfig> config;
  private final Handler handler;
  private final Setup setup;
  private final Complaints complaints;
  private final Turns turns;
  private final Admission admission;
  private final HandshakeFailures failures = new HandshakeFailures();
  private final ServerSocketChannel channel;
  private final SocketAddress localAddress;
  private final SocketFile file;
  private final Acceptor acceptor;
  private final Thread thread;
  private final Set<Accepted> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  private TlsListener(Builder settings, Handler handler, ServerSocketChannel bound)
      throws IOException {
    this.config = settings.config;
    this.handler = handler;
    this.setup =
        new Setup(
            settings.limits,
            settings.nagle,
            settings.time,
            new Observer(settings.listener),
            Map.of());
    this.complaints = new Complaints(settings.errors);
    this.turns = new Turns(settings.maxHandshakes, settings.time);
    this.admission = new Admission(settings.maxConnections, settings.maxPerAddress);
    this.channel = bound;
    this.localAddress = bound.getLocalAddress();
    this.file = SocketFile.of(localAddress);
    this.acceptor = new Acceptor(channel::accept, this::admit, complaints::failure, settings.time);
    this.thread = Thread.ofPlatform().daemon(false).name("heddle-acceptor").unstarted(acceptor);
  }

  /** All defaults but {@link Builder#config(TlsConfig) the configuration}, which must be given. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where this listens, with the port that the system has picked. Stays known when stopped. */
  public SocketAddress localAddress() {
    return localAddress;
  }

  /** What has been counted up to now. Does not block. */
  public ListenerStatistics statistics() {
    return admission.statistics(turns, failures, acceptor.failures());
  }

  /** Whether {@link #stop} or {@link #close} has been called. */
  public boolean isStopping() {
    return stopping;
  }

  /** {@link #stop} with {@link Limits#close} as the time to drain. */
  @Override
  public void close() {
    stop(setup.limits().close());
  }

  /**
   * Stops: accepts no more connections, waits for those that stand, handshakes included, and after
   * some time aborts what is left of them and interrupts their threads. When this returns all
   * threads have ended; so a handler that neither uses its socket nor heeds an interrupt keeps it
   * waiting. An interrupted caller aborts at once and waits no longer; its interrupt status stays.
   *
   * <p>May be called any number of times, and by several threads: the earliest deadline counts. A
   * handler may call it, too: its own connection is left to itself, and handlers that do so do not
   * wait for one another.
   *
   * @param drain how long handlers have; zero for none, {@link Limits#FOREVER} for no limit
   * @throws IllegalArgumentException if {@code drain} is negative
   */
  public void stop(Duration drain) {
    if (drain.isNegative()) {
      throw new IllegalArgumentException("time to drain must not be negative: " + drain);
    }
    Deadline end = setup.time().in(drain);
    Thread caller = Thread.currentThread();
    stopping = true;
    acceptor.stop();
    closeChannel();
    boolean inside = caller == thread || isHandler(caller);
    try {
      if (caller != thread) {
        thread.join(); // IO block
      }
      // Nobody is let in any more.
      List<Accepted> left = connections.stream().filter(one -> one.thread() != caller).toList();
      TimeSource.Alarm alarm = setup.time().at(end, () -> left.forEach(Accepted::abort));
      try {
        for (Accepted each : left) {
          each.await(inside); // IO block
        }
      } finally {
        alarm.cancel();
      }
    } catch (InterruptedException e) {
      caller.interrupt();
      connections.stream().filter(one -> one.thread() != caller).forEach(Accepted::abort);
    }
  }

  /**
   * Makes a connection of nobody's, so that all it takes is loaded before clients may have used up
   * the file descriptors: what the JDK cannot load then, its cryptography among it, it never can.
   */
  private void warmUp(TlsConfig now) {
    new TlsSocket(0, false, now, null, MemoryBio.create(), setup).abort();
  }

  /**
   * Whether this is a connection's thread, for which other handlers that stop wait no more then.
   */
  private boolean isHandler(Thread caller) {
    Optional<Accepted> own = connections.stream().filter(one -> one.thread() == caller).findAny();
    own.ifPresent(Accepted::stopsItself);
    return own.isPresent();
  }

  private void closeChannel() {
    try {
      channel.close();
      file.delete();
    } catch (IOException e) {
      complaints.failure(e);
    }
  }

  /** Takes a connection over from the accepting thread, without waiting. */
  private void admit(SocketChannel accepted) {
    try {
      ChannelBio bio = ChannelBio.of(accepted);
      Origin origin = Origin.of(accepted.getRemoteAddress());
      if (!admission.enter(origin)) {
        bio.abort();
        return;
      }
      start(bio, origin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a connection that has been let in; if that fails, its place is free again. */
  private void start(ChannelBio bio, Origin origin) {
    Accepted connection = null;
    try {
      connection = new Accepted(this, bio, origin);
      connections.add(connection);
      connection.thread().start();
    } catch (RuntimeException | Error e) {
      if (connection != null) {
        connections.remove(connection);
      }
      admission.leave(origin);
      throw e;
    }
  }

  /** The last act of a connection's thread. Who stops waits only for those that are listed. */
  void left(Accepted connection) {
    admission.leave(connection.origin());
    connections.remove(connection);
  }

  TlsConfig config() {
    return Objects.requireNonNull(config.get(), "the configuration's supplier gave null");
  }

  Handler handler() {
    return handler;
  }

  Setup setup() {
    return setup;
  }

  Complaints complaints() {
    return complaints;
  }

  Turns turns() {
    return turns;
  }

  HandshakeFailures failures() {
    return failures;
  }

  /** {@code TlsListener[/[0:0:0:0:0:0:0:0]:8443]}. */
  @Override
  public String toString() {
    return "TlsListener[" + localAddress + "]";
  }

  /** Settings of a {@link TlsListener}; for one thread. */
  public static final class Builder {
    private Supplier<TlsConfig> config;
    private Limits limits = Limits.defaults();
    private SocketAddress address = new InetSocketAddress(0);
    private int backlog = 1024;
    private int maxConnections = 10_000;
    private int maxHandshakes = Integer.MAX_VALUE;
    private int maxPerAddress = Integer.MAX_VALUE;
    private NaglePolicy nagle = NaglePolicy.OFF;
    private ConnectionListener listener;
    private Consumer<Throwable> errors;
    private TimeSource time = TimeSource.system();

    private Builder() {}

    /** Who this server is, and what it offers and asks for. */
    public Builder config(TlsConfig config) {
      Objects.requireNonNull(config, "config");
      this.config = () -> config;
      return this;
    }

    /**
     * As {@link #config(TlsConfig)}, asked anew for each connection, on its thread: how new
     * credentials and trust come into use, see {@link ReloadingConfig}. What it answers shares its
     * {@link dev.heddle.config.Sessions} if sessions are to go on. A connection for which it throws
     * is reset.
     */
    public Builder config(Supplier<TlsConfig> config) {
      this.config = Objects.requireNonNull(config, "config");
      return this;
    }

    /**
     * How long calls on connections may take; {@link Limits#connect} is from accepting to the end
     * of the handshake. {@link Limits#defaults()} if nothing is said.
     */
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Where to listen: an {@link InetSocketAddress}, with port 0 for one that is free, or a {@link
     * UnixDomainSocketAddress}, whose file is deleted when the listener stops. Any address and any
     * port if nothing is said.
     */
    public Builder address(SocketAddress address) {
      this.address = Objects.requireNonNull(address, "address");
      return this;
    }

    /** How many connections the system keeps that are not accepted yet; 1024, and 1 or more. */
    public Builder backlog(int connections) {
      this.backlog = positive(connections, "backlog");
      return this;
    }

    /** How many connections may stand at once, handshakes included; 10 000, and 1 or more. */
    public Builder maxConnections(int connections) {
      this.maxConnections = positive(connections, "maxConnections");
      return this;
    }

    /**
     * How many handshakes may be under way at once; 1 or more, and no limit but {@link
     * #maxConnections} if nothing is said. A client that is slow uses up its turn until {@link
     * Limits#connect} has passed, so both should leave room for those.
     */
    public Builder maxHandshakes(int handshakes) {
      this.maxHandshakes = positive(handshakes, "maxHandshakes");
      return this;
    }

    /**
     * How many connections one client may have at once; 1 or more, and no limit if nothing is said.
     * A client is an IPv4 address or a /64 network of IPv6. On a Unix-domain socket there is no
     * such limit.
     */
    public Builder maxPerAddress(int connections) {
      this.maxPerAddress = positive(connections, "maxPerAddress");
      return this;
    }

    /** What to do about Nagle's algorithm; off if nothing is said. */
    public Builder nagle(NaglePolicy policy) {
      this.nagle = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Told of what happens to each connection; null for nobody. */
    public Builder listener(ConnectionListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Told of what goes wrong on the listener's threads: why no connection could be accepted or
     * configured, and what handlers throw. Called on the thread it happened on, which waits for it.
     * Null, as if nothing is said: the thread's uncaught exception handler is told instead, but for
     * an {@link IOException} of a handler, of which nobody is.
     */
    public Builder onError(Consumer<Throwable> callback) {
      this.errors = callback;
      return this;
    }

    /** Where limits get their time from; the system if nothing is said. */
    public Builder time(TimeSource time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Listens, and serves from now on, until {@link TlsListener#stop}. Does not block.
     *
     * @throws IOException if the address cannot be listened on; the message names it
     * @throws IllegalArgumentException if the configuration has no credentials and no callback that
     *     chooses them, or the address is of another kind
     * @throws IllegalStateException if there is no configuration
     */
    public TlsListener start(Handler handler) throws IOException {
      Objects.requireNonNull(handler, "handler");
      TlsConfig now = requireCredentials();
      ServerSocketChannel bound = bind();
      try {
        TlsListener started = new TlsListener(this, handler, bound);
        started.warmUp(now);
        started.thread.start();
        return started;
      } catch (IOException | RuntimeException | Error e) {
        bound.close();
        throw e;
      }
    }

    private TlsConfig requireCredentials() {
      if (config == null) {
        throw new IllegalStateException("no configuration: call config(…) first");
      }
      TlsConfig now =
          Objects.requireNonNull(config.get(), "the configuration's supplier gave null");
      if (now.credentials().isEmpty() && now.serverCredentialsCallback().isEmpty()) {
        throw new IllegalArgumentException(
            "a server needs credentials, or a callback that chooses them");
      }
      return now;
    }

    private ServerSocketChannel bind() throws IOException {
      if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
        throw new IllegalArgumentException("the name is not resolved: " + address);
      }
      ServerSocketChannel opened =
          address instanceof UnixDomainSocketAddress
              ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              : ServerSocketChannel.open();
      try {
        opened.bind(address, backlog);
        return opened;
      } catch (IOException e) {
        opened.close();
        throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }

    private static int positive(int value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
      return value;
    }
  }
}
