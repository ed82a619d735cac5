package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of the system's in a process of its own, with a new directory to work in. {@link #close}
 * ends the process and deletes the directory.
 *
 * <p>Where the program is not installed the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_} and the program's name is set in the environment, it fails.
 */
public final class ServerProgram implements AutoCloseable {

  /** What one server needs to be started. */
  public interface Setup {

    /**
     * Writes the files that it needs.
     *
     * @param directory the server's working directory
     * @param port where it is to listen, on 127.0.0.1
     * @return the arguments of the program
     */
    List<String> prepare(Path directory, int port) throws IOException;

    /**
     * Whether what it has left in its directory says that it is the one that listens: another
     * process may have taken the port.
     */
    default boolean saysSo(Path directory) throws IOException {
      return true;
    }
  }

  private static final int ATTEMPTS = 5;

  private final Path directory;
  private final Process process;
  private final int port;

  private ServerProgram(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a loopback port that is free, and returns when it listens.
   *
   * @param name the program's
   * @param require what is behind {@code HEDDLE_REQUIRE_} where it must be there, in lower case
   */
  public static ServerProgram start(String name, String require, Setup setup) throws Exception {
    return start(program(name, "HEDDLE_REQUIRE_" + require.toUpperCase(Locale.ROOT)), setup);
  }

  /** The same with a program that is known to be there. */
  public static ServerProgram start(Path program, Setup setup) throws Exception {
    String name = program.getFileName().toString();
    Path directory = Files.createTempDirectory("heddle-" + name);
    // It cannot be told to pick a port, so another process may be quicker to take the free one.
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = freePort();
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(setup.prepare(directory, port));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
      if (listens(process, port, () -> setup.saysSo(directory))) {
        return new ServerProgram(directory, process, port);
      }
    }
    String output = Files.readString(directory.resolve("output"));
    delete(directory);
    throw new AssertionError(name + " did not start: " + output);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Whether it listens after a while; false if it has ended. */
  private static boolean listens(Process process, int port, Callable<Boolean> saysSo)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline && !process.waitFor(20, TimeUnit.MILLISECONDS)) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected() && saysSo.call() && process.isAlive()) {
          return true;
        }
      } catch (IOException e) { // not yet
        continue;
      }
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  private static Path program(String name, String require) {
    // Some are in a directory that only root has on its PATH.
    Optional<Path> found =
        OpenSsl.find(
            name,
            String.join(File.pathSeparator, System.getenv("PATH"), "/usr/sbin", "/usr/local/sbin"));
    if (found.isEmpty() && System.getenv(require) != null) {
      fail(require + " is set, but " + name + " is not installed");
    }
    assumeTrue(found.isPresent(), "not tested against " + name + ": it is not installed");
    return found.orElseThrow();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Ends it and waits for it; blocks for some seconds at most. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
