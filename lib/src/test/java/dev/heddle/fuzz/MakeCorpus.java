package dev.heddle.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Makes the identities and all seeds anew, in the source tree: {@code run --make-corpus}. Findings
 * stay. It needs the program {@code openssl}.
 */
public final class MakeCorpus {

  private MakeCorpus() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws Exception {
    FixedIdentities.write(Corpus.identities());
    for (Target target : Target.values()) {
      forget(Corpus.sources().resolve(target.title()));
    }
    ListSeeds.write(new Seeds(Target.LISTS));
    FileSeeds.write();
    CertificateSeeds.write();
    HelloSeeds.write(new Seeds(Target.HELLO));
  }

  private static void forget(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().startsWith(Corpus.FINDING)) {
          Files.delete(file);
        }
      }
    }
  }
}
