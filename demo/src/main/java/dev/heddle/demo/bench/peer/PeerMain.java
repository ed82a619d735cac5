package dev.heddle.demo.bench.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A process of the command {@code bench}: one library in one role, which does what the driver says
 * on the standard input, and says what this has cost the process.
 *
 * <p>The arguments are {@link Settings}, of which {@code library=} names the {@link Library}. The
 * first line of the output is the port it listens on, 0 for a client, and the library's version.
 * Then each line of the input is answered by one line, the {@link Cost} since the last {@code mark}
 * and, with some commands, more; {@link ClientSide} and {@link ServerSide} have the commands. The
 * program ends with its input, and with status 1 at the first thing that goes wrong, or 69 where
 * the library cannot play its part here, of which it tells on the standard error.
 */
public final class PeerMain {

  private PeerMain() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Side side = inVirtualThread(() -> side(new Settings(arguments)));
    System.out.println(side.port() + " " + side.version());
    Cost mark = Cost.now();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ");
      String more = "";
      if (command[0].equals("mark")) {
        mark = Cost.now();
      } else {
        more = inVirtualThread(() -> side.run(command));
      }
      System.out.println((Cost.now().since(mark) + " " + more).strip());
    }
    System.exit(0);
  }

  private static Side side(Settings settings) throws Exception {
    if (settings.text("role").equals("both")) {
      return new RecordSide(settings);
    }
    if (settings.text("library").equals("netty")) {
      return settings.isClient() ? new NettyClientSide(settings) : new NettyServerSide(settings);
    }
    Library library = library(settings);
    return settings.isClient()
        ? new ClientSide(library, settings)
        : new ServerSide(library, settings);
  }

  /** The library of blocking sockets that is to be measured. */
  static Library library(Settings settings) throws Exception {
    return switch (settings.text("library")) {
      case "heddle" -> new HeddleLibrary(settings);
      case "sunjsse" -> new JsseLibrary(Jsse.sun(), settings);
      case "bcjsse" -> new JsseLibrary(new BcJsse(), settings);
      case "conscrypt" -> new JsseLibrary(new ConscryptJsse(), settings);
      case "plain" -> new PlainLibrary(settings);
      default -> throw new IllegalArgumentException("library=" + settings.text("library"));
    };
  }

  /** Ends the process if it fails: the driver must not wait for an answer that will not come. */
  static void inBackground(Callable<?> work) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.call();
              } catch (Throwable e) {
                end(e);
              }
            });
  }

  private static <T> T inVirtualThread(Callable<T> work) throws InterruptedException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw end(e.getCause());
    }
  }

  private static IllegalStateException end(Throwable e) {
    if (e instanceof UnableException) {
      System.err.println(e.getMessage());
      System.exit(UNABLE);
    }
    e.printStackTrace();
    System.exit(1);
    return new IllegalStateException(e);
  }

  /** What EX_UNAVAILABLE is in {@code sysexits.h}: the driver names this peer as absent. */
  static final int UNABLE = 69;
}
