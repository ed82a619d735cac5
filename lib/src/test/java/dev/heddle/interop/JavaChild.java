package dev.heddle.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM like this one that prints lines, which {@link #close} ends. */
final class JavaChild implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;

  private JavaChild(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  static JavaChild start(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new JavaChild(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The next line that it prints, on either of its streams; null if it has ended. */
  String line() throws IOException {
    return lines.readLine();
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
    lines.close();
  }
}
