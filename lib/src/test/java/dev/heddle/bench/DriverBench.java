package dev.heddle.bench;

import dev.heddle.drivers.Face;
import dev.heddle.drivers.Pki;
import dev.heddle.drivers.PostgresServer;
import dev.heddle.drivers.Scenario;
import dev.heddle.support.Nginx;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What drivers cost over this library and over SunJSSE, in CPU time of the client's process: a
 * download by OkHttp over HTTP/2 from nginx, and COPY both ways by pgjdbc with a PostgreSQL. All in
 * TLS 1.3 with {@code TLS_AES_128_GCM_SHA256}.
 *
 * <p>Each library has a process of its own, and servers are processes of theirs. The libraries take
 * turns, and the one that begins changes from round to round. CPU time comes in ticks of 10 ms on
 * Linux: a share of a round should take half a second.
 */
public final class DriverBench {

  private static final String HELP =
      """
      Usage: DriverBench [--rounds N] [--warm-up N] [--megabytes N] [--copy-megabytes N]

        --rounds N          rounds that count (default 11)
        --warm-up N         rounds before them that do not (default 3)
        --megabytes N       megabytes of a download in a round; 0 leaves it out (default 1000)
        --copy-megabytes N  megabytes of COPY in a round, each way, 50 at a time; 0 leaves it
                            out (default 500)

      CPU time of the client's whole process, and the bytes it allocated, for a gigabyte: medians of
      the rounds, and the median, lowest and highest of the rounds' ratios. Needs nginx.
      """;

  /** How much there is to do; the numbers are those of the options. */
  record Size(int rounds, int warmUp, int megabytes, int copyMegabytes) {

    /** Reads the arguments; null if help is asked for. */
    static Size parse(String... arguments) {
      var options = new Options(arguments);
      if (options.flag("--help")) {
        return null;
      }
      var size =
          new Size(
              options.number("--rounds", 1, 11),
              options.number("--warm-up", 0, 3),
              options.number("--megabytes", 0, 1000),
              options.number("--copy-megabytes", 0, 500));
      options.end();
      return size;
    }

    /** How often the file is got: nginx would fill the machine's memory with a larger one. */
    int downloads() {
      return Math.max(1, megabytes / FILE_MEGABYTES);
    }

    /** How many COPYs there are, each way. */
    int copies() {
      return Math.max(1, copyMegabytes / COPY_MEGABYTES);
    }

    /** The bytes of each. */
    long copyBytes() {
      return (long) copyMegabytes * MEGABYTE / copies();
    }

    /** The bytes of the file. */
    long fileBytes() {
      return (long) megabytes * MEGABYTE / downloads();
    }
  }

  private final PrintStream progress;
  private final Size size;

  private DriverBench(PrintStream progress, Size size) {
    this.progress = progress;
    this.size = size;
  }

  public static void main(String[] arguments) throws Exception {
    Size size = Options.read("DriverBench", HELP, Size::parse, arguments);
    if (size != null) {
      Comparison.print("SunJSSE", run(System.err, size));
    }
    System.exit(0); // the library that starts PostgreSQL has threads that would go on
  }

  /** Measures; says on {@code progress} what it is at. */
  static List<Comparison> run(PrintStream progress, Size size) throws Exception {
    return new DriverBench(progress, size).run();
  }

  private List<Comparison> run() throws Exception {
    Parties parties = new Parties(Pki.server(Scenario.GOOD), Pki.root());
    try (BenchProcess ours = start("Heddle's client", Face.HEDDLE, parties);
        BenchProcess theirs = start("SunJSSE's client", Face.SUNJSSE, parties)) {
      List<Comparison> rows = new ArrayList<>();
      if (size.megabytes() > 0) {
        rows.addAll(downloads(ours, theirs));
      }
      if (size.copyMegabytes() > 0) {
        rows.addAll(copies(ours, theirs));
      }
      return rows;
    }
  }

  private static BenchProcess start(String name, Face face, Parties parties) throws Exception {
    return BenchProcess.start(name, null, DriverClient.class, parties, face.name());
  }

  private List<Comparison> downloads(BenchProcess ours, BenchProcess theirs) throws Exception {
    Path directory = Files.createTempDirectory("heddle-download");
    Path file = directory.resolve("data");
    try {
      // An nginx that root has started reads as somebody else.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
        data.setLength(size.fileBytes());
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      String settings =
          "ssl_protocols TLSv1.3; keepalive_requests 1000000; location = /data { alias %s; }"
              .formatted(file);
      try (Nginx nginx = Nginx.start(Pki.server(Scenario.GOOD), settings, "")) {
        String command = "get " + nginx.port() + " " + size.fileBytes() + " " + size.downloads();
        return rounds(
            List.of(
                Contest.ofBytes(
                    "h2 download",
                    size.fileBytes() * size.downloads(),
                    () -> ours.run(command),
                    () -> theirs.run(command))));
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private List<Comparison> copies(BenchProcess ours, BenchProcess theirs) throws Exception {
    progress.println("starting PostgreSQL");
    try (PostgresServer server = PostgresServer.start()) {
      String what = " " + server.port() + " " + size.copyBytes() + " " + size.copies();
      String out = "out" + what;
      String in = "in" + what;
      long bytes = size.copyBytes() * size.copies();
      return rounds(
          List.of(
              Contest.ofBytes("COPY to us", bytes, () -> ours.run(out), () -> theirs.run(out)),
              Contest.ofBytes("COPY from us", bytes, () -> ours.run(in), () -> theirs.run(in))));
    }
  }

  private List<Comparison> rounds(List<Contest> contests) throws Exception {
    return Contest.run(contests, size.warmUp(), size.rounds(), progress);
  }

  private static final int MEGABYTE = 1_000_000;
  private static final int FILE_MEGABYTES = 100;
  private static final int COPY_MEGABYTES = 50;
}
