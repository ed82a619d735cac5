package dev.heddle.demo.bench.peer;

/**
 * One side of connections, as the driver of a benchmark has it work. {@link PeerMain} reads the
 * driver's commands, gives them to it, and answers with what they cost. {@link ClientSide} and
 * {@link ServerSide} are it for any {@link Library} of blocking sockets; what is not of that kind
 * brings a side of its own.
 */
interface Side {

  /** Where it listens; 0 if it does not. */
  int port();

  /** The library and its version, for people. */
  String version();

  /**
   * Does what a line says.
   *
   * @param command the line's words: the command, and its arguments
   * @return what the answer has besides the cost, most often nothing
   */
  String run(String... command) throws Exception;

  /** The refusal of a command that is not known. */
  static IllegalArgumentException unknown(String... command) {
    return new IllegalArgumentException("unknown command: " + String.join(" ", command));
  }
}
