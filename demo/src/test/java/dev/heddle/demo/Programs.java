package dev.heddle.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Programs of others that tests need. Where one is not installed the test is skipped and says so;
 * where the environment has the variable that demands it, the test fails.
 */
public final class Programs {

  /**
   * The path of a program; skips the test where there is none.
   *
   * @param required the variable of the environment that makes the test fail instead
   */
  public static String find(String name, String required) {
    // nginx is in a directory that only root has on its PATH.
    return Stream.of(
            (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(File.pathSeparator))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(
            () -> {
              if (System.getenv(required) != null) {
                throw new AssertionError(required + " is set, but " + name + " is not installed");
              }
              assumeTrue(false, "not tested against " + name + ": it is not installed");
              return null;
            });
  }

  private Programs() {}
}
