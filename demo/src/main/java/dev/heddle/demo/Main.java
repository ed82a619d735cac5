package dev.heddle.demo;

import dev.heddle.demo.bench.BenchCommand;
import dev.heddle.demo.common.Exit;
import dev.heddle.demo.common.Io;
import dev.heddle.demo.common.Lines;
import dev.heddle.demo.connect.ConnectCommand;
import dev.heddle.demo.jdbc.JdbcCommand;
import dev.heddle.demo.serve.ServeCommand;
import dev.heddle.demo.survey.FanOutCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program: {@link LoadCommand} unless a command is named. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Io.system(), args));
  }

  /** Runs the program and gives its exit code. */
  public static int run(Io io, String... args) {
    CommandLine commands = new CommandLine(new LoadCommand(io));
    commands.addSubcommand(new ConnectCommand(io));
    commands.addSubcommand(new ServeCommand(io));
    commands.addSubcommand(new FanOutCommand(io));
    commands.addSubcommand(new JdbcCommand(io));
    commands.addSubcommand(new BenchCommand(io));
    commands.setOut(new PrintWriter(io.out(), true, Charset.defaultCharset()));
    commands.setErr(new PrintWriter(io.err(), true, Charset.defaultCharset()));
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler((wrong, ignored) -> refuse(io, wrong));
    commands.setExecutionExceptionHandler((broken, command, parsed) -> fail(io, broken));
    int code = commands.execute(withTwoDashes(commands, args));
    io.out().flush();
    return code;
  }

  /** Behind a command, options may be spelled as openssl's are: {@code -servername}. */
  private static String[] withTwoDashes(CommandLine commands, String... args) {
    CommandLine command = args.length == 0 ? null : commands.getSubcommands().get(args[0]);
    return command == null
        ? args
        : Arrays.stream(args)
            .map(arg -> command.getCommandSpec().findOption("-" + arg) != null ? "-" + arg : arg)
            .toArray(String[]::new);
  }

  private static int refuse(Io io, ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    io.err().println(command + ": " + Lines.oneLine(wrong.getMessage()) + "; --help says more");
    return Exit.WRONG_INPUT;
  }

  private static int fail(Io io, Exception broken) {
    io.err().println("heddle-demo: " + Lines.oneLine(String.valueOf(broken)));
    return Exit.FAILED;
  }
}
