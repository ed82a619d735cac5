package dev.heddle.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ticket keys in a file that any number of processes share and watch: the keys that OpenSSL's
 * {@code SSL_CTX_set_tlsext_ticket_key_evp_cb(3)} leaves to the program. The file has the previous
 * key, the current one, which seals, and the next. Since who has read the file lately and who has
 * not know each other's current key, no ticket is lost when it is rotated.
 *
 * <p>The file is text: {@code heddle-ticket-keys 1} in the first line, then a line for each key:
 * {@code previous} (not in a new file), {@code current} and {@code next}, each followed by the name
 * of 16 bytes and the key of 32, in hexadecimal and with one space between. Each line ends with a
 * line feed.
 *
 * <p>Whoever can read it can read and make tickets, now and in what was recorded. On a file system
 * with POSIX permissions a file is refused that others than owner and group can read or write, or
 * that the group can write.
 *
 * <p>Safe for use by several threads.
 */
public final class TicketKeyFile implements TicketKeys {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 4096;

  private final Path file;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile State state;

  private TicketKeyFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.state = read(clock.instant());
  }

  /**
   * Reads a file, and watches it from now on.
   *
   * @throws ConfigException naming the file if it cannot be read, is malformed, no regular file, or
   *     open to too many
   */
  public static TicketKeyFile open(Path file) {
    return open(file, InstantSource.system());
  }

  /** As {@link #open(Path)}, by another clock. */
  static TicketKeyFile open(Path file, InstantSource clock) {
    return new TicketKeyFile(file, clock);
  }

  /**
   * Makes a file with two new keys, the current and the next one, for the owner alone. Blocks until
   * it is on the disk.
   *
   * @throws ConfigException naming the file if it exists or cannot be written
   */
  public static void create(Path file) {
    TicketKeyWriter.create(file);
  }

  /**
   * Makes the current key the previous one, and the next the current; the next is new. Who has read
   * the file before can open what is sealed from now on, as long as it is not rotated again. Let
   * one program rotate it, and no more often than once in a {@link Sessions#lifetime}: a ticket
   * that was sealed a moment before then opens as long as it lives.
   *
   * <p>The file is replaced as a whole, by one of the same permissions and group, once that is on
   * the disk. Two processes that rotate at once do it one after the other; each waits for the other
   * on the file {@code NAME.lock} beside it, which stays. A symbolic link is followed.
   *
   * @throws ConfigException naming the file if it cannot be read or written; it is as it was then
   */
  public static void rotate(Path file) {
    TicketKeyWriter.rotate(file);
  }

  /**
   * The current key, then the previous, if there is one, and the next. Looks at the file at most
   * once a second, in one thread while others go on with the keys they have, and reads it if it has
   * changed. As long as it cannot be read, the keys stay what they were; see {@link #lastFailure}.
   */
  @Override
  public List<TicketKey> keys() {
    if (isDue() && looking.tryLock()) {
      try {
        if (isDue()) {
          look();
        }
      } finally {
        looking.unlock();
      }
    }
    return state.keys;
  }

  /**
   * Why the file could not be read when {@link #keys} looked at it last; empty if it could. The
   * keys are old then, which nobody notices who does not ask: a program should, as often as it
   * looks after its health.
   */
  public Optional<ConfigException> lastFailure() {
    return Optional.ofNullable(state.failure);
  }

  private boolean isDue() {
    return Duration.between(state.looked, clock.instant()).abs().compareTo(EVERY) >= 0;
  }

  private void look() {
    State before = state;
    Instant now = clock.instant();
    try {
      state = stamp(file).equals(before.stamp) ? before.lookedAt(now) : read(now);
    } catch (ConfigException e) {
      // Without a stamp it is read again the next time, even if it looks the same.
      state = new State(now, null, before.keys, e);
    }
  }

  private State read(Instant now) {
    Stamp stamp = stamp(file);
    return new State(now, stamp, load(file, stamp).keys(), null);
  }

  /** The keys in a file. */
  static TicketKeyTriple load(Path file) {
    return load(file, stamp(file));
  }

  private static TicketKeyTriple load(Path file, Stamp stamp) {
    if (!stamp.regular) {
      throw new ConfigException("cannot read file " + file + ": it is no regular file");
    }
    if (stamp.size > MAX_BYTES) {
      throw new ConfigException(
          "file " + file + " holds no ticket keys: it has more than " + MAX_BYTES + " bytes");
    }
    if (stamp.isOpenToOthers()) {
      throw new ConfigException(
          "file "
              + file
              + " has ticket keys and is open to others ("
              + PosixFilePermissions.toString(stamp.permissions)
              + "): only its owner may write it, only owner and group may read it");
    }
    byte[] content = InputFile.read(file);
    try {
      return TicketKeyTriple.parse(content, "file " + file);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Stamp stamp(Path file) {
    try {
      if (PosixRights.areKnown(file)) {
        PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
        return Stamp.of(found, found.permissions());
      }
      return Stamp.of(Files.readAttributes(file, BasicFileAttributes.class), Set.of());
    } catch (IOException e) {
      throw InputFile.unreadable("file", file, e);
    }
  }

  /** The file and how many keys it had; the keys do not show. */
  @Override
  public String toString() {
    State now = state;
    return "TicketKeyFile["
        + file
        + ", "
        + now.keys.size()
        + " keys"
        + (now.failure == null ? "" : ", cannot be read again")
        + "]";
  }

  /** What was known when the file was last looked at. */
  private record State(Instant looked, Stamp stamp, List<TicketKey> keys, ConfigException failure) {

    State lookedAt(Instant now) {
      return new State(now, stamp, keys, failure);
    }
  }

  /**
   * What shows that a file is another one than before; two of its facts only whether to read it.
   */
  private record Stamp(
      FileTime modified,
      long size,
      Object fileKey,
      boolean regular,
      Set<PosixFilePermission> permissions) {

    static Stamp of(BasicFileAttributes found, Set<PosixFilePermission> permissions) {
      return new Stamp(
          found.lastModifiedTime(),
          found.size(),
          found.fileKey(),
          found.isRegularFile(),
          Set.copyOf(permissions));
    }

    boolean isOpenToOthers() {
      return permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
  }
}
