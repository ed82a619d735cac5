package dev.heddle.fuzz;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.Identity;
import dev.heddle.support.TestCerts.KeyType;
import dev.heddle.support.TestCerts.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Makes the identities of {@link Fixed}; no secret is one that lies in a source tree. */
final class FixedIdentities {

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Identity root = make("Fuzzed root").ca().build();
    Identity intermediate = make("Fuzzed intermediate").ca().by(root).build();
    save(folder, "root", root);
    save(folder, "intermediate", intermediate);
    save(folder, "server", server("server").by(intermediate).build());
    save(folder, "rsa-server", server("rsa server").key(KeyType.RSA_2048).by(root).build());
    Maker client = make("client").purpose(KeyPurposeId.id_kp_clientAuth).by(root);
    save(folder, "client", client.build());
  }

  private static Maker server(String name) {
    return make(name).dns("localhost").ip("127.0.0.1").purpose(KeyPurposeId.id_kp_serverAuth);
  }

  private static Maker make(String name) {
    return TestCerts.make(name)
        .valid(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2049-01-01T00:00:00Z"));
  }

  private static void save(Path folder, String name, Identity identity) throws IOException {
    Files.writeString(folder.resolve(name + ".pem"), identity.keyPem() + identity.chainPem());
  }

  private FixedIdentities() {}
}
