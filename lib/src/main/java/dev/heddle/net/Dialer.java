package dev.heddle.net;

import dev.heddle.bio.Bio;
import dev.heddle.bio.Deadline;
import dev.heddle.bio.NaglePolicy;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.TlsConfig;
import dev.heddle.fault.FailureReport;
import dev.heddle.fault.TlsException;
import dev.heddle.fault.TlsInterruptedException;
import dev.heddle.fault.TlsTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes connections: looks the name up, opens a transport, shakes hands, all under one limit.
 * Immutable, and for any number of threads; make one, keep it, and sessions are resumed.
 */
public final class Dialer {

  private final Builder settings;
  private final Observer observer;

  private Dialer(Builder settings) {
    this.settings = settings;
    this.observer = new Observer(settings.listener);
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
   * @param host a DNS name or an IP address
   * @param port 1 to 65535
   * @throws IllegalArgumentException if host or port is none
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
    Deadline by = settings.time.in(settings.limits.connect()).earlier(end);
    InetAddress address = settings.network.resolve(host).getFirst();
    return attempt(new InetSocketAddress(address, port), host, port, by);
  }

  private TlsSocket attempt(SocketAddress address, String host, int port, Deadline by)
      throws IOException {
    Bio bio = settings.network.connect(address, settings.local);
    Setup setup = new Setup(settings.limits, settings.nagle, settings.time, observer, Map.of());
    TlsConfig config = ForHost.of(settings.config.get(), host);
    return Handshake.finish(
        new TlsSocket(Observer.nextId(), true, config, host + ":" + port, bio, setup), by);
  }

  /** Settings of a {@link Dialer}; for one thread. */
  public static final class Builder {
    private Supplier<TlsConfig> config;
    private Limits limits = Limits.defaults();
    private NaglePolicy nagle = NaglePolicy.OFF;
    private InetSocketAddress local;
    private ConnectionListener listener;
    private Network network = Network.system();
    private TimeSource time = TimeSource.system();

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

    /** The address to connect from, with port 0 for any; null for any address. */
    public Builder localAddress(InetSocketAddress local) {
      this.local = local;
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
