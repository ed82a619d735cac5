package dev.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who is measured: a program that does TLS, this library among them. It is started for each {@link
 * Part} in a process of its own, of which {@link Party} is the driver's hold; the process is told
 * its part by its arguments ({@link Chains#arguments}) and then what to do, line by line.
 *
 * <p>{@link JvmPeer} is one whose process is a JVM of this program. {@link Peers} lists them all.
 */
interface Peer {

  /** What it is called in options and results: lower case, no blanks. */
  String name();

  /** Why it cannot run here at all; empty if it can. */
  default Optional<String> absent() {
    return Optional.empty();
  }

  /** Why it cannot play a part; empty if it can. */
  default Optional<String> absent(Part part) {
    return absent();
  }

  /**
   * What starts it, after whatever has to be built for that has been.
   *
   * @param arguments what it is told, each {@code KEY=VALUE}
   * @param scratch a directory for what is built, which is removed at the end of the run
   */
  List<String> command(List<String> arguments, Path scratch)
      throws IOException, InterruptedException;

  /**
   * Whether it becomes faster while it runs, so that handshakes must come before those that count.
   */
  default boolean warmsUp() {
    return true;
  }

  /** Whom it must face; empty if it can talk to the neutral peer, as all do that do TLS. */
  default Optional<Peer> counterpart() {
    return Optional.empty();
  }
}
