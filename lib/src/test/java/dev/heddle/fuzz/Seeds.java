package dev.heddle.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the seeds of a target. */
final class Seeds {

  private final Path folder;

  Seeds(Target target) {
    folder = Corpus.sources().resolve(target.title());
  }

  void add(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  /** With a first byte that says what follows. */
  void add(String name, int kind, byte[] content) throws IOException {
    byte[] whole = new byte[1 + content.length];
    whole[0] = (byte) kind;
    System.arraycopy(content, 0, whole, 1, content.length);
    add(name, whole);
  }

  void add(String name, int kind, String text) throws IOException {
    add(name, kind, text.getBytes(StandardCharsets.UTF_8));
  }
}
