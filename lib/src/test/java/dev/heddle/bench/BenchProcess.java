package dev.heddle.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A driver's hold of a process of its own, such as an {@link EngineChild}: a JVM like this one, of
 * the same class path and the same native access, that is told what to do line by line and ends
 * when it is closed.
 */
final class BenchProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;
  private int port;

  private BenchProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  /**
   * Starts a process, which answers the first line, the parties, with the port it listens on.
   *
   * @param name what messages call it
   * @param classes a directory whose classes go before those of this JVM; null for none
   * @param main whose main it is
   * @param arguments for that main
   */
  static BenchProcess start(
      String name, String classes, Class<?> main, Parties parties, String... arguments)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--enable-native-access="))
        .forEach(command::add);
    command.add("-XX:FlightRecorderOptions:stackdepth=256"); // for PinGuard, if one looks
    command.add("-cp");
    String path = System.getProperty("java.class.path");
    command.add(classes == null ? path : classes + File.pathSeparator + path);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    var child =
        new BenchProcess(
            name,
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      child.port = Integer.parseInt(child.ask(parties.encode()));
      return child;
    } catch (Exception e) {
      child.close();
      throw e;
    }
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** Has it done; the answer is what it cost since the last {@code mark}. */
  Cost run(String command) throws Exception {
    return Cost.parse(ask(command));
  }

  /** Says a line and gives back the answer. */
  String ask(String line) throws Exception {
    commands.println(line);
    var answer = new FutureTask<>(answers::readLine);
    Thread.ofVirtual().name("bench-answer").start(answer);
    String text;
    try {
      text = answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new IOException(name + " has not answered for " + PATIENCE_MINUTES + " minutes", e);
    } catch (ExecutionException e) {
      throw new IOException("cannot read from " + name, e);
    }
    if (text == null) {
      throw new IOException(name + " has ended: its last words are above");
    }
    return text;
  }

  /** The status it ended with. */
  int status() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public String toString() {
    return name;
  }

  /** Ends it: by the end of its input or, where that does not help, by force. */
  @Override
  public void close() {
    commands.close();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  private static final int PATIENCE_MINUTES = 10;
}
