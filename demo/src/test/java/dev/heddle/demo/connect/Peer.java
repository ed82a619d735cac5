package dev.heddle.demo.connect;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody else's server in a process of its own, which {@link #close} ends. */
final class Peer implements AutoCloseable {

  private final Process process;
  private final String ready;

  private Peer(Process process, String ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * Starts a program and waits for the line that says that it listens; what it prints afterwards is
   * drained, so that it is never stuck.
   */
  static Peer start(Path directory, List<String> command, Predicate<String> isReady)
      throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = out.readLine()) != null) {
      if (isReady.test(line)) {
        Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
        return new Peer(process, line);
      }
      said.append(line).append('\n');
    }
    throw new IOException(command.getFirst() + " did not start: " + said);
  }

  /** The line that said that it listens. */
  String ready() {
    return ready;
  }

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
  }
}
