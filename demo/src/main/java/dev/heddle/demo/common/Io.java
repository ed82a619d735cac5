package dev.heddle.demo.common;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The program's three streams, so that it can be run inside a test.
 *
 * @param terminal whether {@code out} is a terminal, where a line may be drawn again
 */
public record Io(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

  public static Io system() {
    return new Io(System.in, System.out, System.err, isTerminal());
  }

  /** From Java 22 on there may be a console that is none; it then says so itself. */
  private static boolean isTerminal() {
    var console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) console.getClass().getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException java21) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
