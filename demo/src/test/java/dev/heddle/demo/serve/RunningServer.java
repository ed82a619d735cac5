package dev.heddle.demo.serve;

import dev.heddle.demo.Main;
import dev.heddle.demo.common.Io;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code heddle-demo serve} on a thread of its own, from its first line to its end. */
final class RunningServer {

  private static final Pattern LISTENING = Pattern.compile("listening on \\S+ port (\\d+)\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch listening = new CountDownLatch(1);
  private final FutureTask<Integer> run;

  /** Starts it, for that many connections, and returns when it listens. */
  static RunningServer start(int connections, String... options) throws InterruptedException {
    RunningServer server = new RunningServer(connections, options);
    Thread.ofPlatform().name("serve").daemon().start(server.run);
    if (!server.listening.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not listen: " + server.out() + server.err);
    }
    return server;
  }

  private RunningServer(int connections, String... options) {
    PrintStream lines =
        new PrintStream(out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.startsWith("listening on ")) {
              listening.countDown();
            }
          }
        };
    Io io =
        new Io(
            InputStream.nullInputStream(),
            lines,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    List<String> arguments = new ArrayList<>(List.of("serve", "--max", "" + connections));
    arguments.addAll(List.of(options));
    run = new FutureTask<>(() -> Main.run(io, arguments.toArray(String[]::new)));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What follows a text on its line, up to the next space. */
  String word(String before) {
    Matcher matcher = Pattern.compile(Pattern.quote(before) + "(\\S+)").matcher(out());
    if (!matcher.find()) {
      throw new AssertionError("no " + before + " in " + out());
    }
    return matcher.group(1);
  }

  int port() {
    Matcher matcher = LISTENING.matcher(out());
    if (!matcher.find()) {
      throw new AssertionError("no port in " + out());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Waits for its end. */
  int exitCode() throws Exception {
    return run.get(20, TimeUnit.SECONDS);
  }
}
