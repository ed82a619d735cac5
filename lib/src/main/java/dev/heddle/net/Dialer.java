package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.HostName;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import dev.heddle.preamble.Preamble;
import dev.heddle.preamble.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes connections: looks the name up, opens a transport, shakes hands, all under one limit.
 * Immutable, and for any number of threads; make one, keep it, and sessions are resumed.
 */
public final class Dialer {

  final Builder settings;
  final Observer observer;
  final Turns turns;

  private Dialer(Builder settings) {
    this.settings = settings;
    this.observer = new Observer(settings.listener);
    this.turns = new Turns(settings.maxHandshakes, settings.time);
  }

  /** All defaults: verifying, with the system's trust. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    return settings.copy();
  }

  /** Where its limits get their time from. */
  public TimeSource time() {
    return settings.time;
  }

  /**
   * Connects to a host by name or address literal, as whom the server is verified. Blocks until the
   * handshake is done, for {@link Limits#connect} at most; then nothing is left of the attempt.
   *
   * <p>The addresses of a name are tried by RFC 8305: IPv6 and IPv4 in turn, the next one when the
   * one before has failed or after the {@linkplain Builder#attemptDelay attempt delay} beside it,
   * and the first whose handshake succeeds is the connection. If none does, the failure is that of
   * the address that came furthest (of several, the first), and those of the others are its
   * suppressed exceptions.
   *
   * @param host a DNS name or an IP address
   * @param port 1 to 65535
   * @throws IllegalArgumentException if host or port is none, or the trust cannot be read
   * @throws TlsException if it failed, with a {@link FailureReport} inside
   * @throws TlsTimeoutException if it took too long; it says which phase took how long
   * @throws TlsInterruptedException if the thread was interrupted
   */
  public TlsSocket connect(String host, int port) throws IOException {
    return connect(host, port, Deadline.never());
  }

  /**
   * As {@link #connect(String, int)}, and by a deadline of the caller's: the earlier one counts.
   *
   * @param end of the time source that this dialer goes by
   */
  public TlsSocket connect(String host, int port, Deadline end) throws IOException {
    Objects.requireNonNull(end, "end");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
    }
    HostName name = HostName.of(Objects.requireNonNull(host, "host"));
    String target = name.isIp() ? name.text() : host;
    Dial dial = new Dial(this, host, host + ":" + port, course(target, port), end);
    return settings.proxy == null
        ? dial.byHost(host, port)
        : dial.byHost(settings.proxy.host(), settings.proxy.port());
  }

  /**
   * Connects to one address, as whose owner a host is verified. Otherwise as {@link
   * #connect(String, int)}; no name is looked up, but for a proxy's, which is told the address.
   *
   * @param address a resolved {@link InetSocketAddress}, or a {@link UnixDomainSocketAddress}
   * @param host the DNS name or IP address to verify
   * @throws IllegalArgumentException also if the address is of another kind, or one of a
   *     Unix-domain socket and there is a proxy
   */
  public TlsSocket connect(SocketAddress address, String host) throws IOException {
    return connect(address, host, Deadline.never());
  }

  /** As {@link #connect(SocketAddress, String)}, and by a deadline of the caller's. */
  public TlsSocket connect(SocketAddress address, String host, Deadline end) throws IOException {
    Objects.requireNonNull(end, "end");
    HostName.of(Objects.requireNonNull(host, "host"));
    return switch (Objects.requireNonNull(address, "address")) {
      case InetSocketAddress inet when !inet.isUnresolved() && inet.getPort() > 0 ->
          connect(inet, host, end);
      case UnixDomainSocketAddress unix when settings.proxy != null ->
          throw new IllegalArgumentException("no proxy leads to a Unix-domain address: " + unix);
      case UnixDomainSocketAddress unix ->
          new Dial(this, host, host + ":" + unix.getPath(), course(host, 0), end)
              .race(List.of(unix));
      default ->
          throw new IllegalArgumentException(
              "neither a resolved address with a port nor a Unix-domain one: " + address);
    };
  }

  private TlsSocket connect(InetSocketAddress address, String host, Deadline end)
      throws IOException {
    int port = address.getPort();
    String literal = HostName.of(address.getAddress().getHostAddress()).text();
    Dial dial = new Dial(this, host, host + ":" + port, course(literal, port), end);
    return settings.proxy == null
        ? dial.race(List.of(address))
        : dial.byHost(settings.proxy.host(), settings.proxy.port());
  }

  private Course course(String host, int port) {
    return new Course(host, port, settings.proxy, settings.startTls);
  }

  /** Settings of a {@link Dialer}; for one thread. */
  public static final class Builder {
    Supplier<TlsConfig> config;
    Limits limits = Limits.defaults();
    NaglePolicy nagle = NaglePolicy.OFF;
    InetSocketAddress local; // null: any
    ConnectionListener listener; // null: nobody
    Network network = Network.system();
    TimeSource time = TimeSource.system();
    Duration attemptDelay = Duration.ofMillis(250);
    int maxHandshakes = Integer.MAX_VALUE; // that is no limit
    Proxy proxy; // null: none
    Preamble startTls; // null: TLS begins at once

    private Builder() {
      TlsConfig defaults = TlsConfig.builder().build();
      config = () -> defaults;
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.config = config;
      copy.limits = limits;
      copy.nagle = nagle;
      copy.local = local;
      copy.listener = listener;
      copy.network = network;
      copy.time = time;
      copy.attemptDelay = attemptDelay;
      copy.maxHandshakes = maxHandshakes;
      copy.proxy = proxy;
      copy.startTls = startTls;
      return copy;
    }

    /**
     * What to offer and whom to trust. A host name in it is the one to verify, whatever host is
     * connected to; without one it is that host.
     */
    public Builder config(TlsConfig config) {
      Objects.requireNonNull(config, "config");
      this.config = () -> config;
      return this;
    }

    /**
     * As {@link #config(TlsConfig)}, asked anew for each connection: how new credentials and trust
     * come into use. It must answer at once, and what it answers shares its {@link
     * dev.heddle.config.Sessions} if sessions are to go on.
     */
    public Builder config(Supplier<TlsConfig> config) {
      this.config = Objects.requireNonNull(config, "config");
      return this;
    }

    /** How long calls may take; {@link Limits#defaults()} if nothing is said. */
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** What to do about Nagle's algorithm; off if nothing is said. */
    public Builder nagle(NaglePolicy policy) {
      this.nagle = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * The address to connect from, with port 0 for any; null for any address. Only addresses of its
     * family are tried then; a Unix-domain address is not asked.
     *
     * @throws IllegalArgumentException if it is not resolved
     */
    public Builder localAddress(InetSocketAddress local) {
      if (local != null && local.isUnresolved()) {
        throw new IllegalArgumentException("local address is not resolved: " + local);
      }
      this.local = local;
      return this;
    }

    /**
     * How long an address may take before the next one is tried beside it, 10 ms to 2 s; 250 ms if
     * nothing is said (RFC 8305 section 8).
     */
    public Builder attemptDelay(Duration delay) {
      if (delay.compareTo(Duration.ofMillis(10)) < 0
          || delay.compareTo(Duration.ofSeconds(2)) > 0) {
        throw new IllegalArgumentException("attempt delay must be 10 ms to 2 s, not " + delay);
      }
      this.attemptDelay = delay;
      return this;
    }

    /**
     * How many handshakes this dialer has under way at once, on all threads: they are the part of a
     * connection that takes the processor. The others wait their turn with their transport open,
     * first come first served, and that counts as handshake. No limit if nothing is said.
     *
     * @param most 1 or more
     */
    public Builder maxHandshakes(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("handshakes at once must be 1 or more, not " + most);
      }
      this.maxHandshakes = most;
      return this;
    }

    /**
     * What is said to the server before TLS: one of {@link dev.heddle.preamble.StartTls}, or a
     * conversation of one's own; null for nothing, TLS begins at once. It is under {@link
     * Limits#connect} with all the rest; a server that refuses it is a failure in the phase {@link
     * dev.heddle.fault.Phase#STARTTLS}, and plain text that it sends after its go-ahead, too.
     *
     * @throws IllegalArgumentException if it is a proxy
     */
    public Builder startTls(Preamble startTls) {
      if (startTls instanceof Proxy) {
        throw new IllegalArgumentException("a proxy is set by proxy(): " + startTls);
      }
      this.startTls = startTls;
      return this;
    }

    /**
     * The proxy to go through; null for none. Its name is looked up and its addresses are tried
     * instead of the target's, whose name the proxy looks up. Whoever the proxy leads to is
     * verified as the target all the same. A proxy that refuses is a failure in the phase {@link
     * dev.heddle.fault.Phase#PROXY}.
     */
    public Builder proxy(Proxy proxy) {
      this.proxy = proxy;
      return this;
    }

    /** Told of what happens to each connection; null for nobody. */
    public Builder listener(ConnectionListener listener) {
      this.listener = listener;
      return this;
    }

    /** Where names are looked up and transports come from; the system if nothing is said. */
    public Builder network(Network network) {
      this.network = Objects.requireNonNull(network, "network");
      return this;
    }

    /** Where limits get their time from; the system if nothing is said. */
    public Builder time(TimeSource time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /** The dialer. */
    public Dialer build() {
      return new Dialer(copy());
    }
  }
}
