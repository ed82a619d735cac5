package dev.heddle.demo.bench;

import dev.heddle.config.Credentials;
import dev.heddle.demo.bench.Part.Handshake;
import dev.heddle.demo.bench.Part.Role;
import dev.heddle.demo.common.MadeUpAuthority;
import dev.heddle.demo.common.MadeUpAuthority.Keys;
import dev.heddle.demo.common.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The certificates of a run, in files: a root, and a server's leaf below an intermediate below it,
 * for each kind of keys. They are made when they are first wanted. For one thread.
 */
final class Chains {

  /** The name that clients ask for and verify. */
  static final String HOST = "bench.test";

  private final Path directory;
  private final Set<Keys> made = EnumSet.noneOf(Keys.class);

  /** In a directory, which nobody else may read. */
  Chains(Path directory) {
    this.directory = directory;
  }

  /** The arguments of a process that plays a part, each {@code KEY=VALUE}. */
  List<String> arguments(Part part) throws IOException {
    make(part.keys());
    List<String> arguments = new ArrayList<>();
    arguments.add("role=" + Part.word(part.role()));
    arguments.add("handshake=" + Part.word(part.handshake()));
    arguments.add("suite=" + part.suite());
    arguments.add("group=" + part.group());
    arguments.add("at-once=" + part.atOnce());
    arguments.add("host=" + HOST);
    arguments.add("ca=" + file("ca", part.keys()));
    if (part.role() != Role.CLIENT) {
      arguments.add("chain=" + file("chain", part.keys()));
      arguments.add("key=" + file("key", part.keys()));
      if (part.handshake() == Handshake.FRESH) {
        arguments.add("ca-key=" + file("ca-key", part.keys()));
      }
    }
    return arguments;
  }

  private Path file(String what, Keys keys) {
    return directory.resolve(what + "-" + Part.word(keys) + ".pem");
  }

  private void make(Keys keys) throws IOException {
    if (!made.add(keys)) {
      return;
    }
    MadeUpAuthority root =
        MadeUpAuthority.root("bench root", keys, 1, Instant.now().minus(Duration.ofHours(2)));
    Credentials server =
        root.intermediate("bench intermediate").server(new GeneralName(GeneralName.dNSName, HOST));
    write("ca", keys, List.of(root.certificate()));
    Files.writeString(file("ca-key", keys), Pem.key(root.key()));
    write("chain", keys, server.chain());
    Files.writeString(file("key", keys), Pem.key(server.privateKey()));
  }

  private void write(String what, Keys keys, List<X509Certificate> certificates)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : certificates) {
      try {
        text.append(Pem.certificate(each.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("it has just been made", e);
      }
    }
    Files.writeString(file(what, keys), text);
  }
}
