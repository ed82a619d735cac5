package dev.heddle.demo;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program: {@link LoadCommand} unless a command is named. */
public final class Main {

  /** Nothing failed. */
  static final int OK = 0;

  /** Something failed. */
  static final int FAILED = 1;

  /** The program was called wrongly, or given what it cannot use. */
  static final int WRONG_INPUT = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Io.system(), args));
  }

  /** Runs the program and gives its exit code. */
  static int run(Io io, String... args) {
    CommandLine commands = new CommandLine(new LoadCommand(io));
    commands.addSubcommand(new ConnectCommand(io));
    commands.setOut(new PrintWriter(io.out(), true, Charset.defaultCharset()));
    commands.setErr(new PrintWriter(io.err(), true, Charset.defaultCharset()));
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler((wrong, ignored) -> refuse(io, wrong));
    commands.setExecutionExceptionHandler((broken, command, parsed) -> fail(io, broken));
    int code = commands.execute(args);
    io.out().flush();
    return code;
  }

  private static int refuse(Io io, ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    io.err().println(command + ": " + oneLine(wrong.getMessage()) + "; see " + command + " --help");
    return WRONG_INPUT;
  }

  private static int fail(Io io, Exception broken) {
    io.err().println("heddle-demo: " + oneLine(String.valueOf(broken)));
    return FAILED;
  }

  /** Text of others as one line that leaves a terminal alone. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.strip()
        .codePoints()
        .forEach(
            c -> {
              boolean prints = !Character.isISOControl(c) && Character.getType(c) != FORMAT;
              line.appendCodePoint(prints ? c : ' ');
            });
    return line.toString();
  }

  private static final int FORMAT = Character.FORMAT;
}
