package dev.heddle.testing;

import dev.heddle.bio.Bio;
import dev.heddle.net.Limits;
import java.time.Duration;
import java.util.Objects;

/** How an address of a {@link MemoryNetwork} answers somebody who connects. Immutable. */
public final class Answer {

  /** What a server does with one connection. */
  @FunctionalInterface
  public interface Server {

    /**
     * Serves one connection, on a virtual thread of its own. The transport is closed afterwards, or
     * reset if this throws, which {@link MemoryNetwork#failures} then has.
     *
     * @param bio the server's end, a blocking one
     */
    void serve(Bio bio) throws Exception;
  }

  private static final Answer REFUSE = new Answer(null, Duration.ZERO);

  final Server server; // null: nobody listens
  final Duration delay;

  private Answer(Server server, Duration delay) {
    this.server = server;
    this.delay = delay;
  }

  /** The connection is accepted, and served so. */
  public static Answer accept(Server server) {
    return new Answer(Objects.requireNonNull(server, "server"), Duration.ZERO);
  }

  /** The connection is refused. */
  public static Answer refuse() {
    return REFUSE;
  }

  /** No answer ever comes. */
  public static Answer blackHole() {
    return REFUSE.after(Limits.FOREVER);
  }

  /**
   * The same answer, later.
   *
   * @param delay since the connect began; more than 200 years is never
   */
  public Answer after(Duration delay) {
    return new Answer(server, delay);
  }
}
