package dev.heddle.demo.bench.peer;

import dev.heddle.config.Credentials;
import dev.heddle.demo.common.MadeUpAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The credentials of a server that has a leaf and an intermediate of its own for each name that a
 * client asks for, so that no client has seen a chain before. They are made when they are first
 * asked for, or ahead. Serves any number of threads.
 */
final class FreshChains {

  private final MadeUpAuthority root;
  private final String host;
  private final Map<String, Credentials> made = new ConcurrentHashMap<>();

  /** Those that the settings of a server ask for. */
  FreshChains(Settings settings) throws IOException, GeneralSecurityException {
    Path authority = settings.file("ca");
    root =
        MadeUpAuthority.root(
            PemFiles.certificates(authority).getFirst(),
            PemFiles.key(settings.file("ca-key"), "EC"));
    host = settings.text("host");
  }

  /** Makes the chains of the first so many names, where they are missing. */
  void mint(int count) {
    IntStream.range(0, count).parallel().forEach(i -> make("n" + i + "." + host));
  }

  /**
   * Those of a name.
   *
   * @param name null for none
   * @return empty if there are none for it, since clients ask for names below the host's
   */
  Optional<Credentials> of(String name) {
    return name != null && name.endsWith("." + host) ? Optional.of(make(name)) : Optional.empty();
  }

  private Credentials make(String name) {
    return made.computeIfAbsent(
        name,
        any ->
            root.intermediate("intermediate of " + name)
                .server(new GeneralName(GeneralName.dNSName, name)));
  }
}
