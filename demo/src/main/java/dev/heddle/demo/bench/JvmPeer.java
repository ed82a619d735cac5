package dev.heddle.demo.bench;

import dev.heddle.demo.bench.peer.PeerMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A library in a JVM like this one, with the same class path.
 *
 * @param library what {@link PeerMain} knows it by
 * @param classes a directory whose classes go before those of this JVM; null for none
 * @param options for the JVM, before the main class
 * @param refusal why it cannot play a part; empty if it can
 */
record JvmPeer(
    String name,
    String library,
    Path classes,
    List<String> options,
    Function<Part, Optional<String>> refusal)
    implements Peer {

  /** One that can do all that there is to do. */
  JvmPeer(String name, String library) {
    this(name, library, null, List.of(), part -> Optional.empty());
  }

  /** This one, of other classes. */
  JvmPeer of(String otherName, Path otherClasses) {
    return new JvmPeer(otherName, library, otherClasses, options, refusal);
  }

  @Override
  public Optional<String> absent(Part part) {
    return refusal.apply(part);
  }

  @Override
  public List<String> command(List<String> arguments, Path scratch) {
    List<String> command = java(classes, options, PeerMain.class);
    command.add("library=" + library);
    command.addAll(arguments);
    return command;
  }

  /**
   * What starts a program in a JVM like this one; arguments may be added.
   *
   * @param classes a directory whose classes go before those of this JVM; null for none
   * @param options for the JVM
   * @param main whose main is run
   */
  static List<String> java(Path classes, List<String> options, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.add("-cp");
    String path = System.getProperty("java.class.path");
    command.add(classes == null ? path : classes + File.pathSeparator + path);
    command.add(main.getName());
    return command;
  }

  /** The release of Java from which on this library can use the system's libcrypto, if it may. */
  private static final int NATIVE_ACCESS = 22;
}
