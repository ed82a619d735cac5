package dev.heddle.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * The {@code curl} program as a live HTTPS client. Where it is not installed the test is skipped
 * and says so.
 */
public final class Curl {

  private Curl() {}

  /** What reads what the program prints. */
  public interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * Runs it, and gives back what was read of its output.
   *
   * @param trusted a file of roots in PEM
   * @param input what it reads; null for nothing
   */
  public static <T> T run(Path trusted, InputStream input, Reader<T> reader, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(List.of("--silent", "--show-error", "--cacert", trusted.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream output = process.getInputStream()) {
      FutureTask<Void> writer =
          Ends.virtually(
              () -> {
                try (OutputStream to = process.getOutputStream()) {
                  if (input != null) {
                    input.transferTo(to);
                  }
                }
                return null;
              });
      T result = reader.read(output);
      Ends.await(writer);
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError("curl ended with " + code);
      }
      return result;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path program() {
    var found = OpenSsl.find("curl", System.getenv("PATH"));
    assumeTrue(found.isPresent(), "not tested against curl: no such program on the PATH");
    return found.orElseThrow();
  }
}
