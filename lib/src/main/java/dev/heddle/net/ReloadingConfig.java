package dev.heddle.net;

import dev.heddle.bio.Deadline;
import dev.heddle.bio.TimeSource;
import dev.heddle.config.ConfigException;
import dev.heddle.config.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A configuration that is built anew when its files change: for short-lived certificates, keys and
 * trust, of servers and of clients. Give it to {@link TlsListener.Builder#config(Supplier)} or
 * {@link Dialer.Builder#config(Supplier)}: the next connection has the new configuration, those
 * that stand go on with theirs.
 *
 * <pre>{@code
 * ReloadingConfig config =
 *     ReloadingConfig.builder(
 *             () -> TlsConfig.builder().credentials(Credentials.pem(chain, key)).build())
 *         .watch(chain, key)
 *         .build();
 * }</pre>
 *
 * <p>There is no thread: {@link #get} looks at the files, at most once in {@link Builder#every so
 * much time}, and whoever finds them changed builds the new configuration at once while others get
 * the old one. When it cannot be built, because a file is half written or the key is not yet that
 * of the certificate, the old one stays in use, {@link Builder#onError somebody} is told, and the
 * next look tries again.
 *
 * <p>Sessions go on: each new configuration gets the {@link dev.heddle.config.Sessions} of the
 * first. What other credentials or other trust allowed is not resumed all the same, see {@link
 * TlsConfig#trustDigest}.
 *
 * <p>All threads may use it.
 */
public final class ReloadingConfig implements Supplier<TlsConfig> {

  private final Supplier<TlsConfig> build;
  private final List<Path> files;
  private final Duration every;
  private final Complaints complaints;
  private final TimeSource time;
  private final ReentrantLock building = new ReentrantLock(); // the next three are its holder's
  private List<FileStamp> stamps;
  private boolean stale;
  private volatile Deadline nextLook;
  private volatile TlsConfig current;

  private ReloadingConfig(Builder settings) {
    this.build = settings.build;
    this.files = List.copyOf(settings.files);
    this.every = settings.every;
    this.complaints = new Complaints(settings.errors);
    this.time = settings.time;
    this.stamps = FileStamp.of(files);
    this.current = made();
    this.nextLook = time.in(every);
  }

  /**
   * A configuration to be.
   *
   * @param build makes it from the files as they are; called now and after each change, never twice
   *     at once
   */
  public static Builder builder(Supplier<TlsConfig> build) {
    return new Builder(build);
  }

  /**
   * The configuration, as new as the last look at the files. Does not wait for another thread; may
   * read files.
   */
  @Override
  public TlsConfig get() {
    if (nextLook.hasPassed() && building.tryLock()) {
      try {
        look();
      } catch (RuntimeException e) {
        complaints.failure(e);
      } finally {
        building.unlock();
      }
    }
    return current;
  }

  /**
   * Builds the configuration anew now, whether or not a file has changed. Blocks while another
   * thread does.
   *
   * @throws ConfigException if it cannot be built, or whatever else its maker throws; the old one
   *     stays in use
   */
  public void reload() {
    building.lock(); // IO block
    try {
      rebuild(FileStamp.of(files));
    } finally {
      building.unlock();
    }
  }

  private void look() {
    if (!nextLook.hasPassed()) {
      return; // another has looked meanwhile
    }
    nextLook = time.in(every);
    List<FileStamp> now = FileStamp.of(files);
    if (stale || !now.equals(stamps)) {
      rebuild(now);
    }
  }

  /** The stamps are of before, so that a change beside this is found at the next look. */
  private void rebuild(List<FileStamp> before) {
    stale = true;
    current = made().withSessions(current.sessions());
    stamps = before;
    stale = false;
  }

  private TlsConfig made() {
    return Objects.requireNonNull(build.get(), "the configuration's maker gave null");
  }

  /** Settings of a {@link ReloadingConfig}; for one thread. */
  public static final class Builder {
    private final Supplier<TlsConfig> build;
    private final List<Path> files = new ArrayList<>();
    private Duration every = Duration.ofSeconds(10);
    private Consumer<Throwable> errors;
    private TimeSource time = TimeSource.system();

    private Builder(Supplier<TlsConfig> build) {
      this.build = Objects.requireNonNull(build, "build");
    }

    /**
     * Files to watch, as well as those given before: a change of time, size or identity counts, of
     * what a symbolic link leads to, too. Of a directory only its own list of files is watched. A
     * file that is missing is a state like any other.
     */
    public Builder watch(Path... more) {
      files.addAll(List.of(more));
      return this;
    }

    /** How much time is between two looks at the files at least; 10 s if nothing is said. */
    public Builder every(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("time between looks must not be negative: " + time);
      }
      this.every = time;
      return this;
    }

    /**
     * Told why the configuration could not be built anew, on the thread of {@link
     * ReloadingConfig#get}; null, as if nothing is said: that thread's uncaught exception handler.
     */
    public Builder onError(Consumer<Throwable> callback) {
      this.errors = callback;
      return this;
    }

    /** Where {@link #every} gets its time from; the system if nothing is said. */
    public Builder time(TimeSource source) {
      this.time = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Builds the first configuration. May read files.
     *
     * @throws ConfigException if it cannot be built, or whatever else its maker throws
     */
    public ReloadingConfig build() {
      return new ReloadingConfig(this);
    }
  }
}
