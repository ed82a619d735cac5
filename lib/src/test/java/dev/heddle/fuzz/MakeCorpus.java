package dev.heddle.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes seeds anew, in the source tree: {@code run --make-corpus}. Findings stay. It needs the
 * program {@code openssl}.
 */
public final class MakeCorpus {

  private MakeCorpus() {}

  /**
   * Makes them.
   *
   * @param args targets; none for all of them and the identities, too
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      FixedIdentities.write(Corpus.identities());
    }
    List<Target> targets =
        args.length == 0
            ? List.of(Target.values())
            : Arrays.stream(args).map(Target::named).toList();
    for (Target target : targets) {
      forget(Corpus.sources().resolve(target.title()));
      make(target, new Seeds(target));
    }
  }

  private static void make(Target target, Seeds seeds) throws Exception {
    switch (target) {
      case LISTS -> ListSeeds.write(seeds);
      case PEM -> FileSeeds.pem(seeds);
      case PKCS12 -> FileSeeds.pkcs12(seeds);
      case CRL -> CertificateSeeds.lists(seeds);
      case STAPLE -> CertificateSeeds.staples(seeds);
      case PATH -> CertificateSeeds.certificates(seeds);
      case HELLO -> HelloSeeds.write(seeds);
      case SESSION -> SessionSeeds.write(seeds);
      case CLIENT_MESSAGES -> MessageSeeds.write(seeds, true);
      case SERVER_MESSAGES -> MessageSeeds.write(seeds, false);
      case CLIENT_RECORDS -> RecordSeeds.write(seeds, true);
      case SERVER_RECORDS -> RecordSeeds.write(seeds, false);
    }
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
