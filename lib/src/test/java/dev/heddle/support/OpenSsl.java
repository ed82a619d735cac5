package dev.heddle.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.support.TestCerts.Identity;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code openssl} program as a live peer: {@code s_server} or {@code s_client} in a process of
 * its own, which {@link #close} ends.
 *
 * <p>Where the program is not installed the test is skipped and says so; where {@code
 * HEDDLE_REQUIRE_OPENSSL} is set, in the environment or as a system property, it fails.
 */
public final class OpenSsl implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ACCEPT = Pattern.compile("ACCEPT \\S*:(\\d+)\\s");
  private static final String REQUIRE = "HEDDLE_REQUIRE_OPENSSL";

  private final Path directory;
  private final Process process;
  private final Thread reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final StringBuilder output = new StringBuilder();
  private boolean ended;
  private int port;

  private OpenSsl(Path directory, List<String> command, Map<String, String> environment)
      throws IOException {
    this.directory = directory;
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.directory(directory.toFile()).start();
    reader = Thread.ofPlatform().daemon().name("openssl-output").start(this::collect);
  }

  /**
   * Starts {@code s_server} on a loopback port that the system picks, and returns when it listens.
   *
   * @param options passed on; a {@code -quiet} among them would hide the port
   */
  public static OpenSsl server(Identity identity, String... options) throws Exception {
    return server(identity, TestCerts.root(), options);
  }

  /** As {@link #server(Identity, String...)}; it trusts the clients of {@code root}. */
  public static OpenSsl server(Identity identity, Identity root, String... options)
      throws Exception {
    return server("", identity, root, options);
  }

  /**
   * As {@link #server(Identity, Identity, String...)}, with what it has no options for.
   *
   * @param settings lines of a configuration file, as SSL_CONF_cmd(3) has them
   */
  public static OpenSsl server(String settings, Identity identity, Identity root, String... options)
      throws Exception {
    Path directory = directory();
    List<String> command = command("s_server", "-accept", "127.0.0.1:0");
    command.addAll(trust(directory, root));
    command.addAll(identity(directory, identity));
    command.addAll(List.of(options));
    OpenSsl server = new OpenSsl(directory, command, environment(directory, settings));
    try {
      server.port = Integer.parseInt(server.await(ACCEPT).group(1));
      return server;
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** Starts {@code s_client} to a loopback port; it trusts {@code root} and nothing else. */
  public static OpenSsl client(int port, Identity root, String... options) throws Exception {
    return client(port, root, null, options);
  }

  /**
   * As {@link #client(int, Identity, String...)}, with an identity to show when asked.
   *
   * @param own null for none
   */
  public static OpenSsl client(int port, Identity root, Identity own, String... options)
      throws Exception {
    return client("", port, root, own, options);
  }

  /** As the others, with settings as a server has them. */
  public static OpenSsl client(
      String settings, int port, Identity root, Identity own, String... options) throws Exception {
    Path directory = directory();
    List<String> command = command("s_client", "-connect", "127.0.0.1:" + port);
    command.addAll(trust(directory, root));
    if (own != null) {
      command.addAll(identity(directory, own));
    }
    command.addAll(List.of(options));
    return new OpenSsl(directory, command, environment(directory, settings));
  }

  /** What makes the program read a file with these settings; nothing for none. */
  private static Map<String, String> environment(Path directory, String settings)
      throws IOException {
    if (settings.isEmpty()) {
      return Map.of();
    }
    Path file = directory.resolve("openssl.cnf");
    Files.writeString(
        file,
        """
        openssl_conf = init
        [init]
        ssl_conf = ssl
        [ssl]
        system_default = settings
        [settings]
        %s
        """
            .formatted(settings));
    return Map.of("OPENSSL_CONF", file.toString());
  }

  /** Options with which either program trusts this root and nothing else. */
  private static List<String> trust(Path directory, Identity root) throws IOException {
    Path trusted = Files.writeString(directory.resolve("trusted.pem"), root.certificatePem());
    return List.of("-CAfile", trusted.toString(), "-no-CApath", "-no-CAstore");
  }

  /** Options with which either program shows this identity. */
  private static List<String> identity(Path directory, Identity identity) throws IOException {
    Path certificate = Files.writeString(directory.resolve("cert.pem"), identity.certificatePem());
    Path chain = Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
    Path key = Files.writeString(directory.resolve("key.pem"), identity.keyPem());
    return List.of(
        "-cert", certificate.toString(), "-cert_chain", chain.toString(), "-key", key.toString());
  }

  /** The path of the program; skips the test, or fails it, where there is none. */
  public static Path program() {
    Optional<Path> found = find("openssl", System.getenv("PATH"));
    if (found.isEmpty() && isRequired()) {
      fail(REQUIRE + " is set, but there is no openssl program on the PATH");
    }
    assumeTrue(found.isPresent(), "not tested against openssl: no such program on the PATH");
    return found.orElseThrow();
  }

  /** Skips the test, or fails it, where the program's command does not know an option. */
  public static void requireOption(String command, String option) throws Exception {
    Process help =
        new ProcessBuilder(program().toString(), command, "-help")
            .redirectErrorStream(true)
            .start();
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    help.waitFor();
    boolean known = text.lines().anyMatch(line -> line.strip().startsWith(option + " "));
    if (!known && isRequired()) {
      fail(REQUIRE + " is set, but openssl " + command + " has no " + option);
    }
    assumeTrue(known, "not tested: this openssl's " + command + " has no " + option);
  }

  static Optional<Path> find(String name, String path) {
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .filter(each -> !each.isEmpty())
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean isRequired() {
    return System.getenv(REQUIRE) != null || System.getProperty(REQUIRE) != null;
  }

  /** Where a server listens. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Does as if the program had printed nothing until now. */
  public void forgetOutput() {
    lock.lock();
    try {
      output.setLength(0);
    } finally {
      lock.unlock();
    }
  }

  /** What the program has printed until now, on both its streams. */
  public String output() {
    lock.lock();
    try {
      return output.toString();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the output has such a place; fails after some seconds, or when the program ends.
   */
  public Matcher await(Pattern pattern) throws InterruptedException {
    long nanos = PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        Matcher matcher = pattern.matcher(output.toString());
        if (matcher.find()) {
          return matcher;
        }
        if (ended || nanos <= 0) {
          throw new AssertionError(
              "openssl " + (ended ? "ended" : "waited") + " without " + pattern + ":\n" + output);
        }
        nanos = more.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@link #await(Pattern)} for a text as it stands. */
  public void await(String text) throws InterruptedException {
    await(Pattern.compile(Pattern.quote(text)));
  }

  /**
   * Types a text into the program, which sends it to its peer; lines of one letter are commands.
   */
  public void type(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends the program's input, on which it closes its connection. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for the program to end by itself. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("openssl has not ended:\n" + output());
    }
    return process.exitValue();
  }

  /** Ends the program and waits for it; blocks for some seconds at most. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      process.getOutputStream().close();
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (Path file : filesOf(directory)) {
      Files.delete(file);
    }
    Files.delete(directory);
  }

  private void collect() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        append(new String(buffer, 0, n, StandardCharsets.UTF_8), false);
      }
      append("", true);
    } catch (IOException e) { // closed beside the read: the process was ended
      append("\n[" + e + "]\n", true);
    }
  }

  private void append(String text, boolean last) {
    lock.lock();
    try {
      output.append(text);
      ended |= last;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(List.of(words));
    return command;
  }

  private static Path directory() throws IOException {
    program();
    return Files.createTempDirectory("heddle-openssl");
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
