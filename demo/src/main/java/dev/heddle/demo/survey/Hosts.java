package dev.heddle.demo.survey;

import dev.heddle.demo.common.FileFaults;
import dev.heddle.fanout.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of servers: one on each line, with port 443 where none is given; empty lines and
 * what follows a {@code #} are passed over.
 */
final class Hosts {

  /**
   * All servers, in order.
   *
   * @param file {@code -} stands for the standard input
   * @throws IllegalArgumentException naming the first bad line by its number; or the file that
   *     cannot be read; or if there is no server in it
   */
  static List<Target> read(Path file, InputStream stdin) {
    boolean standard = file.toString().equals("-");
    String name = standard ? "stdin" : file.toString();
    try (InputStream in = standard ? InputStream.nullInputStream() : Files.newInputStream(file)) {
      List<Target> targets = read(name, standard ? stdin : in);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException(name + ": there is no server in it");
      }
      return targets;
    } catch (IOException e) {
      throw FileFaults.about("cannot read servers from", name, e);
    }
  }

  private static List<Target> read(String name, InputStream in) throws IOException {
    // Latin 1 takes any byte; what is no host name is then refused as such.
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    List<Target> targets = new ArrayList<>();
    String line;
    for (int number = 1; (line = reader.readLine()) != null; number++) {
      String text = line.split("#", 2)[0].strip();
      if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
        text = text.substring(BYTE_ORDER_MARK.length());
      }
      if (!text.isEmpty()) {
        try {
          targets.add(Target.parse(text, HTTPS));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(name + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    return targets;
  }

  private static final int HTTPS = 443;

  /** As UTF-8 has it, read as Latin 1. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private Hosts() {}
}
