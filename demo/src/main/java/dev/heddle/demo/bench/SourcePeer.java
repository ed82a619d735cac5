package dev.heddle.demo.bench;

import dev.heddle.demo.bench.Part.Role;
import dev.heddle.demo.common.Lines;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client in another language, a process without a JVM. Its source comes with this program, from
 * {@code demo/src/peers}, and is compiled in the first measure of a run that wants it.
 *
 * @param name what options and results call it
 * @param folder of the resources that has its source
 * @param files its source
 * @param compiler the command that makes the program of them in the directory where they are
 * @param environment what is set for the compiler
 */
record SourcePeer(
    String name,
    String folder,
    List<String> files,
    List<String> compiler,
    Map<String, String> environment)
    implements Peer {

  private static final String PROGRAM = "client";

  /** OpenSSL's library, of the version that the system has, and its blocking calls. */
  static final SourcePeer LIBSSL =
      new SourcePeer(
          "libssl",
          "openssl",
          List.of("client.c"),
          List.of(
              "cc", "-std=c11", "-O2", "-o", PROGRAM, "client.c", "-lssl", "-lcrypto", "-pthread"),
          Map.of());

  /** Go's crypto/tls, of the version that the system has; nothing is fetched for it. */
  static final SourcePeer GO =
      new SourcePeer(
          "go",
          "go",
          List.of("client.go", "go.mod"),
          List.of("go", "build", "-o", PROGRAM, "."),
          Map.of("GOFLAGS", "-mod=mod", "GOPROXY", "off", "GOTOOLCHAIN", "local"));

  @Override
  public Optional<String> absent() {
    String tool = compiler.getFirst();
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    return isThere ? Optional.empty() : Optional.of("no " + tool + " here to compile it");
  }

  @Override
  public Optional<String> absent(Part part) {
    return part.role() == Role.CLIENT ? absent() : Optional.of("it is a client only");
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public List<String> command(List<String> arguments, Path scratch)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(scratch.resolve(name));
    Path program = directory.resolve(PROGRAM);
    if (!Files.exists(program)) {
      compile(directory);
    }
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  private void compile(Path directory) throws IOException, InterruptedException {
    for (String file : files) {
      String path = folder + "/" + file;
      try (InputStream source = SourcePeer.class.getResourceAsStream(path)) {
        Objects.requireNonNull(source, () -> "this program was built without " + path);
        Files.write(directory.resolve(file), source.readAllBytes());
      }
    }
    Path said = directory.resolve("compiler.log");
    ProcessBuilder builder =
        new ProcessBuilder(compiler)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new PeerAbsentException("not compiled after " + PATIENCE_MINUTES + " minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new PeerAbsentException("it does not compile: " + firstError(said));
    }
  }

  /**
   * The first line of a compiler's that names an error or, if none does, the first that names a
   * place.
   */
  private static String firstError(Path said) throws IOException {
    List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
    return lines.stream()
        .filter(line -> line.contains("error"))
        .findFirst()
        .or(() -> lines.stream().filter(line -> !line.startsWith("#")).findFirst())
        .map(Lines::oneLine)
        .orElse("its compiler says nothing");
  }

  private static final int PATIENCE_MINUTES = 3;
}
