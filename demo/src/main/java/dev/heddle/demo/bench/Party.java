package dev.heddle.demo.bench;

import dev.heddle.demo.common.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running process, which does what it is told line by line, answers each line by one, and ends
 * when it is closed. Its first line is its port and its version.
 *
 * <p>For one thread, which is interruptible while it waits for an answer.
 */
final class Party implements AutoCloseable {

  /**
   * What an answer says: what was used since the last {@code mark}, and what else there is to tell.
   *
   * @param cpuNanos user and system time of the process
   * @param allocated bytes; negative if not known
   * @param more numbers, by the command
   */
  record Answer(long cpuNanos, long allocated, List<Long> more) {

    static Answer parse(String line) {
      List<Long> numbers = List.of(line.split(" ")).stream().map(Long::valueOf).toList();
      return new Answer(numbers.get(0), numbers.get(1), numbers.subList(2, numbers.size()));
    }
  }

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;
  private final LastWords lastWords;
  private int port;
  private String version;

  private Party(String name, Process process) {
    this.name = name;
    this.process = process;
    this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.lastWords = new LastWords(process.getErrorStream());
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param name what messages call it
   * @param options more of them, if it is a JVM
   * @throws PeerAbsentException if the process says that it cannot play its part, and why
   * @throws IOException saying what the process has said if it does not come that far
   */
  static Party start(String name, List<String> command, String options)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (!options.isEmpty()) {
      builder.environment().merge(JVM_OPTIONS, options, (own, more) -> own + " " + more);
    }
    Party party = new Party(name, builder.start());
    try {
      String[] words = party.answer().split(" ", 2);
      party.port = Integer.parseInt(words[0]);
      party.version = words.length > 1 ? words[1] : "";
      return party;
    } catch (IOException | InterruptedException | RuntimeException e) {
      party.kill();
      party.close();
      throw e;
    }
  }

  /** Where it listens; 0 if it does not. */
  int port() {
    return port;
  }

  /** What program it is, and of what version. */
  String version() {
    return version;
  }

  /** Says a line, and gives back the answer. */
  Answer ask(String line) throws IOException, InterruptedException {
    commands.println(line);
    String answer = answer();
    try {
      return Answer.parse(answer);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(name + " answers '" + line + "' with '" + answer + "'", e);
    }
  }

  private String answer() throws IOException, InterruptedException {
    var reading = new FutureTask<>(answers::readLine);
    Thread.ofVirtual().name("bench-answer").start(reading);
    String text;
    try {
      text = reading.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new IOException(name + " has not answered for " + PATIENCE_MINUTES + " minutes", e);
    } catch (ExecutionException e) {
      throw new IOException("cannot read from " + name, e);
    }
    if (text == null) {
      throw ended();
    }
    return text;
  }

  private IOException ended() throws InterruptedException {
    String words = lastWords.text();
    boolean cannot =
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == CANNOT;
    return cannot ? new PeerAbsentException(words) : new IOException(name + " has ended: " + words);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Ends it at once, whatever it is at; {@link #close} remains to be called. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends it: by the end of its input or, where that does not help, by force. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What a process says on its standard error: the first lines of it. */
  private static final class LastWords {
    private final StringBuffer words = new StringBuffer();
    private final Thread reader;

    LastWords(InputStream errors) {
      reader = Thread.ofVirtual().name("bench-last-words").start(() -> read(errors));
    }

    private void read(InputStream errors) {
      try (var in = new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (words.length() < MOST_WORDS) {
            words.append(words.isEmpty() ? "" : " | ").append(line);
          }
        }
      } catch (IOException e) {
        words.append(" (").append(e.getMessage()).append(')');
      }
    }

    String text() throws InterruptedException {
      reader.join(PATIENCE_SECONDS * 1000L);
      return words.isEmpty() ? "it has said nothing" : Lines.oneLine(words.toString());
    }
  }

  private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

  /** The status of a program that cannot play the part it is told: EX_UNAVAILABLE. */
  static final int CANNOT = 69;

  private static final int PATIENCE_MINUTES = 5;
  private static final int PATIENCE_SECONDS = 10;
  private static final int MOST_WORDS = 1000;
}
